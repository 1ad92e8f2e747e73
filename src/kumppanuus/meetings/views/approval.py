"""Minutes on their way from the draft to approval: corrections and answers, signatures, corrected versions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.meetings import actions
from kumppanuus.meetings.forms_minutes import AnswerForm, ApproveForm, CorrectionForm, ReasonForm
from kumppanuus.meetings.models import Correction, Minutes, MinutesPart
from kumppanuus.meetings.views.minutes import READ, versions_of


def _get(request: Request, pk: int, number: int, permission: str) -> Minutes:
    found, _all = versions_of(request, pk, number)
    demand(request, permission, found)
    return found


def _form_page(
    request: Request, form: forms.Form, found: Minutes, heading: str, submit: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "minutes": found, "meeting": found.meeting, "heading": heading, "submit": submit, **more}
    return render(request, "meetings/minutes_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def open_for_corrections(request: Request, pk: int, number: int) -> HttpResponse:
    """Let those who were present ask for corrections."""
    found = _get(request, pk, number, "meetings.open_for_corrections")
    actions.open_for_corrections(request.actor, found)
    messages.success(request, _("All who sit in the body, and who were present, are told by mail."))
    return see_other(found.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def ask_for_correction(request: Request, pk: int, number: int) -> HttpResponse:
    """Ask for a correction of a part (`part` in the address or the form), or of the minutes as a whole."""
    found = _get(request, pk, number, "meetings.ask_for_correction")
    part = part_of(found, request.POST.get("part") or request.GET.get("part") or "")
    form = CorrectionForm(posted(request), initial={"part": part.pk if part else ""})
    if attempt(form, lambda data: actions.ask_for_correction(request.actor, found, part=part, text=data["text"])):
        messages.success(request, _("Your request is there. You are told when it is answered."))
        return see_other(found.get_absolute_url())
    return _form_page(request, form, found, _("Ask for a correction"), _("Send the request"), part=part)


def part_of(found: Minutes, words: str) -> MinutesPart | None:
    """Return the part of a number in words, None for none. Raises Http404 for one of other minutes."""
    if not (words.isascii() and words.isdigit() and len(words) < 19):
        return None
    return get_object_or_404(MinutesPart.objects.select_related("item"), minutes=found, pk=int(words))


@login_required
@require_http_methods(["GET", "POST"])
def answer_correction(request: Request, pk: int) -> HttpResponse:
    """Answer a request for a correction."""
    rows = Correction.objects.visible_to(request.actor).select_related("part__item", *(f"minutes__{n}" for n in READ))
    correction = get_object_or_404(rows, pk=pk)
    demand(request, "meetings.answer_correction", correction)
    form = AnswerForm(posted(request))
    if attempt(form, lambda data: actions.answer_correction(request.actor, correction, **data)):
        messages.success(request, _("The answer is sent to who asked."))
        return see_other(reverse("meetings:write", args=[correction.minutes.meeting_id, correction.minutes.number]))
    heading, submit = _("Answer the request"), _("Send the answer")
    return _form_page(request, form, correction.minutes, heading, submit, correction=correction)


@login_required
@require_POST
def submit(request: Request, pk: int, number: int) -> HttpResponse:
    """Put the minutes forward for approval."""
    found = _get(request, pk, number, "meetings.submit")
    actions.submit(request.actor, found)
    messages.success(request, _("The minutes wait for approval."))
    return see_other(found.get_absolute_url())


@login_required
@require_POST
def inspect(request: Request, pk: int, number: int) -> HttpResponse:
    """Sign as an inspector."""
    found = _get(request, pk, number, "meetings.inspect")
    actions.inspect(request.actor, found)
    messages.success(request, _("Signed.") if found.is_open else _("Signed. The minutes are approved and published."))
    return see_other(found.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def approve(request: Request, pk: int, number: int) -> HttpResponse:
    """Write down that a later meeting approved the minutes."""
    found = _get(request, pk, number, "meetings.approve")
    form = ApproveForm(posted(request), meeting=found.meeting)
    if attempt(form, lambda data: actions.approve(request.actor, found, **data)):
        messages.success(request, _("The minutes are approved and published. They do not change any more."))
        return see_other(found.get_absolute_url())
    return _form_page(request, form, found, _("Approve the minutes"), _("Approve and publish"))


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: Request, pk: int, number: int) -> HttpResponse:
    """Begin a corrected version of approved minutes."""
    found = _get(request, pk, number, "meetings.correct")
    form = ReasonForm(posted(request))
    if made := attempt(form, lambda data: actions.correct(request.actor, found, **data)):
        return see_other(reverse("meetings:write", args=[pk, made.number]))
    return _form_page(request, form, found, _("Make a corrected version"), _("Begin the corrected version"))
