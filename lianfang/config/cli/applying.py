"""config · cli: a playbook put in force: checked, compared with what stands, stored, and what follows made again."""

from __future__ import annotations

import argparse
import getpass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from lianfang.config.cli import terminal

_SHOWN = 20


def apply(args: argparse.Namespace) -> int:
    """0 in force (or nothing to change); 1 it has faults or is refused, and nothing was changed; 2 not there."""
    from lianfang.config.cli.ready import django_ready

    folder = _folder(args.playbook)
    if folder is None:
        return 2
    with django_ready(args, migrated=False):
        from lianfang.kernel.problems import Refused

        _stands_ready(args)
        if found := faults_of(folder):
            _say_lines(args, "faults", [f"{folder}/{each}" for each in found])
            return 1
        try:
            return _apply(args, folder)
        except Refused as refused:
            _say_lines(args, "refused", [_said(refused)])
            return 1


def listed(args: argparse.Namespace) -> int:
    """What was put in force here, the newest first."""
    from lianfang.config.cli.ready import django_ready

    with django_ready(args, migrated=False):
        from lianfang.kernel.clock import local
        from lianfang.playbook import stored

        _stands_ready(args)
        if args.into is not None:
            return _written(args.into)
        history = stored.history()
        if args.json:
            terminal.data({"applied": [_as_json(each) for each in history]})
        for each in () if args.json else history:
            at = f"{local(each.applied_at):%Y-%m-%d %H:%M}"
            terminal.out.print(
                f"{each.number}  {at}  {each.code} {each.version}  {each.digest[:16]}  {each.applied_by}"
            )
    return 0


def _stands_ready(args: argparse.Namespace) -> None:
    """Raises CommandFault where the tables are another version's, unless it is the playbook that keeps them so."""
    from lianfang.config.supervisor import tables

    if not tables.up_to_date(args.data) and _in_force()[1] is None:
        raise tables.not_up_to_date()


def _in_force() -> tuple[int | None, Any]:
    """The number of the playbook in force; and its faults, where this version of the program cannot read it."""
    from lianfang.playbook import PlaybookFaults, stored

    number = stored.newest_number() if stored.stands() else None
    try:
        if number is not None:
            stored.load_files(stored.files(number))
    except PlaybookFaults as wrong:
        return number, wrong
    return number, None


def _written(folder: Path) -> int:
    """The files of the playbook in force, as a folder to be edited and applied."""
    from lianfang.playbook import stored

    number = stored.newest_number()
    if number is None or folder.exists():
        terminal.fault(
            f"目录已存在或没有现行方案：{folder}", f"The folder is there already, or nothing is in force: {folder}"
        )
        return 2
    for name, text in stored.files(number).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    terminal.tell(f"已写入：{folder}", f"written to {folder}")
    return 0


def faults_of(folder: Path) -> list[Any]:
    """Every fault of a playbook's folder, also what no card registers. Needs Django set up, and no database."""
    from lianfang.areas.duties.checks import registered
    from lianfang.kernel.registry import REGISTRY
    from lianfang.playbook import check

    return list(check(folder, REGISTRY.indicators().keys() - REGISTRY.declared, registered()))


def _folder(named: str) -> Path | None:
    """A folder as it was given, or that of a playbook that comes with the program."""
    ours = Path(__file__).resolve().parents[3] / "playbooks"
    for folder in (Path(named), ours / named):
        if folder.is_dir():
            return folder
    codes = ", ".join(sorted(each.name for each in ours.iterdir() if each.is_dir()))
    terminal.fault(
        f"没有这个方案：{named}；随程序的方案：{codes}", f"There is no playbook {named}; with the program come: {codes}"
    )
    return None


def _apply(args: argparse.Namespace, folder: Path) -> int:
    from django.db import connections

    from lianfang.config.supervisor import tables
    from lianfang.kernel import clock
    from lianfang.playbook import applying, record_changes, stored

    owner, files = connections["owner"], stored.read_folder(folder)
    new, (number, unreadable) = stored.load_files(files), _in_force()
    if number is not None and unreadable:
        return _instead_of_unreadable(args, number, new, files)
    old = None if number is None else stored.load_files(stored.files(number))
    today = clock.day_of(clock.current().now()).date
    recorded = not tables.holds_no_entry(args.data)
    effect = applying.effect(old, new, today, applying.first_recorded(owner)) if old is not None else None
    if effect is not None and old is not None:
        if old.digest == new.digest:
            terminal.tell("与现行方案一致，未作改动", "the same as what is in force; nothing was changed")
            return _say(args, new, [], rebuilt=False)
        if not args.json:
            for change in effect.changes:
                terminal.out.print(str(change), markup=False, highlight=False)
        if recorded:
            stands = record_changes.recorded(owner, old.records)
            refused = [
                *applying.refusals(old, new, effect, today),
                *record_changes.records_change_faults(old.records, new.records, stands),
            ]
            if refused:
                _say_lines(args, "refused", [_said(each) for each in refused[:_SHOWN]])
                return 1
    again = effect is not None and recorded and effect.since is not None and effect.since <= today + timedelta(days=1)
    if args.dry_run:
        _tell_what_follows(effect.since if effect else None, again, today)
        return _say(args, new, effect.changes if effect else [], rebuilt=False, in_force=False)
    by = args.by or getpass.getuser()
    applying.put_in_force(owner, new, files, instead_of=number, by=by, at=datetime.now(UTC))
    applying.noticed()
    _tell_what_follows(effect.since if effect else None, again, today)
    if old is not None and _declared(old) != _declared(new):
        # Each process knows the kinds of its start: the one that starts with the new ones makes again what follows.
        if not recorded:
            tables.mark_derived()
        terminal.tell(
            "记录种类或指标有变：结束并重新运行 lianfang run 后可用，届时重建派生数据；在此之前，有变的记录不接收填报",
            "kinds of records or figures have changed: end lianfang run and start it again; it then derives again. "
            "Until then no entry of a changed kind is taken",
        )
        return _say(args, new, effect.changes if effect else [], rebuilt=False)
    if again:
        from lianfang.config.cli.commands.init import derive_again

        derive_again(args)  # with what was recorded by the old one while some process still knew no other
    else:
        tables.mark_derived()
    return _say(args, new, effect.changes if effect else [], rebuilt=again)


def _instead_of_unreadable(args: argparse.Namespace, number: int, new: Any, files: Any) -> int:
    """Puts an edition in force that this program can read; only its code and what was recorded are held against it."""
    from django.db import connections

    from lianfang.kernel.problems import Refused
    from lianfang.playbook import applying, problems, record_changes, stored

    owner, before = connections["owner"], stored.code(number)
    if new.meta.code != before:
        raise Refused(problems.OTHER_OUTBREAK, old=before, new=new.meta.code)
    stands = record_changes.recorded(owner, new.records)
    refused = record_changes.records_change_faults(new.records, new.records, stands)
    if refused:
        _say_lines(args, "refused", [_said(each) for each in refused[:_SHOWN]])
        return 1
    if not args.dry_run:
        by = args.by or getpass.getuser()
        applying.put_in_force(owner, new, files, instead_of=number, by=by, at=datetime.now(UTC))
        applying.noticed()
        terminal.tell("请运行 lianfang init，以完成升级", "now run lianfang init, which brings the rest up to date")
    return _say(args, new, [], rebuilt=False, in_force=not args.dry_run)


def _tell_what_follows(since: date | None, again: bool, today: date) -> None:
    if again and since is not None:
        day = "各日" if since < today else f"{since} 起"
        days = "of all days, for what bears no date holds for all" if since < today else f"from {since} on"
        terminal.tell(f"{day}的派生数据须由台账重建", f"derived data must be rebuilt from the ledger: {days}")
    else:
        terminal.tell("派生数据无需重建", "derived data need no rebuild")


def _say(args: argparse.Namespace, new: Any, changes: Any, *, rebuilt: bool, in_force: bool = True) -> int:
    if args.json:
        said = {"code": new.meta.code, "version": new.meta.version, "digest": new.digest}
        terminal.data(
            {**said, "in_force": in_force, "rebuilt": rebuilt, "changes": [each.as_json() for each in changes]}
        )
    elif in_force:
        terminal.tell(
            f"现行方案：{new.meta.code} {new.meta.version}（{new.digest[:16]}），各进程均已生效",
            f"in force in every process: {new.meta.code} {new.meta.version} ({new.digest[:16]})",
        )
    return 0


def _declared(playbook: Any) -> tuple[Any, ...]:
    """What a process knows of a playbook from its start on: kinds of records, and figures."""
    return playbook.records, playbook.indicators, {code: rule.code for code, rule in playbook.case_figures.items()}


def _say_lines(args: argparse.Namespace, what: str, lines: list[str]) -> None:
    if args.json:
        terminal.data({"in_force": False, what: lines})
    for line in () if args.json else lines:
        terminal.out.print(line, markup=False, highlight=False, style="red")
    if not args.json:
        terminal.tell("未作任何改动", "nothing was changed")


def _said(refused: Any) -> str:
    words, remedy = refused.says, refused.remedy
    return f"{words.zh}；{remedy.zh} · {words.en}; {remedy.en}"


def _as_json(each: Any) -> dict[str, Any]:
    return {
        "number": each.number,
        "code": each.code,
        "version": each.version,
        "digest": each.digest,
        "applied_by": each.applied_by,
        "applied_at": each.applied_at.isoformat(),
    }
