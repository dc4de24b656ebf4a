"""playbook · render_lists: agents, items, symptoms, classes of cases and roles, as parts of the page of all rules."""

from __future__ import annotations

from lianfang.kernel.words import Words
from lianfang.playbook.markdown import PROOF, both, proof, table
from lianfang.playbook.playbook import Playbook
from lianfang.playbook.wordlists import AgentVersion, CaseRule, CaseVersion, Caution, Item


def agents(playbook: Playbook) -> list[str]:
    """What is used, how its dose is measured, and its cautions; nothing where there is none."""
    rows = [_agent(rule.code, rule.words, version) for rule in playbook.agents for version in rule.versions]
    head = ("Rule", "Agent", "Measured by", "Cautions", *PROOF)
    return ["## Agents", "", *table(head, rows), ""] if rows else []


def items(playbook: Playbook) -> list[str]:
    """What stores keep; nothing where there is none."""
    rows = [(f"`{each.code}`", both(each.words), both(each.unit), _kept(each)) for each in playbook.items]
    return ["## Items", "", *table(("Item", "What", "Counted in", "Is"), rows), ""] if rows else []


def roles(playbook: Playbook) -> list[str]:
    """What roles are called here and may not do; nothing where the playbook says nothing of any."""
    rows = [
        (
            f"`{each.code}`",
            both(each.words) if each.words else "–",
            ", ".join(f"`{verb}`" for verb in each.may_not) or "–",
        )
        for each in playbook.roles
    ]
    return ["## Roles", "", *table(("Role", "Called", "May not"), rows), ""] if rows else []


def asked(playbook: Playbook) -> list[str]:
    """The symptoms that a person is asked about, and the classes of cases; nothing where there is none."""
    symptoms = [(f"`{each.code}`", both(each.words)) for each in playbook.symptoms]
    classes = [_case(rule, version) for rule in playbook.case_classes for version in rule.versions]
    lines = ["## Symptoms", "", *table(("Symptom", "What"), symptoms), ""] if symptoms else []
    for each in playbook.stays:
        lines += [f"Asked as well: {both(each.words)}.", ""]
        if each.level is not None:
            levels = [(f"`{one.code}`", both(one.words)) for one in each.levels]
            lines += [f"{both(each.level)}:", "", *table(("Level", "What"), levels), ""]
    head = ("Rule", "Class", "Counted by", "Means", *PROOF)
    return [*lines, "## Classes of cases", "", *table(head, classes), ""] if classes else lines


def _agent(code: str, words: Words, version: AgentVersion) -> tuple[str, ...]:
    measured = version.measured + (f", {both(version.unit)}" if version.unit else "")
    cautions = "; ".join(_caution(each) for each in version.cautions) or "–"
    return f"`agent.{code}`", both(words), measured, cautions, *proof(version)


def _caution(each: Caution) -> str:
    where = f" ({', '.join(f'`{object_}`' for object_ in each.objects)})" if each.objects else ""
    return both(each.says) + where


def _kept(each: Item) -> str:
    said = [
        each.sort,
        "whole units" if each.whole else "fractions too",
        "expires" if each.expires else "does not expire",
        *(["confirmed by the unit it is issued to"] if each.confirmed else []),
        *(f"{both(pack.unit)} of {pack.holds.normalize():f}" for pack in each.packs),
    ]
    return ", ".join(said)


def _case(rule: CaseRule, version: CaseVersion) -> tuple[str, ...]:
    return f"`{rule.code}`", both(rule.words), rule.figure or "–", both(version.says), *proof(version)
