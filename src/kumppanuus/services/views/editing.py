"""Making an entry, and changing it one section at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, demand, posted, see_other
from kumppanuus.organisations.models import Organisation, organisations_of
from kumppanuus.services import actions
from kumppanuus.services.forms import AreasForm, BasicsForm, ClassesForm, ParticipantsForm, QuickForm, UpkeepForm
from kumppanuus.services.models import Contact, Service, Status
from kumppanuus.services.themes import spaces_around, spaces_with_themes
from kumppanuus.taxonomy.models import scheme_of


def sections(service: Service) -> list[tuple[str, str]]:
    """Return the sections of an entry's editing pages: (address, name)."""
    return [
        (reverse(f"services:{name}", args=[service.slug]), label)
        for name, label in (
            ("change", _("What it is")),
            ("participants", _("For whom and how")),
            ("times", _("When")),
            ("areas", _("Where")),
            ("contacts", _("Contact")),
            ("classes", _("Classes")),
            ("upkeep", _("Upkeep")),
            ("languages", _("Languages")),
        )
    ]


def to_change(request: Request, slug: str) -> Service:
    """Return the entry to edit. Raises Http404 or PermissionDenied."""
    rows = Service.objects.visible_to(request.actor).select_related("organisation")
    found = get_object_or_404(rows, slug=slug)
    demand(request, "services.change", found)
    return found


def section_page(
    request: Request, service: Service, form: BaseForm, save: Callable[[], Any], *, here: str
) -> HttpResponse:
    """Show one section's form; on a good post save it and lead to the entry's page."""
    if form.is_bound and form.is_valid():
        try:
            save()
        except Refused as exc:
            form.add_error(None, exc.message)
        else:
            messages.success(request, _("The changes are saved."))
            return see_other(service.get_absolute_url())
    context = {"service": service, "form": form, "sections": sections(service), "here": here}
    return render(request, "services/change.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def choose(request: Request) -> HttpResponse:
    """Ask for which of one's organisations the entry is; with one there is nothing to ask."""
    mine = list(Organisation.objects.filter(pk__in=organisations_of(request.actor)).order_by("sort_name"))
    able = [one for one in mine if request.actor.may("services.create", one)]
    if len(able) == 1:
        return see_other(reverse("services:create", args=[able[0].slug]))
    return render(request, "services/choose.html", {"able": able, "others": [one for one in mine if one not in able]})


@login_required
@require_http_methods(["GET", "POST"])
def create(request: Request, organisation: str) -> HttpResponse:
    """Make an entry by the shortest path."""
    owner = get_object_or_404(Organisation.objects.visible_to(request.actor), slug=organisation)
    demand(request, "services.create", owner)
    here = Q(service=None) | Q(service__merged_into=None)
    known = Contact.objects.filter(here, organisation=owner).order_by("service", "pk").first()
    initial = {
        "area": request.GET.get("area") or owner.home_id,
        "phone": known.phone if known else "",
        "email": known.email if known else owner.email,
    }
    form = QuickForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            made = actions.create(request.actor, owner, **form.entry(), published="draft" not in request.POST)
        except Refused as exc:
            form.add_error(None, exc.message)
        else:
            done = _("It is published. You can add more whenever you like; nothing more is needed.")
            kept = _("The draft is kept. Only your organisation sees it until it is published.")
            messages.success(request, kept if made.status == Status.DRAFT else done)
            return see_other(made.get_absolute_url())
    context = {"form": form, "organisation": owner}
    return render(request, "services/create.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, slug: str) -> HttpResponse:
    """Change what the entry is: kind, name, texts."""
    service = to_change(request, slug)
    form = BasicsForm(posted(request), instance=service)
    return section_page(
        request, service, form, lambda: actions.change(request.actor, service, **form.cleaned_data), here="change"
    )


def _own_terms(service: Service, *schemes: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {scheme: [] for scheme in schemes}
    for term in service.terms.exclude(scheme="accessibility"):
        found.setdefault(term.scheme, []).append(term)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def participants(request: Request, slug: str) -> HttpResponse:
    """Change who may come, price, registration, languages."""
    service = to_change(request, slug)
    have = _own_terms(service, "language")
    form = ParticipantsForm(posted(request), instance=service, initial={"languages": have["language"]})

    def save() -> None:
        data = dict(form.cleaned_data)
        others = [term for scheme, terms in have.items() if scheme != "language" for term in terms]
        actions.change(request.actor, service, terms=[*others, *data.pop("languages")], **data)

    return section_page(request, service, form, save, here="participants")


@login_required
@require_http_methods(["GET", "POST"])
def classes(request: Request, slug: str) -> HttpResponse:
    """Change themes and classes."""
    service = to_change(request, slug)
    have = _own_terms(service)
    known = spaces_with_themes()
    own = {scheme: known[scheme] for space in spaces_around(service) if (scheme := scheme_of(space.slug)) in known}
    form = ClassesForm(posted(request), own=own, have=have)

    def save() -> None:
        shown = form.schemes.values()
        others = [term for scheme, terms in have.items() if scheme not in shown for term in terms]
        actions.change(request.actor, service, terms=[*others, *form.terms()])

    return section_page(request, service, form, save, here="classes")


@login_required
@require_http_methods(["GET", "POST"])
def areas(request: Request, slug: str) -> HttpResponse:
    """Change in which municipalities it is offered; its places stand beside."""
    service = to_change(request, slug)
    form = AreasForm(posted(request), initial={"areas": list(service.areas.all())})
    return section_page(
        request, service, form, lambda: actions.change(request.actor, service, **form.cleaned_data), here="areas"
    )


@login_required
@require_http_methods(["GET", "POST"])
def upkeep(request: Request, slug: str) -> HttpResponse:
    """Change how often it is confirmed, and its first and last day."""
    service = to_change(request, slug)
    initial = {name: getattr(service, name) for name in ("rhythm", "starts_on", "ends_on")}
    form = UpkeepForm(posted(request), initial=initial)
    return section_page(
        request, service, form, lambda: actions.change(request.actor, service, **form.cleaned_data), here="upkeep"
    )


def _act(request: Request, slug: str, verb: Any, said: str) -> HttpResponse:
    service = get_object_or_404(Service.objects.visible_to(request.actor).select_related("organisation"), slug=slug)
    verb(request.actor, service)
    messages.success(request, said)
    return see_other(service.get_absolute_url())


@login_required
@require_POST
def publish(request: Request, slug: str) -> HttpResponse:
    """Publish it."""
    return _act(request, slug, actions.publish, _("It is published, and marked as right today."))


@login_required
@require_POST
def pause(request: Request, slug: str) -> HttpResponse:
    """Mark a break."""
    return _act(request, slug, actions.pause, _("It is marked as being on a break. Publish it again when it goes on."))


@login_required
@require_POST
def end(request: Request, slug: str) -> HttpResponse:
    """Mark its end."""
    return _act(request, slug, actions.end, _("It has left the lists. Its page stays, and you can publish it again."))


@login_required
@require_POST
def confirm(request: Request, slug: str) -> HttpResponse:
    """Say that it is still right."""
    return _act(request, slug, actions.confirm, _("Thank you. Readers see that it was right today."))


@login_required
@require_POST
def discard(request: Request, slug: str) -> HttpResponse:
    """Throw a draft away."""
    service = get_object_or_404(Service.objects.visible_to(request.actor).select_related("organisation"), slug=slug)
    actions.discard(request.actor, service)
    messages.success(request, _("The draft is gone."))
    return see_other(service.organisation.get_absolute_url())
