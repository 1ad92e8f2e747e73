"""Commenting, signed in or by the link of an invitation. Opening a page never changes anything: a button does."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kumppanuus.consultations import actions
from kumppanuus.consultations.actions.commenting import draft_on
from kumppanuus.consultations.forms import RemarkForm, initial_of
from kumppanuus.consultations.models import ANSWER, Consultation, Invitation, Part, Remark, Stance
from kumppanuus.consultations.reading import own_invitation
from kumppanuus.consultations.views.common import get_round
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import Request, attempt, demand, see_other
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for, follow, problem_page
from kumppanuus.organisations.models import Organisation

WHOLE = "whole"  # in place of a part: a comment on the whole


def _part(found: Consultation, key: str) -> Part | None:
    return None if key == WHOLE else get_object_or_404(found.parts, key=key)


def _write(request: Request, actor: Actor, found: Consultation, part: Part | None, back: str) -> HttpResponse:
    """Show the form of a part, or keep or give what was written in it."""
    draft = draft_on(actor, found, part)
    form = RemarkForm(
        request.POST if request.method == "POST" else None,
        for_organisation=actor.organisation_id is not None,
        has_text=part is not None and not part.is_question,
        has_account=actor.person_id is not None,
        auto_id=f"{part.key if part else WHOLE}_%s",
        initial={"stance": Stance.NONE},
    )
    form.initial.update(initial_of(draft, form.fields))
    quiet = bool(request.headers.get("HX-Request"))
    if attempt(form, lambda _data: _keep(actor, found, part, form, give="give" in request.POST and not quiet)):
        if quiet:
            return render(request, "consultations/_saved.html", {"saved": True})
        given = "give" in request.POST
        messages.success(request, _("Thank you. Your comment has been sent.") if given else _("Saved as your draft."))
        return see_other(back)
    if quiet:
        return render(request, "consultations/_saved.html", {"form": form})
    context = {
        "round": found,
        "part": part,
        "form": form,
        "draft": draft,
        "back": back,
        "by_link": actor.link_id is not None,
        "organisation": Organisation.objects.filter(pk=actor.organisation_id or 0).first(),
        "over": found.is_over,
        "can_send": found.is_open or (found.late_allowed and found.concluded_at is None),
    }
    return render(request, "consultations/comment.html", context, status=422 if form.errors else 200)


def _keep(actor: Actor, found: Consultation, part: Part | None, form: RemarkForm, *, give: bool) -> Remark:
    """Keep the draft first, so that nothing is lost if it cannot be given."""
    draft = actions.save_remark(actor, found, part=part, **form.said())
    return actions.give(actor, draft) if give else draft


@require_http_methods(["GET", "POST"])
def comment(request: Request, slug: str, key: str) -> HttpResponse:
    """Comment a part of the text, signed in. Who has been signed out is told so and not led away from her words."""
    if request.headers.get("HX-Request") and request.actor.is_visitor:
        return HttpResponse(status=401)
    return _comment(request, slug, key)


@login_required
def _comment(request: Request, slug: str, key: str) -> HttpResponse:
    found = get_round(request, slug, "comment")
    return _write(request, request.actor, found, _part(found, key), found.get_absolute_url())


@login_required
@require_POST
def nothing(request: Request, slug: str) -> HttpResponse:
    """Say in the name of an invited organisation that it has nothing to state."""
    found = get_round(request, slug)
    invitation = own_invitation(request.actor, found)
    if invitation is None:
        raise Http404
    demand(request, "consultations.nothing_to_state", invitation)
    _say_nothing(request, request.actor, invitation)
    return see_other(found.get_absolute_url())


def _say_nothing(request: Request, actor: Actor, invitation: Invitation) -> None:
    try:
        actions.nothing_to_state(actor, invitation)
        messages.success(request, _("Thank you. Readers see that you have nothing to state."))
    except Refused as refusal:
        messages.info(request, refusal.message)


def _remark(request: Request, pk: int, permission: str) -> Remark:
    rows = Remark.objects.visible_to(request.actor).select_related("consultation__organisation", "part")
    found = get_object_or_404(rows, pk=pk)
    demand(request, f"consultations.{permission}", found)
    return found


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a comment of one's own back while the round is open."""
    found = _remark(request, pk, "withdraw_remark")
    _take_back(request, request.actor, found)
    return see_other(found.consultation.get_absolute_url())


def _take_back(request: Request, actor: Actor, found: Remark) -> None:
    try:
        actions.withdraw_remark(actor, found)
        messages.success(request, _("Taken back. It is kept as your draft."))
    except Refused as refusal:
        messages.info(request, refusal.message)


@login_required
@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = _remark(request, pk, "discard")
    actions.discard(request.actor, found)
    messages.success(request, _("The draft was deleted."))
    return see_other(found.consultation.get_absolute_url())


# --- by the link of an invitation ---


def _invitation(request: Request, link: Link) -> Invitation:
    rows = Invitation.objects.select_related("consultation__organisation", "organisation")
    rows = rows.filter(consultation__opens_at__isnull=False)
    return get_object_or_404(rows, pk=link.target_id)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("consultations.invited", most=240, seconds=600, methods=("GET", "POST"))
def invited(request: Request, token: str) -> HttpResponse:
    """The round as the invited sees it: the text, a way to comment each part, "nothing to state"."""
    link = follow(token, ANSWER)
    if not isinstance(link, Link):
        return problem_page(request, link)
    actor, found = actor_for(link), _invitation(request, link)
    consultation = found.consultation
    if request.method == "POST":
        if "nothing" in request.POST:
            _say_nothing(request, actor, found)
        elif (pk := request.POST.get("withdraw", "")).isdigit() and len(pk) < 16:
            remark = get_object_or_404(Remark.objects.given(), pk=pk, invitation=found)
            _take_back(request, actor, remark)
        return see_other(request.path)
    own = list(found.remarks.select_related("part").order_by("pk"))
    context: dict[str, Any] = {
        "round": consultation,
        "invitation": found,
        "parts": list(consultation.parts.all()),
        "own": own,
        "token": token,
        "whole": reverse("consultations:invited_comment", args=[token, WHOLE]),
    }
    return render(request, "consultations/invited.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("consultations.invited", most=600, seconds=600, methods=("GET", "POST"))
def invited_comment(request: Request, token: str, key: str) -> HttpResponse:
    """Comment a part by the link of an invitation."""
    link = follow(token, ANSWER)
    if not isinstance(link, Link):
        return problem_page(request, link)
    found = _invitation(request, link).consultation
    back = reverse("consultations:invited", args=[token])
    return _write(request, actor_for(link), found, _part(found, key), back)
