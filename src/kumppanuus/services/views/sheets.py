"""A client's sheet: choosing entries, and printing, sending or sharing them. No account, nothing about the client."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.requests import Request, attempt, posted, see_other
from kumppanuus.links.limits import limited
from kumppanuus.services import actions
from kumppanuus.services.models import Service, Status
from kumppanuus.services.sheet_forms import SheetForm, language_of, layout_of
from kumppanuus.services.sheets import (
    MOST,
    address,
    as_pdf,
    asked_for,
    before,
    chosen,
    entries_of,
    keep,
    keep_before,
    sheet_of,
    with_pictures,
)


@csrf_exempt  # only changes the session, whose cookie other sites' forms do not carry (SameSite=Lax)
@require_POST
def choose(request: Request) -> HttpResponse:
    """Put an entry on the sheet, take it off, move it, begin anew, or undo that; then back to where one was."""
    ids, data = chosen(request), request.POST
    was = list(ids)
    known = Service.objects.exclude(status=Status.DRAFT)
    pk = 0
    if slug := (data.get("add") or data.get("drop") or "").replace("\x00", ""):
        pk = get_object_or_404(known, slug=slug).pk
    if pk and data.get("add") and len(ids) >= MOST and pk not in ids:
        messages.warning(request, _("A sheet holds %(n)d entries. Take one off first.") % {"n": MOST})
    elif pk and data.get("add"):
        ids.append(pk)
    elif pk:
        ids = [one for one in ids if one != pk]
    elif (up := asked_for_one(data.get("up"))) in ids[1:]:
        at = ids.index(up)
        ids[at - 1 : at + 1] = [ids[at], ids[at - 1]]
    elif data.get("clear"):
        ids = []
    elif data.get("undo"):
        ids = before(request) or ids
    keep(request, ids)
    keep_before(request, was if set(was) - set(ids) else ())
    if request.headers.get("HX-Request") and pk:
        found = known.only("pk", "slug", "name").get(pk=pk)
        return render(request, "services/picked.html", {"entry": found, "on": pk in ids, "on_sheet": chosen(request)})
    return see_other(_back(request))


def asked_for_one(given: str | None) -> int:
    """Return a number that a form gave; 0 for none."""
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 18 else 0


def _back(request: Request) -> str:
    wanted = request.POST.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("services:sheet")


def _page(request: Request, form: SheetForm, status: int = 200) -> HttpResponse:
    rows = entries_of(chosen(request))
    context = {"rows": rows, "form": form, "undo": before(request)}
    return render(request, "services/sheet.html", context, status=status)


@require_safe
def sheet(request: Request) -> HttpResponse:
    """Show what is on the sheet, and ask how it shall look."""
    return _page(request, SheetForm(None))


def _asked(request: Request) -> dict[str, Any] | None:
    """Return what to show: from a posted form, which may have a greeting, or from an address. None if it is wrong."""
    if request.method == "POST":
        form = SheetForm(request.POST)
        form.fields.pop("email")
        if not form.is_valid():
            return None
        given = form.cleaned_data
        return {"ids": chosen(request), **{name: given[name] for name in ("language", "layout", "greeting")}}
    given = request.GET
    return {
        "ids": asked_for(given),
        "language": language_of(given.get("in")),
        "layout": layout_of(given.get("layout")),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def shown(request: Request) -> HttpResponse:
    """Show a sheet as it prints; the address alone, without a greeting, can be given to anybody."""
    asked = _asked(request)
    if asked is None:
        return _page(request, SheetForm(request.POST), 422)
    made = with_pictures(sheet_of(**asked))
    language, layout = asked["language"], asked["layout"]
    pdf_url = address(asked["ids"], language, layout, "services:sheet_pdf")
    context = {"sheet": made, "pdf_url": pdf_url, "own": request.method == "POST"}
    response = render(request, "services/shown_sheet.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@limited("services.sheet_pdf", most=120, seconds=600, methods=("GET", "POST"))
def pdf(request: Request) -> HttpResponse:
    """Give a sheet as a PDF."""
    asked = _asked(request)
    if asked is None:
        return _page(request, SheetForm(request.POST), 422)
    response = HttpResponse(as_pdf(sheet_of(**asked)), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="sheet.pdf"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@limited("services.send_sheet", most=10, seconds=3600)
def send(request: Request) -> HttpResponse:
    """Send the sheet by mail; the address is not kept."""
    form = SheetForm(posted(request), sending=True)
    ids = chosen(request)

    def mail(given: dict[str, Any]) -> bool:
        made = sheet_of(ids, given["language"], given["layout"], given["greeting"])
        actions.send_sheet(request.actor, None, sheet=made, email=given["email"])
        return True

    if attempt(form, mail):
        messages.success(request, _("The sheet is on its way. The address is not kept."))
        return see_other(reverse("services:sheet"))
    return _page(request, form, 422)
