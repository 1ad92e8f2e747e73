"""A spreadsheet into a draft: upload, look at what would change, accept."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, demand, see_other
from kumppanuus.interop.sheets import Problem, SheetProblem, read_sheet
from kumppanuus.questionnaires import actions
from kumppanuus.questionnaires.content import as_data, fingerprint, from_data, read_version
from kumppanuus.questionnaires.forms import SheetForm
from kumppanuus.questionnaires.models import BankItem, QuestionnaireVersion
from kumppanuus.questionnaires.sheets import differences, from_sheet, same_order
from kumppanuus.questionnaires.views.reading import get_version

SALT = "kumppanuus.questionnaires.sheet"
KEPT_SECONDS = 24 * 3600


def upload(request: Request, slug: str, number: int) -> HttpResponse:
    """Read a spreadsheet and show what it would change. Nothing is saved."""
    version = get_version(request, slug, number)
    demand(request, "questionnaires.fill_from_sheet", version)
    form = SheetForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {"form": form, "version": version, "questionnaire": version.questionnaire}
    if request.method == "POST" and form.is_valid():
        page |= _preview(version, form.cleaned_data["file"])
    return render(request, "questionnaires/upload.html", page)


def _preview(version: QuestionnaireVersion, file: Any) -> dict[str, Any]:
    """Return what the page shows of a file: problems, or the differences and a sealed parcel to accept."""
    before = read_version(version)
    bank = set(BankItem.objects.values_list("slug", flat=True))
    try:
        reading = from_sheet(read_sheet(file), before, bank)
    except SheetProblem as problem:
        return {"problems": [Problem("", str(problem))]}
    if reading.problems:
        return {"problems": reading.problems}
    parcel = {"version": version.pk, "seen": fingerprint(before), "themes": as_data(reading.content, whole=True)}
    return {
        "differences": differences(before, reading.content),
        "unchanged": before == reading.content,
        "moved": not same_order(before, reading.content),
        "parcel": signing.dumps(parcel, salt=SALT, compress=True),
        "items_count": sum(len(theme.items) for theme in reading.content),
    }


@require_POST
def fill_from_sheet(request: Request, slug: str, number: int) -> HttpResponse:
    """Accept what the preview showed."""
    version = get_version(request, slug, number)
    demand(request, "questionnaires.fill_from_sheet", version)
    try:
        parcel = signing.loads(request.POST.get("parcel", ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        parcel = {}
    if parcel.get("version") != version.pk:
        raise Refused(_("The preview is too old or was altered. Nothing was saved: send the file again."))
    actions.fill_from_sheet(request.actor, version, content=from_data(parcel["themes"]), seen=parcel["seen"])
    return see_other(reverse("questionnaires:change", args=[slug, number]))
