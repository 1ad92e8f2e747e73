"""Hand-overs of posts, and the page of what nobody answers for."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.continuity import actions
from kumppanuus.continuity.forms import BeginForm, FinishForm, WriteForm
from kumppanuus.continuity.models import Handover
from kumppanuus.continuity.providers import Sought
from kumppanuus.continuity.providers import ownerless as sought_for
from kumppanuus.continuity.reading import by_kind, lines_of
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.organisations.models import Part, Post
from kumppanuus.places.models import Area

MOST = 50  # of each kind


def _page(request: Request, form: Form, handover: Handover | Post, words: tuple[str, str]) -> HttpResponse:
    context = {"form": form, "back": handover.get_absolute_url(), "post": getattr(handover, "post", handover)}
    return render(request, "continuity/form.html", context | {"heading": words[0], "submit": words[1]})


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: Request, pk: int) -> HttpResponse:
    """Say the last day of who holds a post and open its hand-over."""
    found = get_object_or_404(Post.objects.visible_to(request.actor).select_related("organisation"), pk=pk)
    demand(request, "continuity.begin", found)
    form = BeginForm(posted(request), post=found, initial={"part": Part.HOLDER})
    if made := attempt(form, lambda data: actions.begin(request.actor, found, **data)):
        messages.success(request, _("The hand-over is open. Everything that goes with the post is listed below."))
        return see_other(made.get_absolute_url())
    return _page(request, form, found, (_("Begin a hand-over"), _("Begin the hand-over")))


def _handover(request: Request, pk: int, permission: str = "") -> Handover:
    rows = Handover.objects.visible_to(request.actor).select_related("post__organisation", "person")
    found: Handover = get_object_or_404(rows, pk=pk)
    if permission:
        demand(request, permission, found)
    return found


@login_required
@require_safe
def handover(request: Request, pk: int) -> HttpResponse:
    """Show a hand-over: what is written, what goes with the post, what was taken over."""
    found = _handover(request, pk)
    lines = lines_of(found)
    shown = {
        name: request.actor.may(f"continuity.{name}", found) for name in ("write", "take_over", "finish", "call_off")
    }
    context = {
        "handover": found,
        "groups": by_kind([line for line in lines if not line.gone]),
        "gone": [line for line in lines if line.gone and (line.note or line.taken_at)],
        "number": sum(not line.gone for line in lines),
        "taken": sum(line.taken_at is not None for line in lines if not line.gone),
        "waits": any(line.taken_at is None for line in lines if not line.gone),
        "may": shown,
        "is_over": found.days_left < 0,
    }
    return render(request, "continuity/handover.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def write(request: Request, pk: int) -> HttpResponse:
    """Write down what is written nowhere, and what to know about single lines."""
    found = _handover(request, pk, "continuity.write")
    form = WriteForm(posted(request), lines=lines_of(found), initial={"told": found.told})
    if attempt(form, lambda data: actions.write(request.actor, found, told=data["told"], notes=form.notes())):
        messages.success(request, _("What you wrote is saved."))
        return see_other(found.get_absolute_url())
    return _page(request, form, found, (_("Write to your successor"), _("Save")))


@login_required
@require_POST
def take_over(request: Request, pk: int) -> HttpResponse:
    """Confirm that one answers for the ticked lines now."""
    found = _handover(request, pk)
    keys = request.POST.getlist("key")[:500]
    actions.take_over(request.actor, found, keys=keys)
    messages.success(request, _("Thank you. It is written down that you answer for them now."))
    return see_other(found.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def finish(request: Request, pk: int) -> HttpResponse:
    """Finish a hand-over, with a reason where lines wait."""
    found = _handover(request, pk, "continuity.finish")
    form = FinishForm(posted(request))
    if attempt(form, lambda data: actions.finish(request.actor, found, **data)):
        messages.success(request, _("The hand-over is finished."))
        return see_other(found.get_absolute_url())
    return _page(request, form, found, (_("Finish the hand-over"), _("Finish the hand-over")))


@login_required
@require_POST
def call_off(request: Request, pk: int) -> HttpResponse:
    """Call a hand-over off: whoever was to leave stays."""
    found = _handover(request, pk)
    actions.call_off(request.actor, found)
    messages.success(request, _("The hand-over is called off. The post is held as before."))
    return see_other(found.post.get_absolute_url())


@require_safe
def ownerless(request: Request) -> HttpResponse:
    """List what nobody answers for now, everywhere or in an area."""
    slug = request.GET.get("area", "")
    area = get_object_or_404(Area, slug=slug) if slug else None
    areas = frozenset(Area.objects.within(area).order_by().values_list("pk", flat=True)) if area else frozenset()
    things = sought_for(Sought(request.actor, area, MOST, areas))
    groups: list[tuple[str, list[Any]]] = [(kind, list(rows)) for kind, rows in groupby(things, lambda one: one.kind)]
    context = {"groups": groups, "area": area, "most": MOST, "number": len(things)}
    return render(request, "continuity/ownerless.html", context)
