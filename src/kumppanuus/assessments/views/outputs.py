"""A result in other forms: PDF, DOCX, XLSX, CSV, JSON, SVG, and a page to embed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from kumppanuus.assessments.charts import picture
from kumppanuus.assessments.documents import pdf
from kumppanuus.assessments.documents.data import as_dict, columns
from kumppanuus.assessments.mirror import Mirror, read_mirror, source_line
from kumppanuus.assessments.views.public import assessment_or_404
from kumppanuus.core.requests import Request
from kumppanuus.interop.export import as_json, file_response, rows_response


def word(mirror: Mirror) -> bytes:
    """Return the result as DOCX; the library is imported when the first one is asked for."""
    from kumppanuus.assessments.documents import docx

    return docx.render(mirror)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BINARY: dict[str, tuple[str, Callable[[Mirror], bytes]]] = {
    "pdf": ("application/pdf", pdf.render),
    "docx": (WORD, word),
    "svg": ("image/svg+xml", lambda mirror: picture(mirror).encode()),
}
FRAMEABLE = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)


def _mirror(request: Request, pk: int, area: str) -> Mirror:
    number = request.GET.get("release", "")
    mirror = read_mirror(assessment_or_404(request, pk, area), int(number) if number.isdecimal() else None)
    if mirror is None:
        raise Http404
    return mirror


def download(request: Request, pk: int, area: str, fmt: str) -> HttpResponse:
    """The released result as a file."""
    mirror = _mirror(request, pk, area)
    name = f"{area}-{mirror.assessment.round.year}-{mirror.release.number}"
    if fmt in BINARY:
        kind, make = BINARY[fmt]
        response = HttpResponse(make(mirror), content_type=kind)
        shown = "inline" if fmt in ("pdf", "svg") else "attachment"
        response["Content-Disposition"] = f'{shown}; filename="{name}.{fmt}"'
        if fmt == "svg":
            response["Content-Security-Policy"] = FRAMEABLE
        return response
    if fmt == "json":
        return file_response(as_json(request, as_dict(mirror)), name, "json")
    return rows_response(request, name, columns(), mirror.rows, fmt)


def embed(request: Request, pk: int, area: str) -> HttpResponse:
    """The picture on a page of its own, which other sites may frame."""
    mirror = _mirror(request, pk, area)
    context = {"mirror": mirror, "picture": mark_safe(picture(mirror)), "source": source_line(mirror)}
    response = render(request, "assessments/embed.html", context)
    response["Content-Security-Policy"] = f"{FRAMEABLE}; frame-ancestors *"
    response.xframe_options_exempt = True
    return response
