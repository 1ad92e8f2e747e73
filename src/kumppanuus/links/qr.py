"""QR pictures as inline SVG, made by the server."""

from __future__ import annotations

import io

import segno
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe


def svg(url: str, *, label: str = "") -> SafeString:
    """Return an SVG picture of the address with a title for those who do not see it; no style attributes."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        svgclass="qr",
        lineclass="qr-dark",
        omitsize=True,
        border=2,
        title=escape(label or url),
        nl=False,
    )
    return format_html('<span role="img" aria-label="{}">{}</span>', label or url, mark_safe(out.getvalue().decode()))
