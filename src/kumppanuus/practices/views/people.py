"""Inviting, asking to take part, answering, ending; handing over to another owner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import Request, attempt, posted, see_other
from kumppanuus.practices import actions
from kumppanuus.practices.models import Developer
from kumppanuus.practices.people_forms import InviteForm, OfferForm, RequestForm
from kumppanuus.practices.views.common import form_page, get_practice


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: Request, slug: str) -> HttpResponse:
    """Invite an organisation to develop."""
    found = get_practice(request, slug, "invite")
    form = InviteForm(posted(request))
    if attempt(form, lambda data: actions.invite(request.actor, found, **data)):
        messages.success(
            request, _("The organisation is invited. It reads the draft now, and writes once it says yes.")
        )
        return see_other(found.get_absolute_url())
    return form_page(request, form, found, _("Invite an organisation to develop"), _("Invite"))


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: Request, slug: str) -> HttpResponse:
    """Ask to be let in as a developer."""
    found = get_practice(request, slug, "request")
    form = RequestForm(posted(request))
    if attempt(form, lambda data: actions.request(request.actor, found, **data)):
        messages.success(request, _("The owner is asked. You are told of the answer on this page."))
        return see_other(found.get_absolute_url())
    return form_page(request, form, found, _("Ask to develop it with the owner"), _("Ask"))


def _answer(request: Request, pk: int, act: Callable[[Actor, Developer], Any], words: str) -> HttpResponse:
    rows = Developer.objects.visible_to(request.actor).select_related("practice__owner", "organisation")
    found = get_object_or_404(rows, pk=pk)
    act(request.actor, found)
    messages.success(request, words)
    return see_other(found.practice.get_absolute_url())


@login_required
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Say yes."""
    return _answer(request, pk, actions.accept, _("The organisation develops it from today and is credited."))


@login_required
@require_POST
def refuse(request: Request, pk: int) -> HttpResponse:
    """Say no."""
    return _answer(request, pk, actions.refuse, _("Answered: no."))


@login_required
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """End developing, or take an invitation or a request back."""
    return _answer(request, pk, actions.end, _("Ended. What was done stays credited."))


@login_required
@require_http_methods(["GET", "POST"])
def offer(request: Request, slug: str) -> HttpResponse:
    """Hand a practice over."""
    found = get_practice(request, slug, "offer")
    form = OfferForm(posted(request))
    if attempt(form, lambda data: actions.offer(request.actor, found, **data)):
        messages.success(request, _("Offered. It stays yours until the other says yes."))
        return see_other(found.get_absolute_url())
    lead = _("All versions and their addresses stay. You stay credited for the time in which it was yours.")
    return form_page(request, form, found, _("Hand over to another owner"), _("Offer"), lead=lead)


@login_required
@require_POST
def take_over(request: Request, slug: str) -> HttpResponse:
    """Become the owner."""
    found = actions.take_over(request.actor, get_practice(request, slug))
    messages.success(request, _("It is your organisation's now."))
    return see_other(found.get_absolute_url())


@login_required
@require_POST
def decline_offer(request: Request, slug: str) -> HttpResponse:
    """Say no to an offer, or take it back."""
    found = actions.decline_offer(request.actor, get_practice(request, slug))
    messages.success(request, _("The offer is no more. The owner stays."))
    return see_other(found.get_absolute_url())
