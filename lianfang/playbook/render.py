"""playbook · render: a playbook's rules as a page of Markdown, for people who check them against documents."""

from __future__ import annotations

from lianfang.kernel.words import Words
from lianfang.playbook.forms import Form
from lianfang.playbook.markdown import PROOF, both, number, period, proof, table, values
from lianfang.playbook.playbook import Playbook
from lianfang.playbook.render_lists import agents, asked, items, roles
from lianfang.playbook.render_records import figures, records
from lianfang.playbook.sections import sections
from lianfang.playbook.shapes import Cutoff, DayClose, Dose, Range, Verdict

MARKS = (
    ("S", "the article of the reference campaign states it", "原文所述"),
    ("F", "found in public material, often a repost; not a certified original", "公开材料所见，非经核证的原件"),
    ("M", "from memory; verify before quoting", "凭记忆，引用前须核实"),
    ("H", "a default of this house; to be set by the unit that uses it", "本系统默认值，由使用单位调整"),
)


def rules_markdown(playbook: Playbook) -> str:
    """The whole page. The same playbook gives the same text, byte for byte."""
    meta = playbook.meta
    lines = [
        f"# Rules of `{meta.code}` {meta.version}: {both(meta.words)}",
        "",
        "Made from the playbook's data, not by hand; `tests/house/test_docs_rules.py` says how to make it again.",
        "",
        f"Valid {period(meta.valid_from.isoformat(), meta.valid_to)}. Times are those of {meta.timezone}.",
        "",
        "*Verified* means that somebody held the rule against the original document. A rule that is not verified may",
        "be right; nobody has vouched for it. Nothing here is medical or legal advice, and every rule is of its time.",
        "What is marked S stands with the words that it quotes. Where facts of one rule are known in different ways,",
        "each has its own mark beside that of the rule (*S; hours H*: the article says how often, the house when).",
        "",
        *table(("Mark", "means", "含义"), MARKS),
        "",
        *_thresholds(playbook),
        *_times(playbook),
        *(line for section in sections() for line in section.page(playbook)),
        *_verdicts(playbook),
        *_doses(playbook),
        *agents(playbook),
        *asked(playbook),
        *_form(playbook),
        *records(playbook),
        *figures(playbook),
        *roles(playbook),
        *_kinds(playbook),
        *_places(playbook),
        *items(playbook),
        *_calendar(playbook),
        *_sources(playbook),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _range(span: Range | None) -> str:
    if span is None:
        return "–"
    if span.high is None:
        return f"≥ {number(span.low)}"
    return number(span.low) if span.low == span.high else f"{number(span.low)}–{number(span.high)}"


def _thresholds(playbook: Playbook) -> list[str]:
    return ["## Numbers", "", *table(("Rule", "What", "Value", *PROOF), values(playbook.thresholds)), ""]


def _times(playbook: Playbook) -> list[str]:
    def row(code: str, words: Words, version: DayClose | Cutoff) -> tuple[str, ...]:
        moment = version.at if isinstance(version, DayClose) else version.due
        return f"`{code}`", both(words), moment.strftime("%H:%M"), *proof(version)

    rows = [row("day_closes", playbook.day_closes.words, v) for v in playbook.day_closes.versions]
    rows += [row(f"cutoff.{rule.code}", rule.words, v) for rule in playbook.cutoffs for v in rule.versions]
    said = "The report of day D covers what happened from the close of D-1 up to the close of D."
    return ["## Times", "", said, "", *table(("Rule", "What", "Time", *PROOF), rows), ""]


def _verdicts(playbook: Playbook) -> list[str]:
    def row(code: str, words: Words, version: Verdict) -> tuple[str, ...]:
        return f"`verdict.{code}`", both(words), both(version.says), version.decided_by, *proof(version)

    rows = [row(rule.code, rule.words, v) for rule in playbook.verdicts for v in rule.versions]
    said = "Intent is never found by software."
    return ["## Verdicts on a report", "", said, "", *table(("Rule", "What", "Means", "Found by", *PROOF), rows), ""]


def _doses(playbook: Playbook) -> list[str]:
    def row(code: str, words: Words, version: Dose) -> tuple[str, ...]:
        dose = _range(version.chlorine_mg_per_l)
        amounts = (f"`{agent}`: {_range(span)}" for agent, span in version.amounts.items())
        instead = "; ".join((*version.instead, *amounts)) or "–"
        frequency = both(version.frequency)
        return (
            f"`dose.{code}`",
            both(words),
            dose,
            _range(version.contact_minutes),
            instead,
            frequency,
            *proof(version),
        )

    rows = [row(rule.code, rule.words, v) for rule in playbook.doses for v in rule.versions]
    head = ("Rule", "Object", "Chlorine mg/L", "Minutes", "Or instead", "How often", *PROOF)
    said = "By object; an agent without chlorine is measured in its own unit."
    return ["## Doses", "", said, "", *table(head, rows), ""]


def _form(playbook: Playbook) -> list[str]:
    lines: list[str] = []
    for form in playbook.forms:
        mark, verified, valid, source = proof(form)
        rows = []
        for section in form.sections:
            for line in section.fields:
                coverage = f"`{line.coverage}`"
                coverage += "".join(f"; {kind}: `{code}`" for kind, code in line.coverage_by_kind.items())
                filled = ", ".join(f"`{kind}`" for kind in line.filled_by)
                rests = line.rests_on + (", cumulates" if line.cumulates else "") + (", told" if line.told else "")
                rows.append((line.indicator, both(line.words), both(line.unit), coverage, rests, filled))
        lines += [f"## Form `{form.code}`: {both(form.words)}", ""]
        lines += [f"Mark {mark}, verified: {verified}, valid {valid}. {source}", ""]
        lines += [*table(("Indicator", "What", "Unit", "Zero needs", "Rests on", "Filled in by"), rows), ""]
        lines += _signing(form)
    return lines


def _signing(form: Form) -> list[str]:
    """In which steps each kind of unit signs a form."""
    if not form.signing:
        return []
    rows = [
        (
            ", ".join(f"`{kind}`" for kind in each.kinds),
            " → ".join(step.step + (f" ({', '.join(step.roles)})" if step.roles else "") for step in each.steps),
            each.one_person,
            ", ".join(each.stand_in) or "–",
        )
        for each in form.signing
    ]
    return [*table(("Signed by", "Steps (roles)", "One person takes several", "Stands in"), rows), ""]


def _kinds(playbook: Playbook) -> list[str]:
    rows = [
        (
            f"`{kind.code}`",
            both(kind.words),
            ", ".join(f"`{parent}`" for parent in kind.parents) or "–",
            f"`cutoff.{kind.level}`" if kind.level else "–",
            ", ".join(f"`{form}`" for form in kind.files) or "–",
            f"`cutoff.{kind.reviews}`" if kind.reviews else "–",
        )
        for kind in playbook.unit_kinds
    ]
    head = ("Kind", "What", "Stands below", "Due by", "Files", "Has reviewed by")
    return ["## Kinds of units", "", *table(head, rows), ""]


def _places(playbook: Playbook) -> list[str]:
    """The kinds of places, where the playbook declares any."""
    rows = [
        (
            f"`{kind.code}`",
            both(kind.words),
            "any" if kind.within is None else ", ".join(f"`{outer}`" for outer in kind.within) or "–",
            ", ".join(kind.uses) or "–",
            f"`dose.{kind.object}`" if kind.object else "–",
        )
        for kind in playbook.place_kinds
    ]
    head = ("Kind", "What", "May be part of", "Used as", "Treated as")
    return ["## Kinds of places", "", *table(head, rows), ""] if rows else []


def _calendar(playbook: Playbook) -> list[str]:
    rows = [
        (
            each.date.isoformat(),
            "worked" if each.working else "free",
            both(each.words),
            each.mark,
            "yes" if each.verified else "no",
            f"{each.source} “{each.quote}”" if each.quote else each.source,
        )
        for each in playbook.calendar.overrides
    ]
    said = f"Base: `{playbook.calendar.base}`; the days below are known better."
    return ["## Working days", "", said, "", *table(("Day", "Is", "Why", "Mark", "Verified", "Source"), rows), ""]


def _sources(playbook: Playbook) -> list[str]:
    governing = set(playbook.meta.governed_by)
    rows = [
        (
            f"`{source.code}`",
            both(source.title),
            source.number or "–",
            source.issued_on.isoformat() if source.issued_on else "–",
            "yes" if source.code in governing else "",
            source.note or "",
        )
        for source in playbook.sources
    ]
    clauses = [f"* `{source.code}`: {clause}" for source in playbook.sources for clause in source.clauses]
    quoted = ["The sentences that rules quote:", "", *clauses, ""] if clauses else []
    head = ("Code", "Title", "Number", "Date", "In force", "Note")
    return ["## Sources", "", *table(head, rows), "", *quoted]
