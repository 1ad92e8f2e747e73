"""Registering for a forum: with an account at once, without one by a button behind the link in the mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kumppanuus.core.requests import Request, attempt, posted, see_other
from kumppanuus.forums import actions
from kumppanuus.forums.forms import AmendForm, AskForm
from kumppanuus.forums.letters import SIGNUP
from kumppanuus.forums.models import Forum, Signup, SignupState
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for, follow, problem_page


def _get(request: Request, slug: str) -> Forum:
    return get_object_or_404(Forum.objects.visible_to(request.actor).select_related("organiser", "area"), slug=slug)


@require_http_methods(["GET", "POST"])
@limited("forums.register", most=30, seconds=3600)
def register(request: Request, slug: str) -> HttpResponse:
    """Register: with an account at once, without one a mail comes that confirms it."""
    found = _get(request, slug)
    if request.method == "GET" and not found.takes_signups:
        return see_other(found.get_absolute_url())
    signed_in = request.actor.person_id is not None
    form = (AmendForm if signed_in else AskForm)(posted(request), forum=found)
    if signed_in:
        if made := attempt(form, lambda data: actions.sign_up(request.actor, found, **data)):
            messages.success(request, _said(made))
            return see_other(found.get_absolute_url())
    elif attempt(form, lambda data: (actions.ask(request.actor, found, **data), True)):
        return render(request, "forums/asked.html", {"forum": found, "email": form.cleaned_data["email"]})
    context = {"form": form, "forum": found, "back": found.get_absolute_url(), "signed_in": signed_in}
    return render(request, "forums/register.html", context, status=422 if form.errors else 200)


def _said(signup: Signup) -> str:
    if signup.state == SignupState.WAITING:
        return _("The event is full. You are in the waiting list and get a mail at once if a place comes free.")
    return _("You are registered. You get a mail with an entry for your calendar.")


@login_required
@require_POST
def withdraw(request: Request, slug: str) -> HttpResponse:
    """Cancel one's own registration."""
    found = _get(request, slug)
    own = get_object_or_404(Signup.objects.select_related("forum"), forum=found, person=request.actor.person_id)
    actions.withdraw(request.actor, own)
    messages.success(request, _("Your registration is cancelled."))
    return see_other(found.get_absolute_url())


@require_http_methods(["GET", "POST"])
@limited("forums.by_link", most=60, seconds=3600)
def by_link(request: Request, token: str) -> HttpResponse:
    """Confirm, change or cancel by the link in a mail. Only its buttons change anything: programs read links, too."""
    link = follow(token, SIGNUP)
    if not isinstance(link, Link):
        return problem_page(request, link)
    rows = Signup.objects.select_related("forum__organiser", "forum__area", "person")
    own = get_object_or_404(rows, pk=link.target_id, link_id=link.pk)
    request.actor = actor_for(link)
    form = AmendForm(forum=own.forum, initial={"way": own.way, "needs": own.needs})
    match request.POST.get("do") if request.method == "POST" else "":
        case "confirm":
            messages.success(request, _said(actions.confirm(request.actor, own)))
            return see_other(request.path)
        case "withdraw":
            actions.withdraw(request.actor, own)
            messages.success(request, _("Your registration is cancelled."))
            return see_other(request.path)
        case "amend":
            form = AmendForm(request.POST, forum=own.forum)
            if attempt(form, lambda data: actions.amend(request.actor, own, **data)):
                messages.success(request, _("Your changes are saved."))
                return see_other(request.path)
    context = {"signup": own, "forum": own.forum, "form": form, "state": own.state}
    return render(request, "forums/by_link.html", context, status=422 if form.errors else 200)
