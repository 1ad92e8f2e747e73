"""Comparisons and the round's map."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kumppanuus.assessments.comparison import Comparison, Line, peers_like, read_comparison
from kumppanuus.assessments.models import Cell, Round
from kumppanuus.assessments.templatetags.mirror import level as level_words
from kumppanuus.assessments.views.doors import items_of
from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request, addresses
from kumppanuus.interop.export import Column, rows_response
from kumppanuus.places.maps import AreaMap, MapValue
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.places.templatetags.places import area_map
from kumppanuus.spaces.context import dress

MOST_PEERS = 40
KINDS = ("size", "language", "archipelago")


def _chosen(names: str) -> tuple[list[Area], list[str]]:
    """Return the municipalities whose names were written, and the names that are not known."""
    wanted = [name.strip() for name in names.replace("\n", ",").split(",") if name.strip()][:MOST_PEERS]
    if not wanted:
        return [], []
    # All are read: a condition on each name makes a statement that takes megabytes in each connection's cache.
    asked = {name.casefold() for name in wanted}
    rows = Area.objects.municipalities().defer("border")
    found = [one for one in rows if {one.name.get(code, "").casefold() for code in ("fi", "sv")} & asked]
    known = {text.casefold() for area in found for text in area.name.values()}
    return found, [name for name in wanted if name.casefold() not in known]


def _area(request: Request, slug: str) -> Area:
    rows = Area.objects.visible_to(request.actor).select_related("region", "county")
    rows = rows.defer("border", "region__border", "county__border")
    return get_object_or_404(rows, slug=slug, kind__in=(AreaKind.MUNICIPALITY, AreaKind.SET))


def _comparison(request: Request, area: Area) -> tuple[Comparison, dict[str, object]]:
    kinds = [kind for kind in request.GET.getlist("like") if kind in KINDS]
    names = request.GET.get("with", "")[:2000]
    chosen, unknown = _chosen(names)
    words = [
        {"size": _("of like size"), "language": _("of the same language"), "archipelago": _("of the archipelago")}[kind]
        for kind in kinds
    ]
    words += [str(one.name) for one in chosen]
    peers = peers_like(area, kinds, chosen) if words else None
    name = _("Peers: %(names)s") % {"names": ", ".join(words)}
    comparison = read_comparison(area, peers=peers, peers_name=name)
    return comparison, {"kinds": kinds, "names": names, "unknown": unknown, "area": area}


def compare(request: Request, area: str) -> HttpResponse:
    """Own rounds as ladders, and beside them the region, the county, the country and chosen peers."""
    found = _area(request, area)
    # Without chosen peers it is the same for everybody; each choice of peers would be a piece of its own.
    body = (
        _compared(request, found) if request.GET else kept(f"comparison:{found.pk}", lambda: _compared(request, found))
    )
    return render(request, "assessments/compare.html", {"area": found, "body": body, "section": "rounds"})


def _compared(request: Request, area: Area) -> str:
    comparison, asked = _comparison(request, area)
    context = {"comparison": comparison, "query": request.GET.urlencode(), **asked}
    return render_to_string("assessments/compare_body.html", context)


def compare_export(request: Request, area: str, fmt: str) -> HttpResponse:
    """The same comparison as CSV, XLSX or JSON."""
    comparison, _asked = _comparison(request, _area(request, area))
    columns: list[Column[Line]] = [
        Column(_("Item"), lambda line: str(line.bank.name), "item"),
        Column(_("Bank item"), lambda line: line.bank.slug, "bank_item"),
    ]
    for place, step in enumerate(comparison.steps):
        columns += _pair(str(step.year), str(step.year), place, "rounds")
    for place, side in enumerate(comparison.sides):
        columns += _pair(side.name, side.key, place, "sides")
    return rows_response(request, f"{comparison.area.slug}-comparison", columns, comparison.lines, fmt)


def _pair(label: str, key: str, place: int, kind: str) -> list[Column[Line]]:
    """Return the two columns, one for each side, of a round or a group."""

    def value(number: int) -> Callable[[Line], float | None]:
        return lambda line: getattr(line, kind)[place][number]

    return [
        Column(f"{label}: {_('Municipality')}", value(1), f"{key}_municipality"),
        Column(f"{label}: {_('NGOs')}", value(2), f"{key}_ngos"),
    ]


def round_map(request: Request, pk: int) -> HttpResponse:
    """A round's released figures on the map: one item, one side or the gap."""
    rows = Round.objects.visible_to(request.actor).select_related("area", "version", "space")
    round_ = get_object_or_404(rows, pk=pk)
    dress(request, round_.space_id)
    items = kept(f"round-items:{round_.pk}", lambda: [(one.pk, one.code, str(one.name)) for one in items_of(round_)])
    item = next((one for one in items if one[1] == request.GET.get("item")), items[0] if items else None)
    side = request.GET.get("side", "ngo")
    side = side if side in ("ngo", "public", "gap") else "ngo"
    context = {
        "round": round_,
        "items": items,
        "item": item,
        "side": side,
        "sides": [("ngo", _("NGOs")), ("public", _("Municipality")), ("gap", _("Gap"))],
        "map": item and kept(f"round-map:{round_.pk}:{item[0]}:{side}", lambda: area_map(_map_of(round_, *item, side))),
        "section": "rounds",
    }
    return render(request, "assessments/map.html", context)


def _map_of(round_: Round, item: int, code: str, name: str, side: str) -> AreaMap:
    """Return the map of one item's newest released figures. Two narrow queries: there may be hundreds of rows."""
    cells = Cell.objects.filter(release__assessment__round=round_, item=item).order_by("release__number")
    columns = ("release__assessment__area", "release__assessment__area__slug", "release__assessment__area__name")
    rows = cells.values_list(*columns, "municipal_value", "ngo_half_levels")
    address = addresses("assessments:mirror", round_.pk)
    values = {}
    for area, slug, area_name, municipal, half_levels in rows:
        ngo = None if half_levels is None else half_levels / 2
        gap = None if ngo is None or municipal is None else municipal - ngo
        value = {"ngo": ngo, "public": municipal, "gap": gap}[side]
        words = level_words(value) if value is not None else _("not shown")
        shade = None if value is None else min(4, round(abs(value)))
        values[area] = MapValue(str(area_name), words, shade, f"{address(slug)}#i{code}")
    shown = sum(value.level is not None for value in values.values())
    title = {
        "ngo": _("NGOs' view: %(item)s"),
        "public": _("Municipalities' view: %(item)s"),
        "gap": _("Gap between the views: %(item)s"),
    }[side] % {"item": name}
    finding = _(
        "Figures of %(shown)d of %(all)d municipalities are shown; the others have too few answers or none."
    ) % {
        "shown": shown,
        "all": len(values),
    }
    areas = list(Area.objects.within(round_.area).drawn())
    return AreaMap(areas=areas, values=values, title=title, finding=finding, heading=_("Level"))
