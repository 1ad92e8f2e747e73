"""Matters and meetings: sending on what came of an item, and putting a matter that came onto an agenda."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumppanuus.bodies.models import Body
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.matters import reading
from kumppanuus.matters.course import WITH_RECEIVER
from kumppanuus.matters.models import Matter
from kumppanuus.meetings import actions
from kumppanuus.meetings.forms.agendas import AcceptForm, SendOnForm
from kumppanuus.meetings.models import AgendaItem, ItemState, Outcome
from kumppanuus.meetings.views.meetings import show
from kumppanuus.meetings.views.outcomes import READ

MOST = 20


def waiting_at(body: Body) -> list[Matter]:
    """Return the matters that wait at a body. One query."""
    rows = Matter.objects.filter(held_model=Body._meta.label_lower, held_id=body.pk, state__in=WITH_RECEIVER)
    return list(rows.select_related("person").order_by("since", "pk")[:MOST])


@login_required
@require_http_methods(["GET", "POST"])
def send_on(request: Request, pk: int) -> HttpResponse:
    """Send what came of an item on as a matter."""
    rows = Outcome.objects.visible_to(request.actor).select_related(*(f"item__meeting__{name}" for name in READ))
    outcome = get_object_or_404(rows, pk=pk)
    demand(request, "meetings.send_on", outcome)
    meeting = outcome.item.meeting
    form = SendOnForm(posted(request), outcome=outcome)
    if made := attempt(form, lambda data: actions.send_on(request.actor, outcome, **data)):
        messages.success(request, _("It is sent on. Its path stands on this page."))
        return see_other(made.get_absolute_url())
    context = {"form": form, "outcome": outcome, "meeting": meeting, "body": meeting.body}
    return show(request, "meetings/send_on.html", context, status=422 if form.errors else 200)


def _on_an_agenda(request: Request, matter: Matter) -> AgendaItem | None:
    """Return the item of a coming meeting by which somebody has taken the matter up meanwhile."""
    if request.actor.may("meetings.take_matter", matter):
        return None
    rows = AgendaItem.objects.filter(matter=matter, state=ItemState.OPEN).select_related("meeting__body__convener")
    found = rows.order_by("-pk").first()
    return found if found is not None and request.actor.may("bodies.run", found.meeting.body) else None


@login_required
@require_http_methods(["GET", "POST"])
def take_matter(request: Request, pk: int) -> HttpResponse:
    """Put a matter that came to a body onto the agenda of a coming meeting."""
    rows = Matter.objects.visible_to(request.actor).select_related("organisation", "person")
    matter = get_object_or_404(rows.prefetch_related("steps"), pk=pk)
    if (there := _on_an_agenda(request, matter)) is not None:
        messages.info(request, _("It is on the agenda already."))
        return see_other(there.get_absolute_url())
    demand(request, "meetings.take_matter", matter)
    body = Body.objects.get(pk=matter.held_id or 0)
    form = AcceptForm(posted(request), body=body, presenter=str(matter.given_name))
    if made := attempt(form, lambda data: actions.take_matter(request.actor, matter, **data)):
        messages.success(request, _("The item is on the agenda. Who gave the matter is told."))
        return see_other(made.get_absolute_url())
    context = {
        "form": form,
        "matter": matter,
        "sender": reading.sender_in_words(matter),
        "body": body,
        "none": not form.fields["meeting"].queryset,  # type: ignore[attr-defined]
    }
    return show(request, "meetings/take_matter.html", context, status=422 if form.errors else 200)
