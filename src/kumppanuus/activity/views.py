"""History of a thing, my own doings, what I may follow, and removing content for good."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumppanuus.activity import actions
from kumppanuus.activity.forms import RedactForm
from kumppanuus.activity.models import Event
from kumppanuus.activity.permissions import removers
from kumppanuus.activity.redaction import words_at
from kumppanuus.activity.wording import lines
from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.interop import feeds

PAGE = 50


def _thing(actor: Actor, model: str, pk: int) -> models.Model:
    """Return the thing if its model is ours and the reader may see it, else 404."""
    try:
        found: Any = apps.get_model(model)
    except (LookupError, ValueError):
        raise Http404 from None
    rows = getattr(found._default_manager, "visible_to", None)
    if not found.__module__.startswith("kumppanuus.") or rows is None:
        raise Http404
    thing: models.Model = get_object_or_404(rows(actor), pk=pk)
    return thing


def _page(request: Request, events: models.QuerySet[Event]) -> dict[str, Any]:
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    return {"page": page, "lines": lines(request.actor, list(page.object_list))}


@require_safe
def history(request: Request, model: str, pk: int) -> HttpResponse:
    """Show who did what to a thing, as far as the reader may see it."""
    thing = _thing(request.actor, model, pk)
    events = Event.objects.about(thing).visible_to(request.actor)
    context = _page(request, events) | {"thing": thing, "model": model, "pk": pk}
    return render(request, "activity/history.html", context)


@require_safe
def atom(request: Request, model: str, pk: int) -> HttpResponse:
    """Give the public part of a thing's history as an Atom feed."""
    visitor = Actor()
    thing = _thing(visitor, model, pk)
    address = f"{settings.SITE_URL}{reverse('activity:history', args=[model, pk])}"
    feed = feeds.Feed(title=str(thing), link=address, description="", language=get_language() or "fi")
    for line in lines(visitor, list(Event.objects.about(thing).visible_to(visitor)[:PAGE])):
        who = " ".join(str(part) for part in (line.who, line.organisation) if part)
        feed.add_item(
            title=f"{who} {line.what}",
            link=address,
            description=line.decision,
            pubdate=line.at,
            updateddate=line.at,
            unique_id=f"{address}#{line.event.pk}",
        )
    return feeds.answer(feed)


@login_required
@require_safe
def mine(request: Request) -> HttpResponse:
    """Show what I have done."""
    events = Event.objects.visible_to(request.actor).filter(person_id=request.actor.person_id)
    return render(request, "activity/events.html", _page(request, events) | {"title": _("What you have done here")})


@login_required
@require_safe
def feed(request: Request) -> HttpResponse:
    """Show what has happened where I belong: in my organisations, my spaces and to me."""
    own = request.actor.tokens() - {"public"}
    events = Event.objects.by_tokens(request.actor, own)
    return render(request, "activity/events.html", _page(request, events) | {"title": _("What has happened")})


def _removable(request: Request, model: str, pk: int) -> models.Model:
    """Return a thing whose content the reader may remove: one that she sees, or a part of a page that she does."""
    try:
        found: Any = apps.get_model(model)
    except (LookupError, ValueError):
        raise Http404 from None
    if hasattr(found._default_manager, "visible_to") or found not in removers:
        thing = _thing(request.actor, model, pk)
        demand(request, "activity.redact", thing)
        return thing
    part: models.Model = get_object_or_404(found, pk=pk)
    if not request.actor.may("activity.redact", part):
        raise Http404
    return part


@login_required
@require_http_methods(["GET", "POST"])
def redact(request: Request, model: str, pk: int, field: str) -> HttpResponse:
    """Remove content for good, after saying what that means."""
    thing = _removable(request, model, pk)
    form = RedactForm(posted(request))
    back = request.GET.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("activity:history", args=[model, pk]) if hasattr(type(thing), "get_absolute_url") else ""
    if attempt(form, lambda data: actions.redact(request.actor, thing, field=field, reason=data["reason"])):
        messages.success(request, _("It has been removed for good."))
        return see_other(back or reverse("activity:history", args=[model, pk]))
    said = words_at(thing, field)
    named = str(thing) if type(thing).__str__ is not models.Model.__str__ else str(thing._meta.verbose_name)
    context = {"form": form, "thing": named, "field": field, "words": said, "back": back}
    return render(request, "activity/redact.html", context, status=422 if form.errors else 200)
