"""shell · face: the template tags by which every page draws the same things the same way."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from lianfang.kernel import clock
from lianfang.kernel.measures import Measure
from lianfang.kernel.quantity import Quantity
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import Words, begun
from lianfang.shell import assets, languages, links
from lianfang.shell.components import marks, text
from lianfang.shell.components.cells import Bulk, PostButton, cell_html
from lianfang.shell.components.chart import ChartSpec
from lianfang.shell.components.grid import CoverageGrid, grid_html
from lianfang.shell.components.heat import RoundsHeat, heat_html
from lianfang.shell.components.tables import Page, Table, table_html
from lianfang.shell.components.types import Event, Fact, Link, Need, Proof, Stat
from lianfang.shell.day_asked import OF_THE_DAY, today_of
from lianfang.shell.day_control import keeping, until

register = template.Library()
_NAMED = re.compile(r"\w+=")  # a setting of a tag, as against what it says


@register.simple_tag
def w(zh: str, en: str, **slots: Any) -> str:
    """`{% w "已报{n}家" "{n} reported" n=29 %}`: the saying in the language that is active now."""
    said = text.pick(zh, en)
    if not slots:
        return said
    return format_html(said, **{name: _say(value) for name, value in slots.items()})


def _say(value: object) -> object:
    return value.say() if isinstance(value, Words) else text.figure(value) if isinstance(value, int) else value


@register.filter
def html_lang(code: str | None) -> str:
    """A language as HTML names it."""
    return languages.html_code(code or "zh-hans")


@register.simple_tag
def other_languages() -> list[tuple[str, str]]:
    """The languages to change to: (code, name)."""
    return languages.others()


@register.filter
def say(value: object) -> str:
    """`{{ words|say }}`: Words in the active language, anything else as it stands."""
    return text.say(value)


@register.filter
def heading(value: object) -> str:
    """`{{ title|heading }}`: as `say`, and Words begin with a capital; a name stays as its bearer writes it."""
    return text.say(begun(value) if isinstance(value, Words) else value)


@register.filter
def figure(value: int | Decimal | None) -> str:
    """A number with thousands separators; nothing for None."""
    return text.figure(value)


@register.simple_tag
def asset(name: str) -> SafeString:
    """`{% asset "main.ts" %}`: the styles and scripts that the build made of a source."""
    return assets.tags(name)


@register.simple_tag
def asset_url(name: str) -> str:
    """`{% asset_url "mark.svg" %}`: the address of one built file."""
    return assets.url(name)


@register.simple_tag
@lru_cache(maxsize=512)  # a page draws dozens
def icon(name: str) -> SafeString:
    """`{% icon "clock" %}`: a picture from the sprite (web/icons.txt), silent: its words stand beside it."""
    sprite = assets.url("icons.svg")
    return format_html(
        '<svg class="lf-icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', sprite, name
    )


@register.simple_tag
def measure(m: Measure, href: str = "", label: Words | str = "", of: str = "") -> SafeString:
    """`{% measure m href=… label=… of=… %}`: a measure, always drawn the same way."""
    return marks.measure_html(m, href, text.say(label), of)


@register.simple_tag
def state_chip(state: Any) -> SafeString:
    """`{% state_chip state %}`: shape and word of a SlotState, a MeasureState or a Chip."""
    return marks.chip_html(state)


@register.simple_tag
def when(at: datetime | date | None, style: str = "") -> SafeString:
    """`{% when dt %}`, `{% when dt "time" %}` (`date`, `year`, `seconds`): a moment for people and machines."""
    return marks.when_html(at, style)


@register.simple_tag
def countdown(due_at: datetime, now: datetime) -> SafeString:
    """`{% countdown due_at now %}`: how long something may still wait; a page with a script lets it run."""
    return marks.countdown_html(due_at, now)


@register.simple_tag
def pad_at(here: Any, target: str) -> str:
    """`{% pad_at here row.target %}`: the same list with another row open."""
    address: str = here.address(at=target)
    return address


@register.simple_tag
def qty(value: Quantity | int | Decimal, unit: Words | str = "", qualifier: str = "") -> SafeString:
    """`{% qty value unit qualifier %}`: a figure with the word that came with it."""
    return marks.quantity_html(value, unit, qualifier)


@register.simple_tag(takes_context=True)
def keep_day(context: dict[str, Any], href: str) -> str:
    """`{% keep_day href %}`: the address, on the day that was chosen where it is a page of a day."""
    request = context.get("request")
    return keeping(request)(href) if request else href


@register.simple_tag(takes_context=True)
def day_until(context: dict[str, Any], href: str) -> SafeString | str:
    """`<a href="…"{% day_until href %}>`: on a page of no day, until which day the page that it leads to can tell.

    The script that keeps a chosen day goes by it. Nothing where the day goes along already, or was refused.
    """
    said = "" if context.get("day_control") or context.get("problem") else until(href)
    return format_html(' data-until="{}"', said) if said else ""


@register.simple_tag
def running_day() -> str:
    """The reporting day that runs now, for scripts."""
    return today_of(clock.current().now()).isoformat()


@register.simple_tag(takes_context=True)
def cell(context: dict[str, Any], value: object) -> SafeString:
    """Any value as a table shows it."""
    return cell_html(value, context.get("csrf_token", ""))


@register.simple_tag
def coverage_grid(grid: CoverageGrid) -> SafeString:
    """The signature picture: targets down, time across."""
    return grid_html(grid)


@register.simple_tag
def heat_map(heat: RoundsHeat) -> SafeString:
    """Branches by rounds; see `components.heat`."""
    return heat_html(heat)


@register.simple_tag(takes_context=True)
def data_table(context: dict[str, Any], table: Table[Any]) -> SafeString:
    """A table of records; see `components.tables`."""
    return table_html(table, context.get("csrf_token", ""))


class _Section(template.Node):
    """See `section`."""

    def __init__(self, words: list[Any], settings: dict[str, Any], beside: template.NodeList, body: template.NodeList):
        self.words, self.settings, self.beside, self.nodelist = words, settings, beside, body

    def render(self, context: template.Context) -> SafeString:
        words = [each.resolve(context) for each in self.words]
        said = w(*words) if len(words) == 2 else text.say(words[0]) if words else ""
        settings = {name: value.resolve(context) for name, value in self.settings.items()}
        head = format_html("<header><h2>{}</h2>{}</header>", said, self.beside.render(context)) if said else ""
        return format_html(
            '<section class="{}"{}>{}{}</section>',
            " ".join(filter(None, ("lf-section", settings.get("look")))),
            format_html(' id="{}"', settings["id"]) if settings.get("id") else "",
            head,
            self.nodelist.render(context),
        )


@register.tag
def section(parser: Any, token: Any) -> _Section:
    """`{% section "批次" "Lots" id="lots" %}…{% endsection %}`: a part of a page under its own heading.

    Without words it has no heading; one word is a variable. What stands before `{% body %}` goes beside the heading.
    """
    _, *parts = token.split_contents()
    words = [parser.compile_filter(each) for each in parts if not _NAMED.match(each)]
    settings = {each.partition("=")[0]: parser.compile_filter(each.partition("=")[2]) for each in parts[len(words) :]}
    beside, body = template.NodeList(), parser.parse(("body", "endsection"))
    if parser.next_token().contents == "body":
        beside, body = body, parser.parse(("endsection",))
        parser.delete_first_token()
    return _Section(words, settings, beside, body)


@register.simple_tag
def nothing(zh: str, en: str, more_zh: str = "", more_en: str = "", **slots: Any) -> SafeString:
    """`{% nothing "没有批次" "There is no lot" "先记一次入库。" "Record a receipt first." %}`: why there is nothing."""
    more = format_html("<p>{}</p>", w(more_zh, more_en, **slots)) if more_zh else ""
    return format_html('<div class="lf-empty"><h2>{}</h2>{}</div>', w(zh, en, **slots), more)


@register.simple_tag(takes_context=True)
def page_act(context: dict[str, Any], act: Link | PostButton, first: bool = True) -> SafeString:
    """One way on from a page, or one act of a click, in the bar on top; the first stands out."""
    style = "btn btn-primary" if first else "btn"
    if isinstance(act, PostButton):
        return act.drawn(context.get("csrf_token", ""), style)
    return format_html('<a class="{}" href="{}">{}</a>', style, act.href, text.say(act.words))


@register.simple_tag(takes_context=True)
def post_button(
    context: dict[str, Any], zh: str, en: str, to: str, *, about: Words | str = "", look: str = "btn btn-sm"
) -> SafeString:
    """`{% post_button "再发" "Send again" to about=message.title %}`: an act of one click."""
    return PostButton(Words(zh, en), to, about).drawn(context.get("csrf_token", ""), look)


@register.inclusion_tag("shell/parts/post_form.html", takes_context=True)
def post_form(context: dict[str, Any], form: BaseForm, zh: str, en: str, **settings: Any) -> dict[str, Any]:
    """`{% post_form form "保存" "Save" to=… main=True alone=True %}`: a form with its one button, on a page with more.

    `main` makes the button stand out; `alone` keeps the browser from filling it in.
    """
    return {"form": form, "submit": w(zh, en), "csrf_token": context.get("csrf_token"), **settings}


@register.inclusion_tag("shell/parts/chart.html")
def chart(spec: ChartSpec) -> dict[str, Any]:
    """A chart with its table beside it."""
    key = spec.key()
    return {"spec": spec, "key": key, "data": json_script(spec.as_json(), key, _Short), "table": spec.table()}


class _Short(json.JSONEncoder):
    """Letters as they are, and no blanks between."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named | {"ensure_ascii": False, "separators": (",", ":")})


@register.inclusion_tag("shell/parts/timeline.html")
def timeline(events: list[Event]) -> dict[str, Any]:
    """A history, in the order given."""
    return {"events": events}


@register.inclusion_tag("shell/parts/stats.html")
def stats(figures: list[Stat]) -> dict[str, Any]:
    """A strip of large figures."""
    return {"figures": [(each, isinstance(each.value, Measure)) for each in figures]}


@register.inclusion_tag("shell/parts/needs.html")
def needs(items: list[Need], title: str = "") -> dict[str, Any]:
    """What waits for this reader here. Where nothing does the page asks how much waits elsewhere, once it is drawn: so
    it costs no page a question, and is the number of the home page."""
    return {"items": items, "title": title, "elsewhere": "" if items else links.to(REGISTRY.waits_in_all())}


@register.inclusion_tag("shell/parts/facts.html")
def facts(items: list[Fact]) -> dict[str, Any]:
    """The lines of a detail page."""
    return {"items": items}


@register.inclusion_tag("shell/parts/proof.html")
def proof(item: Proof) -> dict[str, Any]:
    """Digest, origin and seal of an entry."""
    return {"proof": item}


@register.inclusion_tag("shell/parts/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """Everything that does not hold, on top of the form, each line a link to its field."""
    return {"form": form}


@register.inclusion_tag("shell/parts/field.html")
def field(bound: BoundField, unit: Words | str = "", quiet: bool = False) -> dict[str, Any]:
    """One field: label, hint, error with its remedy, the widget, its unit of measure; `quiet` as in a filter."""
    described = [f"{bound.auto_id}_hint"] if bound.help_text and not quiet else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors and not bound.widget_type.startswith(("radio", "checkbox")):
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "quiet": quiet,
        "unit": unit or getattr(bound.field, "unit", ""),
        "widget": bound.as_widget(attrs=attrs),
        "alone": bound.widget_type == "checkbox",
        "many": bool(bound.field.widget.use_fieldset),
    }


@register.inclusion_tag("shell/parts/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Every field of a form in its order."""
    return {"form": form}


@register.inclusion_tag("shell/parts/filter.html", takes_context=True)
def filter_form(context: dict[str, Any], form: BaseForm) -> dict[str, Any]:
    """A row of filters that narrow the list below; what is chosen stands in the address."""
    request = context.get("request")
    if request is None:
        return {"form": form, "chosen": False, "path": ""}
    chosen = any(value for key, value in request.GET.items() if key not in OF_THE_DAY)
    return {"form": form, "chosen": chosen, "path": keeping(request)(request.path)}


@register.inclusion_tag("shell/parts/pager.html", takes_context=True)
def pager(context: dict[str, Any], page: Page[Any]) -> dict[str, Any]:
    """Onward and back through a list, keeping its filters."""
    request = context.get("request")
    query: QueryDict = request.GET if request else QueryDict()
    ways = {"next": _at(query, page.next), "previous": _at(query, page.previous)}
    return {"number": page.number, "count": len(page.items), **ways}


@register.inclusion_tag("shell/parts/bulk.html", takes_context=True)
def bulk(context: dict[str, Any], act: Bulk) -> dict[str, Any]:
    """One button for all rows of the list below whose box is ticked."""
    return {"bulk": act, "csrf_token": context.get("csrf_token", "")}


def _at(query: QueryDict, cursor: str | None) -> str | None:
    """The same address at another cursor; the empty cursor is the first page."""
    if cursor is None:
        return None
    moved = query.copy()
    moved.pop("cursor", None)
    if cursor:
        moved["cursor"] = cursor
    return f"?{moved.urlencode()}"
