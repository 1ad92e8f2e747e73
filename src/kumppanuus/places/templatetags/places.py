"""The component that shows a map with its caption, legend, list and table."""

from __future__ import annotations

from dataclasses import replace

from django import template
from django.core.cache import cache
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language

from kumppanuus.places.maps import AreaMap, MapValue, draw
from kumppanuus.places.order import in_reading_order

register = template.Library()
KEPT_SECONDS = 24 * 3600


@register.simple_tag
def area_map(map: AreaMap) -> SafeString:  # noqa: A002 - the argument is called what it is
    """Show a map: {% load places %}{% area_map map %}. The styles come along."""
    if not map.key:
        return rendered(map)
    bordered = bool(map.areas and map.areas[0].border)
    name = f"area-map:{get_language()}:{bordered}:{map.key}"
    return mark_safe(cache.get_or_set(name, lambda: str(rendered(map)), KEPT_SECONDS) or "")


def rendered(map: AreaMap) -> SafeString:  # noqa: A002
    """Return the figure."""
    map = replace(map, areas=in_reading_order(map.areas))  # noqa: A001
    rows = [map.value_of(area) for area in map.areas]
    has_values = any(row.value_text for row in rows)
    context = {
        "map": map,
        "svg": draw(map),
        "table_rows": mark_safe("".join(table_row(row, has_values) for row in rows)),
        "levels": list(enumerate(map.legend)),
        "unknown": map.has_levels and any(row.level is None for row in rows),
        "anchor": f"map-{slugify(map.title) or 'areas'}",
        "has_values": has_values,
    }
    return mark_safe(get_template("places/map.html").render(context))


def table_row(row: MapValue, has_value: bool) -> str:
    """Return one row of the table under a map; the country has hundreds, so the template does not write them."""
    name = escape(row.label)
    head = f'<a href="{escape(row.url)}">{name}</a>' if row.url else name
    value = f"<td>{escape(row.value_text or '–')}</td>" if has_value else ""
    return f'<tr><th scope="row">{head}</th>{value}</tr>\n'
