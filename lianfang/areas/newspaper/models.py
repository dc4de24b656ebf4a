"""newspaper · models: what is published, as readers get it: rows of no unit, written once and never changed.

They follow from the desk's entries, which hold the fingerprint of each issue and of its files (`verify.py`).
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class PublicIssue(models.Model):
    """A published issue. `content` is its canonical JSON: every word, figure and place of it."""

    slug = models.TextField(primary_key=True)
    entry = models.UUIDField(unique=True)
    day = models.DateField()
    edition = models.SmallIntegerField()
    issue_no = models.IntegerField()
    supplement = models.TextField(blank=True)
    published_at = models.DateTimeField()
    content = models.TextField()
    sha256 = models.TextField()
    pdf = models.TextField()
    epub = models.TextField()

    class Meta:
        db_table = "newspaper_public_issue"
        constraints = [models.UniqueConstraint(fields=["day", "edition"], name="newspaper_public_issue_day")]


class PublicPage(models.Model):
    """A page of a published issue: its picture in several sizes by the pixels of its width, its PDF, its zones."""

    id = models.BigAutoField(primary_key=True)
    slug = models.TextField()
    number = models.SmallIntegerField()
    name = models.TextField()
    aspect = models.FloatField()
    media = models.TextField()
    pictures = models.JSONField()
    pdf = models.TextField()
    zones = models.JSONField()

    class Meta:
        db_table = "newspaper_public_page"
        constraints = [models.UniqueConstraint(fields=["slug", "number"], name="newspaper_public_page_number")]


class PublicArticle(models.Model):
    """An article of a published issue. `id` is part of an alias of its address and given to no other."""

    id = models.BigAutoField(primary_key=True)
    article = models.UUIDField(unique=True)
    slug = models.TextField()
    day = models.DateField()
    page = models.SmallIntegerField()
    position = models.SmallIntegerField()
    title = models.TextField()
    authors = models.TextField(blank=True)
    text = models.TextField()
    words = SearchVectorField()

    class Meta:
        db_table = "newspaper_public_article"
        constraints = [
            models.UniqueConstraint(fields=["slug", "page", "position"], name="newspaper_public_article_place")
        ]
        indexes = [
            GinIndex(fields=["words"], name="newspaper_public_article_words"),
            models.Index(fields=["-day", "page", "position"], name="newspaper_public_article_day"),
        ]


class PublicNotice(models.Model):
    """An erratum of a published article, or its withdrawal: said beside it for good."""

    entry = models.UUIDField(primary_key=True)
    article = models.UUIDField()
    slug = models.TextField()
    said_at = models.DateTimeField()
    withdrawn = models.BooleanField()
    wrong = models.TextField(blank=True)
    says = models.TextField()

    class Meta:
        db_table = "newspaper_public_notice"
        indexes = [
            models.Index(fields=["article"], name="newspaper_public_notice_of"),
            models.Index(fields=["-said_at"], name="newspaper_public_notice_at"),
        ]


class PublicFigure(models.Model):
    """A figure in a published article, as the issue's content has it: so that what it rests on can be followed."""

    id = models.BigAutoField(primary_key=True)
    article = models.UUIDField()
    slug = models.TextField()
    note = models.SmallIntegerField()
    code = models.TextField()
    unit = models.TextField()
    day = models.DateField()
    value = models.TextField()
    state = models.TextField()
    printed_at = models.DateTimeField()

    class Meta:
        db_table = "newspaper_public_figure"
        constraints = [models.UniqueConstraint(fields=["article", "note"], name="newspaper_public_figure_note")]
        indexes = [models.Index(fields=["printed_at"], name="newspaper_public_figure_at")]


class PublicFile(models.Model):
    """A file of a published issue, by its content."""

    sha256 = models.TextField(primary_key=True)
    media = models.TextField()
    content = models.BinaryField()

    class Meta:
        db_table = "newspaper_public_file"
