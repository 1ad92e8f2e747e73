"""Comparing nominations, deciding, the result."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.bodies.models import MandatePart
from kumppanuus.calls import actions
from kumppanuus.calls.forms import DecideForm, ticked
from kumppanuus.calls.models import Decision, Nomination
from kumppanuus.calls.reading import (
    balance,
    chosen_in,
    moment,
    nominations_of,
    numbers,
    places_of,
    staying,
)
from kumppanuus.calls.views.calls import get_call
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.interop.export import Column, rows_response
from kumppanuus.ui.languages import language_name

# The comparison begins with those that can be chosen.
FIRST = {state: place for place, state in enumerate(("chosen", "complete", "not_chosen", "waiting", "ineligible"))}


@login_required
@require_safe
def compare(request: Request, pk: int) -> HttpResponse:
    """Show the nominations beside each other, and the balance of the body as it is and with the ticked ones."""
    found = get_call(request, pk, "calls.compare")
    rows = sorted(nominations_of(found), key=lambda one: FIRST.get(one.state, len(FIRST)))
    chosen = ticked(request, rows)
    places = places_of(found)
    total, any_seat = numbers(found, places)
    context = {
        "call": found,
        "body": found.body,
        "rows": [(one, ", ".join(str(language_name(code)) for code in one.languages)) for one in rows],
        "ticked": {one.pk for one in chosen},
        "chosen": chosen,
        "too_many": len(chosen) > len(places) and not found.deputies,
        "balances": balance(staying(found), chosen),
        "places": places,
        "total": total,
        "any_seat": any_seat,
        "closes": moment(found.closes_at),
        "may_decide": request.actor.may("calls.decide", found),
        "may_check": not found.is_over,
        "files": [
            (_("These nominations"), reverse("calls:nominations_export", args=[found.pk, fmt]), fmt.upper())
            for fmt in ("xlsx", "csv")
        ],
    }
    return render(request, "calls/compare.html", context)


@login_required
@require_safe
def export(request: Request, pk: int, fmt: str) -> HttpResponse:
    """Give the nominations as a file to who runs the body."""
    found = get_call(request, pk, "calls.compare")
    plain = fmt == "json"
    columns: list[Column[Nomination]] = [
        Column(_("Organisation"), lambda n: n.organisation.name, "organisation"),
        Column(_("Home municipality"), lambda n: n.organisation.home.name if n.organisation.home else None, "home"),
        Column(_("Class"), lambda n: ", ".join(str(term.name) for term in n.organisation.classes.all()), "class"),
        Column(_("Seat"), lambda n: str(n.seat) if n.seat else None, "seat"),
        Column(_("Name"), lambda n: n.full_name, "name"),
        Column(_("E-mail address"), lambda n: n.address, "email"),
        Column(_("Languages"), lambda n: ", ".join(n.languages), "languages"),
        Column(_("Why this person"), lambda n: n.why, "why"),
        Column(_("Who decided in the organisation"), lambda n: n.mandate_by, "mandate_by"),
        Column(_("Date of that decision"), lambda n: n.mandate_on, "mandate_on"),
        Column(_("State"), lambda n: n.state if plain else n.get_state_display(), "state"),
        Column(_("Reason"), lambda n: n.reason, "reason"),
        Column(_("Sent"), lambda n: n.given_at, "given_at"),
        Column(_("Consent"), lambda n: n.consent_at, "consent_at"),
    ]
    name = _("nominations")
    return rows_response(request, f"{found.body.slug} {name}", columns, nominations_of(found), fmt)


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: Request, pk: int) -> HttpResponse:
    """Record the decision about those who were ticked in the comparison."""
    found = get_call(request, pk, "calls.decide")
    chosen = ticked(request, nominations_of(found))
    form = DecideForm(posted(request), call=found, chosen=chosen, places=places_of(found))
    if form.is_valid():
        decision = attempt(
            form,
            lambda data: actions.decide(
                request.actor,
                found,
                chosen=[actions.Choice(**one) for one in form.choices()],
                **{name: data[name] for name in ("decided_by", "decided_on", "reasons", "publish_now")},
            ),
        )
        if decision is not None:
            messages.success(request, _("The decision is saved. Those who are chosen are appointed and told."))
            return see_other(decision.get_absolute_url())
    back = f"{reverse('calls:compare', args=[found.pk])}?{urlencode([('tick', one.pk) for one in chosen])}"
    balances = balance(staying(found), chosen)
    context = {"call": found, "body": found.body, "form": form, "chosen": chosen, "balances": balances, "back": back}
    return render(request, "calls/decide.html", context, status=422 if form.errors else 200)


@require_safe
def result(request: Request, pk: int) -> HttpResponse:
    """Show who was chosen and why, how many were nominated, and the balance of the body with them."""
    rows = Decision.objects.visible_to(request.actor)
    decision = get_object_or_404(rows, call=pk)
    found = get_call(request, pk)
    decision.call = found
    chosen = chosen_in(found, request.actor)
    places = places_of(found)
    total, any_seat = numbers(found, places)
    holders = [one.nomination for one in chosen if one.nomination.part == MandatePart.HOLDER]
    filled = {one.given_seat_id for one in holders}
    context = {
        "call": found,
        "body": found.body,
        "decision": decision,
        "chosen": chosen,
        "left_vacant": [place for place in places if place.row.seat_id not in filled],
        "balances": balance(staying(found), holders),
        "places": places,
        "total": total,
        "any_seat": any_seat,
        "may_publish": request.actor.may("calls.publish", decision),
    }
    return render(request, "calls/result.html", context)


@login_required
@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    """Publish the result."""
    rows = Decision.objects.visible_to(request.actor).select_related("call__body__convener")
    decision = get_object_or_404(rows, call=pk)
    demand(request, "calls.publish", decision)
    actions.publish(request.actor, decision)
    messages.success(request, _("The result is published. All who took part are told."))
    return see_other(decision.get_absolute_url())
