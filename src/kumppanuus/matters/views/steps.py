"""One form for each step of a matter, a correction, and an attachment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.files.views import give
from kumppanuus.matters import actions
from kumppanuus.matters.forms import (
    AnswerForm,
    AttachmentForm,
    CorrectForm,
    DeliveryForm,
    HandlingForm,
    NoteForm,
    NumberForm,
    ReasonForm,
    SendForm,
    TakingForm,
)
from kumppanuus.matters.models import Attachment, Matter, Step
from kumppanuus.matters.views.lists import get_matter, show

Make = Callable[..., forms.Form]


@dataclass(frozen=True)
class Page:
    """The page of one verb: its form, what it is called and what is said before and afterwards."""

    form: Make
    title: Any
    button: Any
    said: Any
    lead: Any = ""


PAGES: dict[str, Page] = {
    "send_on": Page(SendForm, _("Send on"), _("Send"), _("It is sent. Who gave it is told.")),
    "record_delivery": Page(
        DeliveryForm,
        _("Record the delivery"),
        _("Record the delivery"),
        _("Recorded. Write the diary number here when the registry has told it."),
        _("Download the document from the matter's page and deliver it to the registry; then record it here."),
    ),
    "record_number": Page(
        NumberForm,
        _("Record the diary number"),
        _("Record the diary number"),
        _("Recorded: it is officially pending."),
        _("With it everybody sees that the matter is officially pending."),
    ),
    "take_up": Page(
        TakingForm,
        _("Record that it is on an agenda"),
        _("Record"),
        _("Recorded. Who gave it is told."),
    ),
    "record_handling": Page(
        HandlingForm, _("Record the handling"), _("Record the handling"), _("Recorded. Who gave it is told.")
    ),
    "answer": Page(
        AnswerForm, _("Answer the matter"), _("Send the answer"), _("The answer is sent, and stands on the page.")
    ),
    "give_back": Page(
        NoteForm,
        _("Take note of the answer"),
        _("Take note of the answer"),
        _("Recorded."),
        _("Say what follows from the answer for you. It can also come on an agenda by itself."),
    ),
    "close": Page(ReasonForm, _("Close the matter"), _("Close the matter"), _("Closed. It stays readable.")),
    "withdraw": Page(
        NoteForm,
        _("Withdraw the matter"),
        _("Withdraw the matter"),
        _("Withdrawn. Who had it is told."),
        _("It stays readable as withdrawn. You can give it anew later."),
    ),
}


@login_required
@require_http_methods(["GET", "POST"])
def take(request: Request, pk: int, verb: str) -> HttpResponse:
    """Take one step."""
    page = PAGES[verb]
    found = get_matter(request, pk, f"matters.{verb}")
    more = {"area": found.area, "at": f"{found.held_model}:{found.held_id}"} if verb == "send_on" else {}
    form = page.form(posted(request), **more)
    act = getattr(actions, verb)
    if attempt(form, lambda data: act(request.actor, found, **data)):
        messages.success(request, page.said)
        return see_other(found.get_absolute_url())
    return _form_page(request, found, form, page.title, page.button, page.lead)


def _form_page(  # noqa: PLR0917 - what such a page is made of
    request: Request, found: Matter, form: forms.Form, title: Any, button: Any, lead: Any = ""
) -> HttpResponse:
    context = {"matter": found, "form": form, "title": title, "button": button, "lead": lead}
    return show(request, "matters/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: Request, pk: int) -> HttpResponse:
    """Correct a step; what was written before stays readable."""
    step = get_object_or_404(Step.objects.select_related("organisation"), pk=pk)
    step.matter = get_matter(request, step.matter_id)
    demand(request, "matters.correct", step)
    now = step.corrections.order_by("number").last() or step
    form = CorrectForm(posted(request), step=step, now=now)
    if attempt(form, lambda data: actions.correct(request.actor, step, **data)):
        messages.success(request, _("Corrected. What was written before stays readable."))
        return see_other(step.get_absolute_url())
    lead = _("A step is never changed: this adds a correction beside it.")
    return _form_page(request, step.matter, form, _("Correct a step"), _("Save the correction"), lead)


@login_required
@require_http_methods(["GET", "POST"])
def attach(request: Request, pk: int) -> HttpResponse:
    """Add a file or an address."""
    found = get_matter(request, pk, "matters.attach")
    form = AttachmentForm(posted(request), request.FILES or None)
    if attempt(form, lambda data: actions.attach(request.actor, found, **data)):
        messages.success(request, _("The attachment is with the matter."))
        return see_other(found.get_absolute_url())
    return _form_page(request, found, form, _("Add an attachment"), _("Add the attachment"))


@require_safe
def attachment(request: Request, pk: int) -> HttpResponseBase:
    """Give an attachment: its file, or the way to its address."""
    found = get_object_or_404(Attachment.objects.select_related("file"), pk=pk)
    get_matter(request, found.matter_id)
    return give(request, found.file) if found.file is not None else redirect(found.url)
