"""tests · conftest: a PostgreSQL for the tests, one database for each test process, and logins into it."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import psutil
import psycopg
import pytest
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser

from lianfang.config import loaded
from lianfang.config.supervisor.locks import Lock
from tests.support import database as tests_database
from tests.support import order
from tests.support.copies import new_folder
from tests.support.running import Running, eventually

MEMORY_BYTES_MIN = 8 << 30
OURS, RUNS = "lianfang-tests-", "runs.lock"  # a run's folder, and the lock in it that the run holds
# How fast the machine is at the moment is no property of the code.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--order", metavar="SEED", default="", help="shuffle the modules, and the tests of each")


def pytest_report_header(config: pytest.Config) -> str | None:
    seed = config.getoption("order")
    return f"order: random, again with --order {seed}" if seed else None


def pytest_configure(config: pytest.Config) -> None:
    """Give this run a data folder of its own, before Django reads its settings."""
    if "LIANFANG_TESTS" not in os.environ:
        where = _where()
        _sweep(where)
        folder = Path(tempfile.mkdtemp(prefix=OURS, dir=where))
        folder.chmod(0o755)
        os.environ["LIANFANG_TESTS"] = os.environ["DATA"] = str(folder)
        runs = Lock(folder / RUNS)
        runs.share()
        config.add_cleanup(lambda: _clean_up(folder, runs))
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    os.environ["LIANFANG_DATABASE"] = os.environ["LIANFANG_TESTS_NAME"] = f"lianfang_test_{os.getpid()}_{worker}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "lianfang.config.settings"
    loaded.load()
    _work_by_the_files(config)
    if _is_parent(config):
        # A tester that inherited this would read its settings before it has a database name of its own.
        del os.environ["DJANGO_SETTINGS_MODULE"]
    # The ground's cast and the shell's stage; they import models, so they cannot be named in `pytest_plugins`.
    config.pluginmanager.import_plugin("lianfang.ground.testing")
    config.pluginmanager.import_plugin("lianfang.shell.testing")


def _work_by_the_files(config: pytest.Config) -> None:
    """Tests of this process go by the playbook's files, also where they may ask no database; SQL goes by the same."""
    from lianfang.playbook.current import named, working_by

    handed = ExitStack()
    handed.enter_context(working_by(named()))
    config.add_cleanup(handed.close)


def _is_parent(config: pytest.Config) -> bool:
    """Whether this process only hands out tests to others."""
    return bool(getattr(config.option, "numprocesses", None)) and "PYTEST_XDIST_WORKER" not in os.environ


def _where() -> Path:
    """Where this run's folder is made: in memory where there is plenty of it, since databases are made by the hundred
    and each is a thousand files; else the usual place, but for macOS', which is too long for a socket's address."""
    memory, usual = Path("/dev/shm"), Path(tempfile.gettempdir())
    if os.access(memory, os.W_OK):
        free = min(shutil.disk_usage(memory).free, psutil.virtual_memory().available)
        if free > MEMORY_BYTES_MIN:
            return memory
    return usual if len(str(usual)) <= 24 else Path("/tmp")


def _sweep(where: Path) -> None:
    """Remove what runs left that were killed: they hold their lock no more. One that begins just now may not yet."""
    for left in where.glob(f"{OURS}*/{RUNS}"):
        lock = Lock(left)
        if lock.try_alone() and time.time() - left.stat().st_mtime > 60:
            shutil.rmtree(left.parent, ignore_errors=True)
        lock.let_go()


def _clean_up(folder: Path, runs: Lock) -> None:
    tests_database.stop(folder)
    runs.let_go()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """With several processes, the parent starts the server, and makes the templates while the others collect."""
    if _is_parent(session.config):
        folder = Path(os.environ["LIANFANG_TESTS"])
        tests_database.start(folder, bare=True)
        everything = session.config.args_source is pytest.Config.ArgsSource.TESTPATHS
        making = Thread(target=tests_database.make_templates, args=[folder], kwargs={"loaded": everything})
        making.start()
        session.config.add_cleanup(making.join)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Shared among processes, what is allowed to take longest begins first: none ends up alone with a long test."""
    seed = config.getoption("order")
    gc.freeze()  # what was collected stays to the end: no test looks through it for garbage
    if seed:
        order.shuffle(items, seed)
    elif "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=_weight, reverse=True)


def _weight(item: pytest.Item) -> tuple[float, bool]:
    """How long a test may take, in seconds, and whether it starts processes or stands on much."""
    said = item.get_closest_marker("timeout")
    heavy = any(item.get_closest_marker(each) for each in ("processes", "browser", "loaded"))
    return float(said.args[0] if said and said.args else item.config.getini("timeout")), heavy


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test marked `loaded` stands on the campaign's first day, every other on an empty database."""
    if "browser" in getattr(item, "fixturenames", ()):
        from tests.support import browser as browsing

        browsing.shared(_chromium())
    else:
        _let_go_of_the_browser()
    loaded = item.get_closest_marker("loaded") is not None
    if loaded or tests_database.is_started():
        tests_database.start(Path(os.environ["LIANFANG_TESTS"]))
        tests_database.stand_on(tests_database.LOADED if loaded else tests_database.EMPTY)


def pytest_sessionfinish() -> None:
    _let_go_of_the_browser()


def _let_go_of_the_browser() -> None:
    """Only where a test opened one: without it what drives it was not even loaded."""
    if browsing := sys.modules.get("tests.support.browser"):
        browsing.let_go()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """This process's own database, copied from a template; `default` is the application's role."""
    tests_database.start(Path(os.environ["LIANFANG_TESTS"]))
    tests_database.stand_on(tests_database.standing_on())
    tests_database.clean_after_commits(django_db_blocker)
    yield
    tests_database.drop()


@pytest.fixture(autouse=True)
def own_witness(settings: Any) -> None:
    """What was noted beside one test's database says nothing of another's."""
    settings.WITNESS_FOLDER = Path(os.environ["LIANFANG_TESTS"]) / f"witness-{uuid4()}"


@pytest.fixture(autouse=True)
def same_environment() -> Iterator[dict[str, str]]:
    """What a command run in this process says to itself (`--data`, a playbook) is not heard by the next test."""

    def ours() -> dict[str, str]:
        return {name: said for name, said in os.environ.items() if name == "DATA" or name.startswith("LIANFANG_")}

    before = ours()
    yield before
    for name in ours().keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)


@pytest.fixture(autouse=True)
def own_language(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that leaves a language behind fails by its own name, and the next one speaks the house's again."""
    yield
    left = translation.get_language()
    translation.deactivate()
    assert left == translation.get_language(), f"{request.node.nodeid} left the language {left} behind"


@pytest.fixture
def committed_db(transactional_db: None) -> None:
    """A database in which the test really commits, seen by every connection; made again afterwards."""


@pytest.fixture
def owner_conn(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """A connection as the owner of the tables, in autocommit; sees only what is committed."""
    with psycopg.connect(**tests_database.owner(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def app_conn(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """A bare connection as the application's role, in autocommit, with no actor."""
    with psycopg.connect(**tests_database.app(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def superuser_conn(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """A connection as the database's superuser, for tests that tamper; in autocommit."""
    with psycopg.connect(**tests_database.superuser(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def data_folder() -> Iterator[Path]:
    """The path of a data folder that does not exist yet, reachable for every user; removed with its database."""
    with new_folder() as data:
        yield data


@pytest.fixture(scope="session")
def initialised_data() -> Path:
    """A data folder as `lianfang init` leaves it, made once in a run and only ever copied."""
    data = Path(os.environ["LIANFANG_TESTS"]) / "initialised"
    lock, made = Lock(data.with_suffix(".lock")), data.with_suffix(".made")
    lock.wait_alone()
    try:
        if not made.exists():
            shutil.rmtree(data, ignore_errors=True)  # left half by somebody who failed
            done = Running.call(data, "init")
            assert done.returncode == 0, done.stderr
            made.touch()
    finally:
        lock.let_go()
    return data


@pytest.fixture
def running(initialised_data: Path, data_folder: Path) -> Iterator[Running]:
    """A real `lianfang run` with an empty database of its own; whatever the test does to it, it is gone afterwards.

    The server is always our own, also where the suite runs on an outside one: that one is
    not ours to kill.
    """
    subprocess.run(["cp", "-a", str(initialised_data), str(data_folder)], check=True)
    with Running.ready(data_folder) as running:
        yield running


@pytest.fixture(scope="module")
def _standing(initialised_data: Path) -> Iterator[Running]:
    with new_folder() as data:
        subprocess.run(["cp", "-a", str(initialised_data), str(data)], check=True)
        with Running.ready(data) as running:
            yield running


@pytest.fixture
def standing(_standing: Running) -> Running:
    """A `lianfang run` that the tests of a module have in common, for those that leave it whole: what they kill comes
    back, and their database is as it was. To start one costs as much as many of them."""
    _standing.wait_ready()
    eventually(lambda: len(_standing.member("web").children()) >= 2, "both answer")
    return _standing


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that starts here; the test fails where there is none."""
    return _chromium()


@cache
def _chromium() -> str:
    found = subprocess.run(
        [sys.executable, "tools/browser/find.py"],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent,
    )
    if found.returncode:
        pytest.fail(found.stderr)
    return found.stdout.strip()


@pytest.fixture
def browser(chromium: str) -> Iterator[Browser]:
    """A real Chromium, afterwards without anything that the test left open in it."""
    from tests.support import browser as browsing

    found = browsing.shared(chromium)
    yield found
    browsing.tidy(found)
