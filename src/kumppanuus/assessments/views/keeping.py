"""The keeper's desk: who was invited, what waits, which texts to check, sheets to print."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumppanuus.assessments import actions
from kumppanuus.assessments.forms import InviteForm, ReasonForm, VerifyForm
from kumppanuus.assessments.models import Assessment, CommentState, Participation, ParticipationState, Round
from kumppanuus.assessments.privacy import FIVE
from kumppanuus.assessments.views.public import assessment_or_404, counts
from kumppanuus.core.actions import Refused
from kumppanuus.core.alphabet import alphabet
from kumppanuus.core.requests import Request, attempt, see_other
from kumppanuus.links import qr
from kumppanuus.questionnaires.models import Answer
from kumppanuus.spaces.context import dress


def _keep(request: Request, pk: int) -> Round:
    round_ = get_object_or_404(Round.objects.visible_to(request.actor).select_related("space", "keeper"), pk=pk)
    dress(request, round_.space_id)
    if not request.actor.may("assessments.keep", round_):
        raise PermissionDenied
    return round_


def _waiting_texts(round_: Round) -> int:
    return (
        Answer.objects.filter(
            response__in=Participation.objects.counted().filter(assessment__round=round_).values("response"),
            comment_public=True,
            check_of_comment=None,
        )
        .exclude(comment="")
        .count()
    )


def desk(request: Request, pk: int) -> HttpResponse:
    """The round on one page: what to do next, and how each municipality's answering goes."""
    round_ = _keep(request, pk)
    rows = round_.assessments.select_related("area", "response").annotate(
        invited=Count("participations", filter=~Q(participations__state=ParticipationState.REFUSED)),
        answered=counts(ParticipationState.ANSWERED),
        pending=counts(ParticipationState.PENDING),
    )
    assessments = sorted(rows, key=lambda one: alphabet(str(one.area.name)))
    numbers = [(getattr(a, "pending"), getattr(a, "answered")) for a in assessments]  # noqa: B009 - annotations
    context = {
        "round": round_,
        "assessments": assessments,
        "pending": sum(n for n, _answered in numbers),
        "waiting_texts": _waiting_texts(round_),
        "under_five": sum(0 < answered < FIVE for _n, answered in numbers),
        "shown": sum(answered >= FIVE for _n, answered in numbers),
    }
    return render(request, "assessments/keep/desk.html", context)


def assessment_desk(request: Request, pk: int, area: str) -> HttpResponse:
    """One municipality: each organisation invited, its state, and what to do about it."""
    _keep(request, pk)
    assessment = assessment_or_404(request, pk, area)
    rows = assessment.participations.visible_to(request.actor).select_related("organisation")
    state = request.GET.get("state", "")
    if state in ParticipationState.values:
        rows = rows.filter(state=state)
    page = Paginator(rows.order_by("state", "organisation__sort_name", "pk"), 50).get_page(request.GET.get("page"))
    tabs = [(_("All"), "?", "")] + [(str(s.label), f"?state={s.value}", s.value) for s in ParticipationState]
    context = {"round": assessment.round, "assessment": assessment, "page_obj": page, "tabs": tabs, "state": state}
    return render(request, "assessments/keep/assessment.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: Request, pk: int, area: str) -> HttpResponse:
    """Invite one more NGO."""
    assessment = assessment_or_404(request, pk, area)
    if not request.actor.may("assessments.invite", assessment):
        raise PermissionDenied
    form = InviteForm(request.POST or None, assessment=assessment)
    if form.is_valid():
        actions.invite(request.actor, assessment, organisation=form.cleaned_data["organisation"])
        return see_other(reverse("assessments:keep_assessment", args=[pk, area]))
    context = {"assessment": assessment, "round": assessment.round, "form": form}
    return render(request, "assessments/keep/invite.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def sheet(request: Request, pk: int, area: str) -> HttpResponse:
    """Make and show the sheet with a code and a QR picture, to print for an association evening."""
    assessment = assessment_or_404(request, pk, area)
    if not request.actor.may("assessments.print_sheet", assessment):
        raise PermissionDenied
    context: dict[str, Any] = {"assessment": assessment, "round": assessment.round}
    if request.method == "POST":
        token, code = actions.print_sheet(request.actor, assessment)
        address = request.build_absolute_uri(reverse("assessments:claim", args=[token]))
        enter = request.build_absolute_uri(reverse("links:enter"))
        context |= {"code": code, "address": address, "enter": enter, "picture": qr.svg(address)}
    return render(request, "assessments/keep/sheet.html", context)


def _participation(request: Request, pk: int, permission: str) -> Participation:
    rows = Participation.objects.visible_to(request.actor).select_related(
        "assessment__round__space", "assessment__area", "organisation"
    )
    participation = get_object_or_404(rows, pk=pk)
    if not request.actor.may(f"assessments.{permission}", participation):
        raise PermissionDenied
    return participation


def _back(participation: Participation) -> str:
    assessment: Assessment = participation.assessment
    return reverse("assessments:keep_assessment", args=[assessment.round_id, assessment.area.slug])


@require_http_methods(["GET", "POST"])
def verify(request: Request, pk: int) -> HttpResponse:
    """Say which organisation an open answer is from."""
    participation = _participation(request, pk, "verify")
    form = VerifyForm(
        request.POST or None,
        assessment=participation.assessment,
        initial={"organisation": participation.organisation_id},
    )
    if attempt(form, lambda data: actions.verify(request.actor, participation, organisation=data["organisation"])):
        return see_other(_back(participation))
    context = {"participation": participation, "form": form, "back": _back(participation)}
    return render(request, "assessments/keep/verify.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def refuse(request: Request, pk: int) -> HttpResponse:
    """Refuse an answer with a public reason."""
    participation = _participation(request, pk, "refuse")
    form = ReasonForm(request.POST or None)
    if attempt(form, lambda data: actions.refuse(request.actor, participation, reason=data["reason"])):
        return see_other(_back(participation))
    context = {"participation": participation, "form": form, "back": _back(participation)}
    return render(request, "assessments/keep/refuse.html", context, status=422 if form.errors else 200)


def texts(request: Request, pk: int) -> HttpResponse:
    """Free texts that may be published, to be checked for personal data, those that wait first."""
    round_ = _keep(request, pk)
    rows = Participation.objects.counted().filter(assessment__round=round_)
    answers = (
        Answer.objects.filter(response__in=rows.values("response"), comment_public=True)
        .exclude(comment="")
        .select_related("item", "check_of_comment", "response")
        .order_by("check_of_comment__at", "pk")
    )
    waiting = request.GET.get("all") is None
    if waiting:
        answers = answers.filter(check_of_comment=None)
    page = Paginator(answers, 20).get_page(request.GET.get("page"))
    owners = {p.response_id: p for p in rows.select_related("assessment__area")}
    lines = [(answer, owners.get(answer.response_id)) for answer in page]
    context = {"round": round_, "page_obj": page, "lines": lines, "waiting": waiting, "states": CommentState}
    return render(request, "assessments/keep/texts.html", context)


@require_http_methods(["POST"])
def check_comment(request: Request, pk: int) -> HttpResponse:
    """Publish or withhold one text."""
    participation = _participation(request, pk, "check_comment")
    chosen = request.POST.get("answer", "")
    pk_of_answer = int(chosen) if chosen.isdecimal() else 0
    answer = get_object_or_404(Answer, pk=pk_of_answer, response=participation.response_id)
    state = request.POST.get("state", "")
    if state not in CommentState.values:
        raise Refused(_("Choose whether the text is published or withheld."))
    reason = request.POST.get("reason", "")[:300]
    actions.check_comment(request.actor, participation, answer=answer, state=state, reason=reason)
    messages.success(request, _("Saved."))
    return see_other(reverse("assessments:texts", args=[participation.assessment.round_id]))
