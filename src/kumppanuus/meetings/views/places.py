"""Answering whether one comes: by an account, or by the link in the call."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for, follow, problem_page
from kumppanuus.meetings import actions
from kumppanuus.meetings.actions.letters import ANSWER
from kumppanuus.meetings.actions.places import deputies_of
from kumppanuus.meetings.forms.meetings import ComingForm
from kumppanuus.meetings.models import Coming, Paper, Place
from kumppanuus.meetings.reading import agenda_of, when, where
from kumppanuus.meetings.views.agendas import give_paper
from kumppanuus.meetings.views.meetings import one_entry, show

READ = ("meeting__body__convener", "meeting__body__space", "mandate__seat", "mandate__person", "mandate__organisation")


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer for oneself, or as who runs the body for somebody."""
    place = get_object_or_404(Place.objects.visible_to(request.actor).select_related(*READ), pk=pk)
    demand(request, "meetings.answer", place)
    form = ComingForm(posted(request))
    if attempt(form, lambda data: actions.answer(request.actor, place, **data)):
        messages.success(request, _("The answer is saved. It can be changed until the meeting begins."))
        return see_other(place.meeting.get_absolute_url())
    return _page(request, place, form)


def _page(request: Request, place: Place, form: ComingForm, token: str = "") -> HttpResponse:
    meeting = place.meeting
    deputised = bool(deputies_of(place))
    choices = [(value, label) for value, label in Coming.choices if value != Coming.DEPUTY or deputised]
    context = {
        "place": place,
        "meeting": meeting,
        "body": meeting.body,
        "form": form,
        "choices": choices,
        "when": when(meeting),
        "where": where(meeting),
        "lines": agenda_of(meeting),
        "remote": meeting.remote_link,
        "token": token,
        "may": request.actor.may("meetings.answer", place) and not meeting.is_over,
        "mine": bool(token) or place.mandate.person_id == request.actor.person_id,
    }
    return show(request, "meetings/answer.html", context, status=422 if form.errors else 200)


def _enter(request: Request, token: str) -> Place | HttpResponse:
    """Return the place that the token opens, or the page that says why it does not. Changes nothing."""
    link = follow(token, ANSWER)
    if not isinstance(link, Link):
        return problem_page(request, link)
    place = get_object_or_404(Place.objects.select_related(*READ), pk=link.target_id, link_id=link.pk)
    request.actor = actor_for(link)
    return place


@require_http_methods(["GET", "POST"])
@limited("meetings.answer", most=60, seconds=3600)
def answer_by_link(request: Request, token: str) -> HttpResponse:
    """The page behind the link in the call: what is called to, and the buttons. Only they change anything."""
    place = _enter(request, token)
    if isinstance(place, HttpResponse):
        return place
    form = ComingForm(posted(request))
    if attempt(form, lambda data: actions.answer(request.actor, place, **data)):
        messages.success(request, _("Your answer is saved. You can change it here until the meeting begins."))
        return see_other(request.path)
    return _page(request, place, form, token)


@require_safe
def ics_by_link(request: Request, token: str) -> HttpResponse:
    """The meeting for the calendar of who is called."""
    place = _enter(request, token)
    return place if isinstance(place, HttpResponse) else one_entry(place.meeting, inside=True)


@require_safe
def paper_by_link(request: Request, token: str, pk: int) -> HttpResponseBase:
    """A paper of the meeting, for who is called without having an account."""
    place = _enter(request, token)
    if isinstance(place, HttpResponse):
        return place
    rows = Paper.objects.filter(item__meeting=place.meeting_id).select_related("file", "item__meeting__body")
    return give_paper(request, get_object_or_404(rows, pk=pk))
