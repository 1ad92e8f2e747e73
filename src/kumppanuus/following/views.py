"""Following a thing, the list of what I follow, and the way out of its mails."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.actors import Actor, system
from kumppanuus.core.requests import Request, attempt, posted, see_other
from kumppanuus.following import actions
from kumppanuus.following.forms import AddressForm, MineForm, RhythmForm
from kumppanuus.following.models import AddressFollow, Follow
from kumppanuus.following.reading import follow_of, label_of, mine
from kumppanuus.following.stopping import CONFIRM_DAYS, stopped_by
from kumppanuus.following.things import kind_of, visible_rows
from kumppanuus.links.limits import limited
from kumppanuus.notices.models import Rhythm


def _thing(actor: Actor, model: str, pk: int) -> Any:
    """Return the thing, or what it was merged into, if it can be followed and the reader may see it, else 404."""
    kind = kind_of(model)
    thing = visible_rows(actor, [(model, pk)]).get((model, pk)) if kind else None
    if thing is None:
        raise Http404
    return thing


def _page(thing: models.Model, found: Follow | None) -> dict[str, Any]:
    return {"thing": thing, "model": thing._meta.label_lower, "follow": found}


@require_http_methods(["GET", "HEAD", "POST"])
@limited("following.ask", most=20, seconds=3600)
def follow(request: Request, model: str, pk: int) -> HttpResponse:
    """Follow a thing, choose how often, or stop; signed out, by an address, or one signs in and comes back."""
    if request.actor.person_id is None:
        return _signed_out(request, model, pk)
    thing = _thing(request.actor, model, pk)
    found = follow_of(request.actor, thing)
    form = RhythmForm(posted(request), initial={"rhythm": found.rhythm if found else Rhythm.DAILY})
    if attempt(form, lambda data: actions.follow(request.actor, thing, rhythm=data["rhythm"])):
        messages.success(request, _("You follow this. Change how often, or stop, under My data."))
        return see_other(thing.get_absolute_url())
    return render(request, "following/follow.html", _page(thing, found) | {"form": form})


def _signed_out(request: Request, model: str, pk: int) -> HttpResponse:
    """Follow what everybody may see by an address; for the rest one signs in first."""
    if kind_of(model) is None:
        raise Http404
    thing = visible_rows(request.actor, [(model, pk)]).get((model, pk))
    if thing is None:
        return redirect_to_login(request.get_full_path())
    form = AddressForm(posted(request))
    if attempt(form, lambda data: (actions.ask(request.actor, thing, **data), True)):
        asked = {"email": form.cleaned_data["address"], "days": CONFIRM_DAYS}
        return render(request, "following/asked.html", _page(thing, None) | asked)
    context = _page(thing, None) | {
        "form": form,
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': request.path})}",
    }
    return render(request, "following/follow_by_mail.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def unfollow(request: Request, model: str, pk: int) -> HttpResponse:
    """Follow it no more."""
    thing = _thing(request.actor, model, pk)
    if found := follow_of(request.actor, thing):
        actions.unfollow(request.actor, found)
    messages.success(request, _("You do not follow it any more."))
    return see_other(thing.get_absolute_url())


@login_required
@require_safe
def state(request: Request, model: str, pk: int) -> HttpResponse:
    """Give the part of a page that says whether I follow its thing, with the button; the page asks for it."""
    thing = _thing(request.actor, model, pk)
    return render(request, "following/_state.html", _page(thing, follow_of(request.actor, thing)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follows(request: Request) -> HttpResponse:
    """List what I follow, and choose how often for each, or stop."""
    rows = mine(request.actor)
    named = [(row.follow, str(row.thing or row.kind)) for row in rows]
    form = MineForm(posted(request), follows=named)
    if form.is_valid():
        if stop := request.POST.get("stop", ""):
            return _stop_one(request, stop)
        by_id = {row.follow.pk: row.follow for row in rows}
        for one, rhythm in form.chosen().items():
            actions.change(request.actor, by_id[one], rhythm=rhythm)
        messages.success(request, _("Your choices are saved."))
        return see_other(reverse("following:follows"))
    lines = [(row, form[f"rhythm-{row.follow.pk}"]) for row in rows]
    return render(request, "following/follows.html", {"lines": lines, "form": form})


def _stop_one(request: Request, stop: str) -> HttpResponse:
    wanted = int(stop) if stop.isascii() and stop.isdecimal() and len(stop) < 19 else 0
    actions.unfollow(request.actor, get_object_or_404(Follow.objects.visible_to(request.actor), pk=wanted))
    messages.success(request, _("You do not follow it any more."))
    return see_other(reverse("following:follows"))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop following from a mail, without signing in: the page shows a button; a mail program may post at once."""
    try:
        rows = stopped_by(token)
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        raise Http404 from None
    names = [label_of(row) for row in rows]
    if request.method == "POST":
        for row in rows:
            actions.unfollow(system("mail link"), row)
    stopped = request.method == "POST" or not rows
    context = {
        "stopped": stopped,
        "names": names,
        "has_account": not any(isinstance(row, AddressFollow) for row in rows),
    } | {"left": False}
    return render(request, "following/stop.html", context)
