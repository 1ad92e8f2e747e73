"""The kinds of bodies that a space offers, kept by its editors."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.bodies import actions
from kumppanuus.bodies.forms import KindForm
from kumppanuus.bodies.models import BodyKind
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.spaces.models import Space


def _space(request: Request, space: str) -> Space:
    return get_object_or_404(Space.objects.visible_to(request.actor), slug=space)


def _kind(space: Space, code: str) -> BodyKind:
    found = next((kind for kind in BodyKind.objects.offered_in(space) if kind.code == code), None)
    return found or get_object_or_404(BodyKind.objects.none())


@require_safe
def kinds(request: Request, space: str) -> HttpResponse:
    """List the kinds of bodies of a space with what each is for, and the rules it begins with."""
    found = _space(request, space)
    may = request.actor.may("bodies.set_kind", found)
    context = {"space": found, "kinds": BodyKind.objects.offered_in(found), "may": may}
    return render(request, "bodies/kinds.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def set_kind(request: Request, space: str, code: str = "") -> HttpResponse:
    """Add a kind, or change one."""
    found = _space(request, space)
    demand(request, "bodies.set_kind", found)
    kind = _kind(found, code) if code else None
    initial = {name: getattr(kind, name) for name in KindForm.base_fields} if kind else {}
    form = KindForm(posted(request), initial=initial)
    if attempt(form, lambda data: actions.set_kind(request.actor, found, kind=kind, **data)):
        messages.success(request, _("The list of kinds is saved."))
        return see_other(reverse("bodies:kinds", args=[found.slug]))
    context = {"form": form, "space": found, "kind": kind}
    return render(request, "bodies/kind.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def end_kind(request: Request, space: str, code: str) -> HttpResponse:
    """Offer a kind no more."""
    found = _space(request, space)
    demand(request, "bodies.end_kind", found)
    actions.end_kind(request.actor, found, kind=_kind(found, code))
    messages.success(request, _("New bodies of this kind are not offered any more. Those that are there stay."))
    return see_other(reverse("bodies:kinds", args=[found.slug]))
