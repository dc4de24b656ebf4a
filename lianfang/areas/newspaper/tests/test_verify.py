"""newspaper · verify: whatever is changed, added or taken away behind the application's back is found."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction

from lianfang.areas.newspaper import actions_issue, verify
from lianfang.areas.newspaper.tests.newsroom import acting, approved, how, published

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.usefixtures("newsroom"),
]
TAMPERED = (
    "UPDATE newspaper_public_issue SET content = replace(content, '三轮', '四轮')",
    "UPDATE newspaper_public_issue SET content = replace(content, '三轮', '四轮'), "
    "sha256 = encode(sha256(replace(content, '三轮', '四轮')::bytea), 'hex')",
    "UPDATE newspaper_public_article SET text = replace(text, '三轮', '四轮')",
    "UPDATE newspaper_public_page SET pdf = (SELECT epub FROM newspaper_public_issue)",
    "UPDATE newspaper_public_file SET content = content || '\\x00'::bytea WHERE media = 'application/pdf'",
    "DELETE FROM newspaper_public_file WHERE media = 'application/epub+zip'",
    "DELETE FROM newspaper_public_issue",
    "UPDATE newspaper_public_notice SET says = '五轮'",
    "DELETE FROM newspaper_public_notice",
)


def found() -> list[str]:
    return [each.says for each in verify.discrepancies(connections["owner"])]


@pytest.mark.parametrize("statement", TAMPERED)
def test_a_change_behind_the_application_is_found(statement: str) -> None:
    article = approved()
    published([[article]])
    with acting("chief") as chief:
        actions_issue.correct_article(chief, article=article, wrong="三轮", right="四轮", how=how())
    assert found() == []
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount
    assert found()


def test_the_application_adds_and_changes_nothing(owner_conn: psycopg.Connection[Any]) -> None:
    published()
    for table in ("issue", "page", "article", "figure", "notice", "file"):
        for statement in (f"DELETE FROM newspaper_public_{table}", f"TRUNCATE newspaper_public_{table}"):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE newspaper_public_article SET title = '另题'")
