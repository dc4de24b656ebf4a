"""tests · deploy: what production is set up with: addresses in files, the script that makes the database, each name."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
import yaml

from lianfang.config.cli.main import registry
from lianfang.config.supervisor import binaries, connections, database, keys
from lianfang.config.supervisor.faults import CommandFault
from lianfang.config.supervisor.server import Server
from tests.support.running import Running

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
# What the image of PostgreSQL, pip or Python themselves read.
THEIRS = {"POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS", "PATH", "PYTHONDONTWRITEBYTECODE", "BACKUPS"}
ADDRESSES = ("DATABASE_URL", "APP_DATABASE_URL")


@pytest.fixture
def no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*ADDRESSES, "DATABASE_URL_FILE", "APP_DATABASE_URL_FILE", "LIANFANG_DATABASE"):
        monkeypatch.delenv(name, raising=False)


def compose() -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return said


def unit() -> configparser.ConfigParser:
    said = configparser.ConfigParser(strict=False, interpolation=None)
    said.optionxform = str  # type: ignore[assignment, method-assign]
    said.read(DEPLOY / "systemd" / "lianfang.service", encoding="utf-8")
    return said


def lines_of_environment(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE))


def read_by_the_code() -> set[str]:
    """Every name of an environment variable that the program says in quotes."""
    said = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "lianfang" / "config").rglob("*.py"))
    found = set(re.findall(r'"((?:LIANFANG_)?[A-Z][A-Z_]+)"', said))
    return found | {f"{name}_FILE" for name in ADDRESSES}


def test_an_address_is_read_from_its_file(no_address: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, user in (("DATABASE_URL", "owner"), ("APP_DATABASE_URL", "app")):
        (tmp_path / user).write_text(f"postgresql://{user}:x@db.example/lf\n")
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / user))
    logins = connections.logins(tmp_path, {})
    assert (logins.owner["user"], logins.app["user"]) == ("owner", "app")
    assert not connections.embedded(tmp_path)
    assert not connections.own_app_role()
    assert connections.owner_login(tmp_path)["dbname"] == "lf"


@pytest.mark.parametrize(("text", "said"), [(None, "cannot be read"), (b"\n", "is empty"), (b"\xff", "not UTF-8")])
def test_a_file_without_an_address_never_starts_a_database_of_our_own(
    no_address: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: bytes | None, said: str
) -> None:
    if text is not None:
        (tmp_path / "url").write_bytes(text)
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))
    with pytest.raises(CommandFault, match=said) as caught:
        connections.embedded(tmp_path)
    assert caught.value.zh


def test_every_setting_of_compose_and_systemd_is_read_by_somebody() -> None:
    named = set(lines_of_environment(DEPLOY / "env.example"))
    named |= set(lines_of_environment(DEPLOY / "systemd" / "lianfang.env"))
    for service in compose()["services"].values():
        named |= set(service["environment"])
    named |= set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^ENV (.+)$", image, re.MULTILINE):
        named |= set(re.findall(r"(\w+)=", line))
    assert named - THEIRS <= read_by_the_code()


def test_what_is_started_is_a_command_of_ours() -> None:
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    started = yaml.safe_load(re.findall(r"^CMD (.+)$", image, re.MULTILINE)[-1])
    for words in (started, unit()["Service"]["ExecStart"].split()):
        assert Path(words[0]).name == "lianfang"
        assert words[1] in registry()
        help_of_it = subprocess.run(
            [sys.executable, "-m", "lianfang", words[1], "--help"], check=True, capture_output=True, text=True
        ).stdout
        assert all(word in help_of_it for word in words[2:] if word.startswith("--"))


def test_what_the_image_takes_is_there() -> None:
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(.+)$", image, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
    stages = set(re.findall(r"^FROM \S+ AS (\S+)$", image, re.MULTILINE))
    assert set(re.findall(r"--from=(\S+)", image)) == stages
    for page in (image, (DEPLOY / "compose.yaml").read_text(encoding="utf-8")):
        assert "http://127.0.0.1:8000/readyz" in page


def test_compose_names_only_what_it_has() -> None:
    said = compose()
    for service in said["services"].values():
        assert set(service["secrets"]) <= set(said["secrets"])
        assert set(service["networks"]) <= set(said["networks"])
        assert set(service.get("depends_on", ())) <= set(said["services"])
        assert "healthcheck" in service
    program = said["services"]["lianfang"]
    assert (ROOT / "deploy" / program["build"]["context"] / program["build"]["dockerfile"]).exists()
    assert all(port.startswith("127.0.0.1:") for port in program["ports"])
    gateway = said["networks"]["outside"]["ipam"]["config"][0]["gateway"]
    assert program["environment"]["LIANFANG_PROXIES"] == gateway


@pytest.fixture
def fresh_server(no_address: None, data_folder: Path) -> Iterator[Server]:
    """A server as the image of PostgreSQL starts one: empty but for its superuser."""
    server = database.start_server(data_folder.with_name("outside"), tethered=True)
    with psycopg.connect(**server.superuser, autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute("DROP DATABASE lianfang")
        for role in ("lianfang_app", "lianfang_owner"):
            connection.execute(f"DROP OWNED BY {role}")  # type: ignore[arg-type]
            connection.execute(f"DROP ROLE {role}")  # type: ignore[arg-type]
    yield server
    server.stop()


@pytest.mark.processes
def test_the_script_makes_a_database_on_which_it_runs(fresh_server: Server, data_folder: Path, tmp_path: Path) -> None:
    login = fresh_server.superuser
    password = "it's a $secret"
    (tmp_path / "owner_password").write_text(password)
    script = (DEPLOY / "database.sh").read_text(encoding="utf-8").replace("/run/secrets", str(tmp_path))
    script = script.replace("--username postgres", f"--username {login['user']}")
    programs = binaries.client(binaries.NEWEST)
    names = {"PATH": f"{programs}:{os.environ['PATH']}", "PGHOST": str(login["host"]), "PGPORT": str(login["port"])}
    subprocess.run(["sh", "-c", script], check=True, env={**names, "PGPASSWORD": str(login["password"])})

    address = tmp_path / "database_url"
    where = f"{quote(str(login['host']), safe='')}:{login['port']}"
    address.write_text(f"postgresql://lianfang_owner:{quote(password)}@{where}/lianfang\n")
    running = Running(data_folder, more={"DATABASE_URL_FILE": str(address)})
    try:
        running.wait_ready()
        words = keys.load(data_folder)
        app = {**login, "dbname": "lianfang", "user": "lianfang_app", "password": words["app_password"]}
        with psycopg.connect(**app) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):  # type: ignore[arg-type]
            connection.execute("SELECT pg_advisory_lock(1)")
    finally:
        assert running.stop() == 0
