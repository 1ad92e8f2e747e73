"""Changing an entry's times, contacts and places, and how an organisation wants to be reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, demand, posted, see_other
from kumppanuus.organisations.models import Organisation
from kumppanuus.services import actions
from kumppanuus.services.forms import (
    ClosureFormSet,
    ContactFormSet,
    ListingForm,
    ScheduleForm,
    ScheduleFormSet,
    rows_of,
)
from kumppanuus.services.models import Contact, Listing, Location, Service
from kumppanuus.services.place_forms import PlaceForm
from kumppanuus.services.views.editing import sections, to_change

CONTACT_FIELDS = ("audience_kind", "role", "phone", "email", "hours", "name", "name_consented")


def _formsets_page(
    request: Request, service: Service, formsets: list[tuple[str, BaseFormSet[Any]]], save: Callable[[], Any], here: str
) -> HttpResponse:
    refused = ""
    good = [formset.is_valid() for _title, formset in formsets]  # each of them, so that each shows its errors
    if request.method == "POST" and all(good):
        try:
            save()
        except Refused as exc:
            refused = exc.message
        else:
            messages.success(request, _("The changes are saved."))
            return see_other(service.get_absolute_url())
    wrong = bool(refused) or any(formset.is_bound and not formset.is_valid() for _title, formset in formsets)
    context = {
        "service": service,
        "formsets": formsets,
        "refused": refused,
        "sections": sections(service),
        "here": here,
    }
    return render(request, "services/change_many.html", context, status=422 if wrong else 200)


@login_required
@require_http_methods(["GET", "POST"])
def times(request: Request, slug: str) -> HttpResponse:
    """Change the rules of times and the days on which it is not there."""
    service = to_change(request, slug)
    rules = ScheduleFormSet(
        posted(request), prefix="times", initial=[ScheduleForm.initial_of(rule) for rule in service.schedules.all()]
    )
    days = ClosureFormSet(
        posted(request), prefix="closed", initial=list(service.closures.values("first", "last", "note"))
    )

    def save() -> None:
        actions.set_times(request.actor, service, schedules=rows_of(rules), closures=rows_of(days))

    parts: list[tuple[str, BaseFormSet[Any]]] = [(_("Times"), rules), (_("Not there on these days"), days)]
    return _formsets_page(request, service, parts, save, "times")


@login_required
@require_http_methods(["GET", "POST"])
def contacts(request: Request, slug: str) -> HttpResponse:
    """Change how to reach whoever runs the entry."""
    service = to_change(request, slug)
    formset = ContactFormSet(posted(request), prefix="contacts", initial=list(service.contacts.values(*CONTACT_FIELDS)))

    def save() -> None:
        actions.set_contacts(request.actor, service, contacts=rows_of(formset))

    return _formsets_page(request, service, [(_("Contacts"), formset)], save, "contacts")


def _place_page(request: Request, service: Service, location: Location | None, here: Any = None) -> HttpResponse:
    initial = {"area": service.organisation.home_id} if location is None else {"here": here.note}
    form = PlaceForm(posted(request), instance=location, initial=initial)
    if form.is_valid():
        try:
            actions.set_place(request.actor, service, location=location, **form.cleaned_data)
        except Refused as exc:
            form.add_error(None, exc.message)
        else:
            messages.success(request, _("The place is saved."))
            return see_other(reverse("services:areas", args=[service.slug]))
    others = location.services.exclude(service=service).count() if location else 0
    context = {"service": service, "form": form, "location": location, "also": others}
    return render(request, "services/place.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def add_place(request: Request, slug: str) -> HttpResponse:
    """Put the entry at a new place, or at one that the organisation has already."""
    service = to_change(request, slug)
    if request.method == "POST" and request.POST.get("known", "").isdigit():
        location = get_object_or_404(service.organisation.locations, pk=int(request.POST["known"][:12]))
        actions.set_place(request.actor, service, location=location)
        messages.success(request, _("The place is saved."))
        return see_other(reverse("services:areas", args=[service.slug]))
    return _place_page(request, service, None)


@login_required
@require_http_methods(["GET", "POST"])
def change_place(request: Request, slug: str, pk: int) -> HttpResponse:
    """Change a place; it changes for every entry that is there."""
    service = to_change(request, slug)
    at = get_object_or_404(service.places.select_related("location__area"), pk=pk)
    return _place_page(request, service, at.location, at)


@login_required
@require_POST
def remove_place(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take the entry away from a place."""
    service = to_change(request, slug)
    actions.remove_place(request.actor, service, place=get_object_or_404(service.places, pk=pk))
    messages.success(request, _("The place was removed from this entry."))
    return see_other(reverse("services:areas", args=[service.slug]))


@login_required
@require_http_methods(["GET", "POST"])
def listing(request: Request, organisation: str) -> HttpResponse:
    """Say how the organisation wants to be reached, and how its entries are kept."""
    owner = get_object_or_404(Organisation.objects.visible_to(request.actor), slug=organisation)
    demand(request, "services.set_listing", owner)
    own = Contact.objects.filter(organisation=owner, service=None)
    form = ListingForm(posted(request), instance=Listing.objects.filter(organisation=owner).first())
    formset = ContactFormSet(posted(request), prefix="contacts", initial=list(own.values(*CONTACT_FIELDS)))
    if form.is_valid() and formset.is_valid():
        try:
            actions.set_listing(request.actor, owner, contacts=rows_of(formset), **form.cleaned_data)
        except Refused as exc:
            form.add_error(None, exc.message)
        else:
            messages.success(request, _("The changes are saved."))
            return see_other(owner.get_absolute_url())
    context = {"organisation": owner, "form": form, "formset": formset}
    bad = bool(form.errors) or (formset.is_bound and not formset.is_valid())
    return render(request, "services/listing.html", context, status=422 if bad else 200)
