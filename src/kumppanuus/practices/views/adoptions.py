"""Saying that one's organisation uses a practice, changing it, and the yearly question by a link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.interop.export import Column, rows_response
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for, follow, problem_page
from kumppanuus.organisations.models import Organisation
from kumppanuus.practices import actions
from kumppanuus.practices.forms import AdoptionForm, DropForm
from kumppanuus.practices.models import STILL, Adoption, AdoptionStage
from kumppanuus.practices.views.common import form_page, get_practice


@login_required
@require_http_methods(["GET", "POST"])
def adopt(request: Request, slug: str) -> HttpResponse:
    """Say that one's organisation considers, tries or uses a practice."""
    found = get_practice(request, slug, "adopt")
    own = get_object_or_404(Organisation, pk=request.actor.organisation_id or 0)
    form = AdoptionForm(posted(request), organisation=own)
    if attempt(form, lambda data: actions.adopt(request.actor, found, **data)):
        messages.success(request, _("It stands on the page. Once a year you are asked whether it still holds."))
        return see_other(f"{found.get_absolute_url()}#adopters")
    lead = _("In the name of: %(organisation)s") % {"organisation": own}
    return form_page(request, form, found, _("We use this"), _("Publish"), lead=lead)


def _adoption(request: Request, pk: int, permission: str) -> Adoption:
    rows = Adoption.objects.visible_to(request.actor).select_related("practice__owner", "organisation", "post")
    found = get_object_or_404(rows, pk=pk)
    demand(request, f"practices.{permission}", found)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change how far it is and what came of it."""
    found = _adoption(request, pk, "change_adoption")
    names = ("stage", "since", "changed", "results", "why_dropped", "post")
    initial = {name: getattr(found, name) for name in names}
    form = AdoptionForm(posted(request), organisation=found.organisation, initial=initial)
    if attempt(form, lambda data: actions.change_adoption(request.actor, found, **data)):
        messages.success(request, _("Saved. It stands on the page."))
        return see_other(f"{found.practice.get_absolute_url()}#adopters")
    return form_page(
        request, form, found.practice, _("What we say of our use"), _("Save"), lead=str(found.organisation)
    )


@login_required
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """Say that it still holds."""
    found = actions.confirm(request.actor, _adoption(request, pk, "confirm"))
    messages.success(request, _("Thank you. Readers see that it was so today."))
    return see_other(f"{found.practice.get_absolute_url()}#adopters")


@require_http_methods(["GET", "HEAD", "POST"])
@limited("practices.still", most=120, seconds=600, methods=("GET", "POST"))
def still(request: Request, token: str) -> HttpResponse:
    """Ask by the link of a letter whether a practice is still used. A button answers, never the opening of the page."""
    link = follow(token, STILL)
    if not isinstance(link, Link):
        return problem_page(request, link)
    actor = actor_for(link)
    rows = Adoption.objects.filter(practice__current__isnull=False).select_related("practice__current", "organisation")
    found = get_object_or_404(rows, pk=link.target_id)
    form = DropForm(request.POST if "drop" in request.POST else None)
    if form.is_bound:
        if attempt(form, lambda data: actions.drop(actor, found, **data)):
            messages.success(request, _("Thank you. What you learnt stands on the page for others."))
            return see_other(found.practice.get_absolute_url())
    elif request.method == "POST":
        try:
            actions.confirm(actor, found)
            messages.success(request, _("Thank you. Readers see that it was so today."))
        except Refused as refusal:
            messages.info(request, refusal.message)
        return see_other(found.practice.get_absolute_url())
    dropped = found.stage == AdoptionStage.DROPPED
    context = {"adoption": found, "practice": found.practice, "form": form, "dropped": dropped}
    return render(request, "practices/still.html", context, status=422 if form.errors else 200)


@require_safe
def export(request: Request, slug: str, fmt: str) -> HttpResponse:
    """Give who uses a practice as a file."""
    found = get_practice(request, slug)
    rows = Adoption.objects.visible_to(request.actor).filter(practice=found).select_related("organisation", "version")
    plain = fmt == "json"
    columns: list[Column[Adoption]] = [
        Column(_("Organisation"), lambda a: a.organisation.name, "organisation"),
        Column(_("How far"), lambda a: a.stage if plain else a.get_stage_display(), "stage"),
        Column(_("Since"), lambda a: a.since, "since"),
        Column(_("Version"), lambda a: a.version.number if a.version else None, "version"),
        Column(_("What was changed for own use"), lambda a: a.changed, "changed"),
        Column(_("What came of it"), lambda a: a.results, "results"),
        Column(_("Why it was dropped"), lambda a: a.why_dropped, "why_dropped"),
        Column(_("Confirmed"), lambda a: a.confirmed_at.date(), "confirmed"),
    ]
    return rows_response(request, f"{found.slug}-{_('users')}", columns, rows, fmt)
