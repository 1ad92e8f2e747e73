"""The list of organisations, an organisation's page, founding and changing, and for whom one acts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumppanuus.core.alphabet import alphabet
from kumppanuus.core.paging import Counted
from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.organisations import actions, panels
from kumppanuus.organisations.forms import FindForm, OrganisationForm
from kumppanuus.organisations.linked import of_organisation
from kumppanuus.organisations.middleware import SESSION_KEY
from kumppanuus.organisations.models import (
    Organisation,
    OrganisationKind,
    OrganisationQuerySet,
    organisations_of,
    roles_of,
    with_holders,
)
from kumppanuus.places.models import Area
from kumppanuus.places.order import in_reading_order
from kumppanuus.taxonomy.models import Term

PAGE = 50
UNSHOWN = ("border", "lon", "lat", "tile_x", "tile_y", "land_area_km2")  # of the home municipality
FORMS = (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"))
KEEP_CHOICES = 600  # seconds


@require_safe
def organisations(request: Request) -> HttpResponse:
    """List organisations, filtered by a part of a name or number, area, class and kind. Two queries, three anew."""
    wanted, rows = found_by(request)
    query = queried(wanted)
    number = kept(f"organisations:{quote(query)}", lambda: rows.values("pk").count())
    lines = rows.values_list("slug", "name", "kind", "home__name")
    page = Counted(lines, PAGE, number).get_page(request.GET.get("page"))
    context = {"page": page, "lines": list(page), "wanted": wanted, "kinds": OrganisationKind.choices, **_choices()}
    return render(request, "organisations/organisations.html", context | {"query": query, "forms": FORMS})


def queried(wanted: dict[str, Any]) -> str:
    """Return the filter as the query of an address."""
    return urlencode({name: value for name, value in wanted.items() if value})


def found_by(request: Request) -> tuple[dict[str, Any], OrganisationQuerySet]:
    """Return the filter of the address and the organisations that it lets through. Raises Http404 for no area."""
    form = FindForm(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    rows = Organisation.objects.visible_to(request.actor).in_reading_order()
    for word in wanted.get("q", "").lower().split():
        rows = rows.filter(find_by__contains=word)
    if slug := wanted.get("area"):
        rows = rows.active_in(get_object_or_404(Area, slug=slug))
    if kind := wanted.get("kind"):
        rows = rows.filter(kind=kind)
    if code := wanted.get("term"):
        rows = rows.filter(classes__code=code)
    return wanted, rows


def _choices() -> dict[str, Any]:
    """Return areas and classes to filter by, kept per process for some minutes."""

    def load() -> dict[str, Any]:
        used = Area.objects.filter(kind__in=("region", "county", "municipality")).only("slug", "name", "kind")
        terms = Term.objects.filter(organisations__isnull=False).distinct()
        named = [(area.slug, str(area)) for area in in_reading_order(used)]
        return {"areas": named, "terms": [(term.code, str(term), term.name.language_for()) for term in terms]}

    return cache.get_or_set(f"organisations.choices.{get_language()}", load, KEEP_CHOICES) or {}


@require_safe
def organisation(request: Request, slug: str) -> HttpResponse:
    """Show an organisation: what it is, where it is active, its posts with holders or vacancies, what it does.

    Two queries signed out, twelve after any event.
    """
    rows = Organisation.objects.visible_to(request.actor).select_related("home")
    found = get_object_or_404(rows.defer("find_by", *(f"home__{name}" for name in UNSHOWN)), slug=slug)
    actor = request.actor
    is_member = found.pk in organisations_of(actor)
    shown: dict[str, Any] = {
        "can_change": actor.may("organisations.change", found),
        "is_member": is_member,
        "signed_in": actor.person_id is not None,
        # Only a member is shown herself among holders.
        "person_id": actor.person_id if is_member else None,
    }
    rights = panels.rights(actor, found)
    name = ":".join(map(str, ("organisation", found.pk, *shown.values(), rights)))
    linked, body = kept(name.replace(" ", ""), lambda: _body(found, shown, rights))
    return render(request, "organisations/organisation.html", {"organisation": found, "linked": linked, "body": body})


def _body(found: Organisation, shown: dict[str, Any], rights: tuple[Any, ...]) -> tuple[SafeString, SafeString]:
    """Return an organisation as linked data and as a page, for readers with these rights."""
    areas = list(found.areas.order_by().values_list("name", "slug"))
    context = shown | {
        "organisation": found,
        "areas": sorted(areas, key=lambda area: alphabet(str(area[0]))),
        "classes": list(found.classes.values_list("name", flat=True)),
        "posts": with_holders(found.posts.filter(ended=None).order_by("pk"), [found.pk] if shown["is_member"] else []),
        "entries": panels.entries(found),
        "sections": panels.rendered(found, rights),
    }
    return of_organisation(found), render_to_string("organisations/body.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Found one's own organisation's page."""
    demand(request, "organisations.create")
    form = OrganisationForm(posted(request))
    if made := attempt(form, lambda data: actions.create(request.actor, None, **data)):
        request.session[SESSION_KEY] = made.pk
        messages.success(request, _("The organisation has a page now, and you administer it."))
        return see_other(made.get_absolute_url())
    context = {"form": form, "taken": _holder_of_number(form)}
    return render(request, "organisations/create.html", context, status=422 if form.errors else 200)


def _holder_of_number(form: OrganisationForm) -> Organisation | None:
    """Return the other organisation that has the number for which a posted form was refused, if there is one."""
    if not form.errors:
        return None
    own = form.instance.pk or 0
    for column in ("register_number", "business_id"):
        value = form.cleaned_data.get(column)
        if value and (found := Organisation.objects.filter(**{column: value}).exclude(pk=own).first()):
            return found
    return None


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, slug: str) -> HttpResponse:
    """Change an organisation's own record."""
    found = get_object_or_404(Organisation.objects.visible_to(request.actor), slug=slug)
    demand(request, "organisations.change", found)
    form = OrganisationForm(posted(request), instance=found)
    if attempt(form, lambda data: actions.change(request.actor, found, **data)):
        messages.success(request, _("The changes are saved."))
        return see_other(reverse("organisations:organisation", args=[slug]))
    context = {"form": form, "organisation": Organisation.objects.get(pk=found.pk), "taken": _holder_of_number(form)}
    return render(request, "organisations/change.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def act_for(request: Request) -> HttpResponse:
    """Choose for whom one acts from now on: one of one's organisations, or oneself."""
    actor = request.actor
    own = list(roles_of(actor))
    if request.method == "POST":
        chosen = request.POST.get("organisation", "")
        request.session[SESSION_KEY] = int(chosen) if chosen.isdecimal() and int(chosen) in own else 0
        return see_other(_next(request))
    rows = Organisation.objects.filter(pk__in=own)
    roles = roles_of(actor)
    return render(
        request,
        "organisations/act_for.html",
        {"rows": [(row, sorted(roles[row.pk])) for row in rows], "next": _next(request, default=""), "now": actor},
    )


def _next(request: HttpRequest, default: str | None = None) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return reverse("organisations:act_for") if default is None else default
