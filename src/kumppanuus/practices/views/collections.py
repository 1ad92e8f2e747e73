"""Collections: the list, a page with its feed, making and changing one; putting practices in and deciding on them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.organisations.models import Post
from kumppanuus.practices import actions
from kumppanuus.practices.forms import CollectionForm, IncludeForm, WhyForm
from kumppanuus.practices.models import Collection, Inclusion, InclusionState, Practice
from kumppanuus.practices.views.common import form_page, get_practice, may
from kumppanuus.practices.views.lists import feed_of
from kumppanuus.spaces.models import Space

STANDS = Q(inclusions__state=InclusionState.APPROVED, inclusions__practice__withdrawn_at=None)


def get_collection(request: Request, slug: str, permission: str = "") -> Collection:
    """Return the collection. 404 if not there, 403 if not allowed."""
    rows = Collection.objects.visible_to(request.actor).select_related("space")
    found = get_object_or_404(rows, slug=slug)
    if permission:
        demand(request, f"practices.{permission}", found)
    return found


@require_safe
def collections(request: Request) -> HttpResponse:
    """List the collections with how much stands in each."""
    rows = Collection.objects.visible_to(request.actor).annotate(number=Count("inclusions", filter=STANDS))
    person = request.actor.person_id
    spaces = list(Space.objects.all()) if person else []
    context = {
        "rows": list(rows),
        "spaces": [one for one in spaces if request.actor.may("practices.make_collection", one)],
        "edited": [one for one in spaces if request.actor.may("practices.begin_template", one)],
    }
    return render(request, "practices/collections.html", context)


@require_safe
def collection(request: Request, slug: str) -> HttpResponse:
    """Show a collection: what it is for, who cares for it, what stands in it and what waits."""
    found = get_collection(request, slug)
    rows = Inclusion.objects.visible_to(request.actor).filter(collection=found, practice__withdrawn_at=None)
    rows = rows.select_related("practice__current", "practice__owner").distinct()
    inclusions = []
    for one in rows:
        one.collection = found
        inclusions.append((one, may(request, one, "approve", "decline")))
    context = {
        "collection": found,
        "standing": [pair for pair in inclusions if pair[0].state == InclusionState.APPROVED],
        "waiting": [pair for pair in inclusions if pair[0].state == InclusionState.WAITING],
        "declined": [pair for pair in inclusions if pair[0].state == InclusionState.DECLINED],
        "curators": list(found.curators.select_related("organisation")),
        "may": may(request, found, "change_collection", "order"),
    }
    return render(request, "practices/collection.html", context)


@same_until_anything_happens
@require_safe
def atom(request: Request, slug: str) -> HttpResponse:
    """Give what stands in a collection as an Atom feed."""
    found = get_collection(request, slug)
    stands = found.inclusions.filter(state=InclusionState.APPROVED).values("practice")
    rows = Practice.objects.listed().filter(pk__in=stands)
    return feed_of(request, str(found.name), settings.SITE_URL + found.get_absolute_url(), rows)


def _posts(space: Space | None) -> Any:
    """Return the posts that may care for a collection of a space: its operator's and those of who cares there."""
    rows = Post.objects.in_force().select_related("organisation")
    members = [space.operator_id] if space else []
    holders = space.roles.values("person") if space else []
    return rows.filter(Q(organisation__in=members) | Q(holdings__person__in=holders)).distinct()


@login_required
@require_http_methods(["GET", "POST"])
def make(request: Request, space: str) -> HttpResponse:
    """Make a collection of a space."""
    home = get_object_or_404(Space.objects.visible_to(request.actor), slug=space)
    demand(request, "practices.make_collection", home)
    form = CollectionForm(posted(request), posts=_posts(home))
    if made := attempt(form, lambda data: actions.make_collection(request.actor, home, **data)):
        messages.success(request, _("The collection is made. Anyone can bring own operating models to it now."))
        return see_other(made.get_absolute_url())
    return form_page(request, form, home, _("Make a collection"), _("Make it"), plain=True)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, slug: str) -> HttpResponse:
    """Change what is told of a collection."""
    found = get_collection(request, slug, "change_collection")
    initial = {name: getattr(found, name) for name in ("name", "aim", "introduction")}
    initial["curators"] = [one.pk for one in found.curators.all()]
    form = CollectionForm(posted(request), posts=_posts(found.space), initial=initial)
    if attempt(form, lambda data: actions.change_collection(request.actor, found, **data)):
        return see_other(found.get_absolute_url())
    return form_page(request, form, found, _("Change the collection"), _("Save"), plain=True)


@login_required
@require_POST
def order(request: Request, slug: str) -> HttpResponse:
    """Move a practice up in a collection."""
    found = get_collection(request, slug, "order")
    rows = list(found.inclusions.values_list("pk", flat=True))
    up = request.POST.get("up", "")
    if up.isdigit() and len(up) < 18 and int(up) in rows:
        place = rows.index(int(up))
        rows.insert(max(place - 1, 0), rows.pop(place))
    actions.order(request.actor, found, inclusions=rows)
    return see_other(found.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def include(request: Request, slug: str) -> HttpResponse:
    """Put a practice into a collection."""
    found = get_practice(request, slug, "include")
    form = IncludeForm(posted(request), practice=found)
    if made := attempt(form, lambda data: actions.include(request.actor, found, **data)):
        waiting = made.state == InclusionState.WAITING
        messages.success(
            request, _("It stands there now, marked as waiting for the curator.") if waiting else _("Added.")
        )
        return see_other(made.get_absolute_url())
    lead = _(
        "It stands in the collection at once. The curator looks at it afterwards and says why, if it does not fit."
    )
    return form_page(request, form, found, _("Put into a collection"), _("Put it there"), lead=lead)


def _inclusion(request: Request, pk: int, permission: str = "") -> Inclusion:
    rows = Inclusion.objects.visible_to(request.actor).select_related("collection__space", "practice__owner")
    found = get_object_or_404(rows.distinct(), pk=pk)
    if permission:
        demand(request, f"practices.{permission}", found)
    return found


@login_required
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    """Approve a practice in a collection."""
    found = actions.approve(request.actor, _inclusion(request, pk))
    messages.success(request, _("Approved. Its owner is told."))
    return see_other(found.collection.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def decline(request: Request, pk: int) -> HttpResponse:
    """Take a practice out of a collection, with a reason."""
    found = _inclusion(request, pk, "decline")
    form = WhyForm(posted(request))
    if attempt(form, lambda data: actions.decline(request.actor, found, **data)):
        messages.success(request, _("Its owner is told why."))
        return see_other(found.collection.get_absolute_url())
    lead = str(found.practice)
    heading = _("It does not fit into the collection")
    return form_page(request, form, found.collection, heading, _("Say so"), lead=lead, plain=True)


@login_required
@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take an own practice out of a collection."""
    practice = actions.remove(request.actor, _inclusion(request, pk))
    messages.success(request, _("Taken out of the collection."))
    return see_other(practice.get_absolute_url())
