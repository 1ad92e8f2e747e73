"""Giving a matter, confirming it by the link in a letter, and following it by the same link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for, follow, problem_page
from kumppanuus.matters import actions, reading
from kumppanuus.matters.actions.starting import OWN
from kumppanuus.matters.forms import MatterForm, NoteForm
from kumppanuus.matters.models import Matter
from kumppanuus.matters.views.lists import READ, show
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.places.order import in_reading_order


@require_http_methods(["GET", "HEAD", "POST"])
@limited("matters.start", most=20, seconds=3600)
def start(request: Request) -> HttpResponse:
    """Give a matter: first where it belongs, then what and to whom."""
    if not request.GET.get("area"):
        return _choose_area(request)
    area = get_object_or_404(Area, slug=request.GET["area"])
    demand(request, "matters.start", area)
    known, own = request.actor.person_id is not None, request.actor.organisation_id
    form = MatterForm(posted(request), area=area, known=known, for_organisation=own is not None)
    if request.method == "POST" and request.POST.get("nickname"):  # a machine, which is thanked only
        return see_other(reverse("matters:matters"))
    if made := attempt(form, lambda data: actions.start(request.actor, area, **data)):
        if made.given_at is None:
            return show(request, "matters/sent.html", {"matter": made})
        messages.success(request, _("It is sent. You are told of each step by e-mail."))
        return see_other(made.get_absolute_url())
    name = Organisation.objects.filter(pk=own or 0).first()
    context = {"form": form, "area": area, "in_whose_name": name, "known": known}
    return show(request, "matters/start.html", context, status=422 if form.errors else 200)


def _choose_area(request: Request) -> HttpResponse:
    rows = Area.objects.filter(kind__in=(AreaKind.MUNICIPALITY, AreaKind.COUNTY)).only("slug", "name", "kind")
    municipalities = in_reading_order([one for one in rows if one.kind == AreaKind.MUNICIPALITY])
    counties = in_reading_order([one for one in rows if one.kind == AreaKind.COUNTY])
    return show(request, "matters/choose_area.html", {"groups": [municipalities, counties]})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("matters.own", most=120, seconds=600, methods=("GET", "POST"))
def own(request: Request, token: str) -> HttpResponse:
    """Show a resident her matter: to be confirmed first, then its path, with a way to withdraw it."""
    link = follow(token, OWN)
    if not isinstance(link, Link):
        return problem_page(request, link)
    actor = actor_for(link)
    rows = Matter.objects.visible_to(actor).select_related(*READ)
    found = get_object_or_404(rows.prefetch_related("steps__to_organisation"), pk=link.target_id)
    here = reverse("matters:own", args=[token])
    form = NoteForm(request.POST if "withdraw" in request.POST else None)
    if request.method == "POST" and "confirm" in request.POST:
        try:
            actions.confirm(actor, found)
            messages.success(request, _("Confirmed and sent. You are told of each step by e-mail."))
        except Refused as refusal:
            messages.info(request, refusal.message)
        return see_other(here)
    withdrawn = attempt(form, lambda data: actions.withdraw(actor, found, **data)) if form.is_bound else None
    if withdrawn is not None:
        messages.success(request, _("Withdrawn. Who had it is told."))
        return see_other(here)
    context = {
        "matter": found,
        "lines": reading.with_pages(reading.path_of(found)),
        "here": reading.here_in_words(found),
        "next": reading.next_in_words(found),
        "not_pending": reading.not_pending(found),
        "sender": reading.sender_in_words(found, named=True),
        "may_withdraw": actor.may("matters.withdraw", found),
        "form": form,
    }
    return show(request, "matters/own.html", context, status=422 if form.errors else 200)
