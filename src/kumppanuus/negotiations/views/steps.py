"""One form or button for each verb of a negotiation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for, follow, problem_page
from kumppanuus.negotiations import actions
from kumppanuus.negotiations.actions.following import FOLLOW, own_measures
from kumppanuus.negotiations.forms import (
    AnswerForm,
    ChangeForm,
    ConveneForm,
    FollowForm,
    GroupForm,
    InviteForm,
    PointForm,
    PresentationForm,
    ProposalForm,
    ReasonForm,
    SignForm,
    prefilled,
)
from kumppanuus.negotiations.models import FollowUp, Negotiation, Party, Point, Proposal
from kumppanuus.negotiations.views.lists import get_negotiation, show
from kumppanuus.places.models import Area


@dataclass(frozen=True)
class Page:
    """The page of one verb: its form, what it is called and what is said before and afterwards."""

    form: Callable[..., forms.Form]
    title: Any
    button: Any
    said: Any
    lead: Any = ""
    knows: bool = True  # whether the form is made for the negotiation


PAGES: dict[str, Page] = {
    "change": Page(ChangeForm, _("Change the words and days"), _("Save"), _("Saved.")),
    "invite": Page(InviteForm, _("Invite parties"), _("Invite"), _("Invited. Each gets an e-mail.")),
    "add_group": Page(GroupForm, _("Add a group or theme"), _("Add"), _("Added."), knows=False),
    "add_point": Page(PointForm, _("Add a point to the programme"), _("Add"), _("It is in the programme.")),
    "present": Page(
        PresentationForm,
        _("Add a presentation"),
        _("Add the presentation"),
        _("The presentation is there."),
        _("Several parties can bring one together: choose all whose it is."),
    ),
    "propose": Page(
        ProposalForm,
        _("Propose a measure"),
        _("Propose"),
        _("It is among the proposals."),
        _("A goal, what is done for it, who answers for it, what shows it and by when."),
    ),
    "reopen": Page(
        ReasonForm,
        _("Open a new version"),
        _("Open a new version"),
        _("The text is open. All sign the new version."),
        _("What was signed stays readable and its measures stay agreed. All parties are told why, and sign anew."),
        knows=False,
    ),
}


def _form_page(  # noqa: PLR0917 - what such a page is made of
    request: Request, found: Negotiation, form: forms.Form, title: Any, button: Any, lead: Any = "", text: Any = None
) -> HttpResponse:
    context = {"negotiation": found, "form": form, "title": title, "button": button, "lead": lead, "text": text}
    return show(request, "negotiations/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def convene(request: Request, slug: str) -> HttpResponse:
    """Begin the negotiation of a year."""
    area = get_object_or_404(Area, slug=slug)
    demand(request, "negotiations.convene", area)
    form = ConveneForm(posted(request))
    if made := attempt(form, lambda data: actions.convene(request.actor, area, **data)):
        messages.success(request, _("Begun. Only you and the parties see it until you publish it."))
        return see_other(made.get_absolute_url())
    return show(request, "negotiations/convene.html", {"form": form, "area": area}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def take(request: Request, pk: int, verb: str) -> HttpResponse:
    """Do one verb with a form."""
    page = PAGES[verb]
    found = get_negotiation(request, pk, f"negotiations.{verb}")
    more: dict[str, Any] = {"negotiation": found} if page.knows else {}
    if verb == "propose":
        more["initial"] = prefilled(request.GET)
    form = page.form(posted(request), request.FILES or None, **more)
    act = getattr(actions, verb)
    if attempt(form, lambda data: (act(request.actor, found, **data),)):
        messages.success(request, page.said)
        return see_other(found.get_absolute_url())
    return _form_page(request, found, form, page.title, page.button, page.lead)


SAID = {
    "publish": _("Published. Everybody can read it now."),
    "offer": _("The text is locked and the parties were asked to sign it."),
    "close": _("Closed. It stays readable."),
}


@login_required
@require_POST
def press(request: Request, pk: int, verb: str) -> HttpResponse:
    """Do one verb by its button."""
    found = get_negotiation(request, pk, f"negotiations.{verb}")
    try:
        getattr(actions, verb)(request.actor, found)
        messages.success(request, SAID[verb])
    except Refused as refusal:
        messages.error(request, refusal.message)
    return see_other(found.get_absolute_url())


@login_required
@require_POST
def begin_next(request: Request, pk: int) -> HttpResponse:
    """Begin the next year from this one."""
    found = get_negotiation(request, pk, "negotiations.begin_next")
    made = actions.begin_next(request.actor, found)
    messages.success(request, _("Begun from the year before: look through its days, programme and parties."))
    return see_other(made.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: Request, pk: int) -> HttpResponse:
    """Sign the text in the organisation's name."""
    found = get_negotiation(request, pk, "negotiations.sign")
    text = found.agreements.first()
    form = SignForm(posted(request), initial={"number": text.number if text else 0})
    if attempt(form, lambda data: actions.sign(request.actor, found, **data)):
        messages.success(request, _("Signed in your organisation's name."))
        return see_other(found.get_absolute_url())
    lead = gettext("You sign version %(number)d in your organisation's name, on the decision that you tell here.")
    lead %= {"number": text.number if text else 0}
    return _form_page(request, found, form, _("Sign the agreement"), _("Sign"), lead, text)


def _proposal(request: Request, pk: int, permission: str) -> Proposal:
    found = get_object_or_404(Proposal.objects.select_related("owner", "area", "by"), pk=pk)
    found.negotiation = get_negotiation(request, found.negotiation_id)
    demand(request, permission, found)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def rewrite(request: Request, pk: int) -> HttpResponse:
    """Change a proposal."""
    found = _proposal(request, pk, "negotiations.rewrite")
    form = ProposalForm(posted(request), negotiation=found.negotiation, proposal=found)
    if attempt(form, lambda data: actions.rewrite(request.actor, found, **data)):
        messages.success(request, _("Saved."))
        return see_other(found.negotiation.get_absolute_url())
    return _form_page(request, found.negotiation, form, _("Change a proposal"), _("Save"))


@login_required
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Take a proposal into the text."""
    found = _proposal(request, pk, "negotiations.accept")
    actions.accept(request.actor, found)
    messages.success(request, _("It is in the text. Who proposed it is told."))
    return see_other(found.negotiation.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def decline(request: Request, pk: int) -> HttpResponse:
    """Leave a proposal out, with a reason."""
    found = _proposal(request, pk, "negotiations.decline")
    form = ReasonForm(posted(request))
    if attempt(form, lambda data: actions.decline(request.actor, found, **data)):
        messages.success(request, _("Declined. Who proposed it is told why."))
        return see_other(found.negotiation.get_absolute_url())
    return _form_page(request, found.negotiation, form, _("Decline a proposal"), _("Decline"), found.title)


@login_required
@require_http_methods(["GET", "POST"])
def answer_point(request: Request, pk: int) -> HttpResponse:
    """Take a proposed point into the programme, or decline it."""
    found = get_object_or_404(Point.objects.select_related("by"), pk=pk)
    found.negotiation = get_negotiation(request, found.negotiation_id)
    demand(request, "negotiations.answer_point", found)
    form = AnswerForm(posted(request))
    if attempt(form, lambda data: actions.answer_point(request.actor, found, **data), field="reason"):
        messages.success(request, _("Answered. Who proposed it is told."))
        return see_other(found.negotiation.get_absolute_url())
    return _form_page(request, found.negotiation, form, _("Answer a proposed point"), _("Answer"), found.title)


@login_required
@require_http_methods(["GET", "POST"])
def leave(request: Request, pk: int) -> HttpResponse:
    """A party leaves, with a reason."""
    found = get_object_or_404(Party.objects.select_related("organisation"), pk=pk)
    found.negotiation = get_negotiation(request, found.negotiation_id)
    demand(request, "negotiations.leave", found)
    form = ReasonForm(posted(request))
    if attempt(form, lambda data: actions.leave(request.actor, found, **data)):
        messages.success(request, _("The party has left. It stays readable with its reason."))
        return see_other(reverse("negotiations:negotiations"))
    return _form_page(request, found.negotiation, form, _("Leave the negotiation"), _("Leave"), found.organisation.name)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("negotiations.follow", most=120, seconds=600, methods=("GET", "POST"))
def follow_up(request: Request, token: str) -> HttpResponse:
    """Let the holder of a party's link tell how its measures go, without an account."""
    link = follow(token, FOLLOW)
    if not isinstance(link, Link):
        return problem_page(request, link)
    rows = FollowUp.objects.select_related(
        "party__negotiation__area", "party__negotiation__convener", "party__organisation"
    )
    found = get_object_or_404(rows, pk=link.target_id, link_id=link.pk)
    actor = actor_for(link)
    demand_by_link(actor, found)
    form = FollowForm(posted(request), measures=own_measures(found))
    if attempt(form, lambda _data: actions.report(actor, found, told=form.told())):
        messages.success(request, _("Thank you. It stands on the measures' pages; you can tell more by the same link."))
        return see_other(reverse("negotiations:follow", args=[token]))
    context = {"follow_up": found, "negotiation": found.party.negotiation, "party": found.party, "form": form}
    return show(request, "negotiations/follow.html", context, status=422 if form.errors else 200)


def demand_by_link(actor: Any, found: FollowUp) -> None:
    """Raise PermissionDenied unless the link may still report."""
    from django.core.exceptions import PermissionDenied

    if not actor.may("negotiations.report", found):
        raise PermissionDenied("negotiations.report")


@login_required
@require_POST
def withdraw_link(request: Request, pk: int) -> HttpResponse:
    """Withdraw the link of a follow-up."""
    return _with_link(request, pk, actions.withdraw_link, _("The link does not work any more."))


@login_required
@require_POST
def send_again(request: Request, pk: int) -> HttpResponse:
    """Mail a new link of a follow-up; the one before stops."""
    said = _("A new link was sent. The one before does not work any more.")
    return _with_link(request, pk, actions.send_again, said)


def _with_link(request: Request, pk: int, act: Callable[..., FollowUp], said: Any) -> HttpResponse:
    found = get_object_or_404(FollowUp.objects.select_related("party__organisation"), pk=pk)
    found.party.negotiation = get_negotiation(request, found.party.negotiation_id)
    try:
        act(request.actor, found)
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return see_other(found.party.negotiation.get_absolute_url() + "#links")
