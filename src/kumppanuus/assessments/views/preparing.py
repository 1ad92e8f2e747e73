"""The municipality's side: several people prepare, one signs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumppanuus.accounts.models import Person
from kumppanuus.assessments import actions
from kumppanuus.assessments.forms import EvidenceForm, MunicipalAnswerForm, ReasonForm, SignForm, TeamCommentForm
from kumppanuus.assessments.models import Assessment, Signature
from kumppanuus.assessments.records import record_at
from kumppanuus.assessments.views.doors import items_of
from kumppanuus.assessments.views.public import assessment_or_404
from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, attempt, see_other
from kumppanuus.organisations.models import Membership, acts_for
from kumppanuus.questionnaires.actions.responses import Conflict
from kumppanuus.questionnaires.models import Answer, EvidenceKind, Item


def _open(request: Request, pk: int, area: str, permission: str = "prepare") -> Assessment:
    """Return the assessment if the reader works on the municipality's side; 403 otherwise."""
    assessment = assessment_or_404(request, pk, area)
    if not request.actor.may(f"assessments.{permission}", assessment):
        raise PermissionDenied
    return assessment


def _answers(assessment: Assessment) -> dict[int, Answer]:
    if assessment.response is None:
        return {}
    return {a.item_id: a for a in assessment.response.answers.prefetch_related("evidence__file")}


def _signatures(assessment: Assessment) -> list[Signature]:
    """Return the signatures on the answer or the draft, the first one first."""
    if assessment.response is None:
        return []
    return list(assessment.response.signatures.select_related("person").order_by("pk"))


def _to(assessment: Assessment, name: str, *args: str) -> str:
    return reverse(f"assessments:{name}", args=[assessment.round_id, assessment.area.slug, *args])


def overview(request: Request, pk: int, area: str) -> HttpResponse:
    """The list of items: what is answered, who prepares it, what lacks evidence."""
    assessment = _open(request, pk, area)
    answers = _answers(assessment)
    assigned = {a.item_id: a.person for a in assessment.assignments.select_related("person")}
    items = items_of(assessment.round)
    lines = [(item, answers.get(item.pk), assigned.get(item.pk)) for item in items]
    context = {
        "assessment": assessment,
        "round": assessment.round,
        "lines": lines,
        "first_open": next((item for item, answer, _person in lines if not (answer and answer.is_given)), None),
        "answered": sum(bool(answer and answer.is_given) for _item, answer, _person in lines),
        "locked": assessment.response is not None and not assessment.response.is_draft,
        "signatures": _signatures(assessment),
    }
    return render(request, "assessments/prepare/overview.html", context)


def _item(assessment: Assessment, code: str) -> Item:
    rows = Item.objects.select_related("theme").prefetch_related("levels")
    return get_object_or_404(rows, version=assessment.round.version_id, code=code)


@require_http_methods(["GET", "POST"])
def item_page(request: Request, pk: int, area: str, code: str) -> HttpResponse:
    """One item: level, explanation, evidence, who prepares it, the team's comments."""
    assessment = _open(request, pk, area)
    item = _item(assessment, code)
    form = MunicipalAnswerForm(request.POST or None, item=item, answer=_answers(assessment).get(item.pk))
    if form.is_valid():
        try:
            actions.prepare(request.actor, assessment, item=item, **form.given())
        except Conflict as conflict:
            form.show_conflict(conflict)
        else:
            return see_other(_next(assessment, item))
    return _show_item(request, assessment, item, form=form)


def _next(assessment: Assessment, item: Item) -> str:
    later = [i for i in items_of(assessment.round) if i.order > item.order]
    return _to(assessment, "prepare_item", later[0].code) if later else _to(assessment, "prepare")


def _show_item(request: Request, assessment: Assessment, item: Item, **context: Any) -> HttpResponse:
    answer = _answers(assessment).get(item.pk)
    members = Person.objects.filter(
        pk__in=Membership.objects.current().filter(organisation=assessment.organisation_id).values("person")
    )
    context = {
        "assessment": assessment,
        "round": assessment.round,
        "item": item,
        "answer": answer,
        "form": MunicipalAnswerForm(item=item, answer=answer),
        "evidence_form": EvidenceForm(),
        "comment_form": TeamCommentForm(),
        "comments": assessment.team_comments.filter(item=item).select_related("person"),
        "assignment": assessment.assignments.filter(item=item).select_related("person").first(),
        "members": members,
        "may_remove": acts_for(request.actor, assessment.organisation_id, "admin"),
        "locked": assessment.response is not None and not assessment.response.is_draft,
        **context,
    }
    wrong = any(isinstance(f, forms.Form) and f.is_bound and f.errors for f in context.values())
    return render(request, "assessments/prepare/item.html", context, status=422 if wrong else 200)


@require_http_methods(["POST"])
def assign(request: Request, pk: int, area: str, code: str) -> HttpResponse:
    """Give the item to a member of the team."""
    assessment = _open(request, pk, area)
    chosen = request.POST.get("person", "")
    person = Person.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    actions.assign(request.actor, assessment, item=_item(assessment, code), person=person)
    return see_other(_to(assessment, "prepare_item", code))


@require_http_methods(["POST"])
def discuss(request: Request, pk: int, area: str, code: str) -> HttpResponse:
    """Leave a comment for the team."""
    assessment = _open(request, pk, area)
    item = _item(assessment, code)
    form = TeamCommentForm(request.POST)
    if not form.is_valid():
        return _show_item(request, assessment, item, comment_form=form)
    actions.discuss(request.actor, assessment, item=item, text=form.cleaned_data["text"])
    return see_other(_to(assessment, "prepare_item", code))


@require_http_methods(["POST"])
def attach(request: Request, pk: int, area: str, code: str) -> HttpResponse:
    """Add evidence."""
    assessment = _open(request, pk, area)
    item = _item(assessment, code)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        data = dict(form.cleaned_data)
        upload = data.pop("file")
        try:
            if data["kind"] == EvidenceKind.FILE:
                data["upload"] = upload
            if data["kind"] == EvidenceKind.RECORD:
                data |= _record(request, data["url"])
            actions.attach(request.actor, assessment, item=item, **data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return see_other(_to(assessment, "prepare_item", code))
    return _show_item(request, assessment, item, evidence_form=form)


def _record(request: Request, address: str) -> dict[str, Any]:
    """Return which record of the platform has the address. Raises Refused where none does."""
    record = record_at(request.actor, address)
    if record is None:
        raise Refused(_("No record of this platform has that address. Copy the address of its page and try again."))
    return {"record_model": record._meta.label_lower, "record_id": record.pk}


@require_http_methods(["POST"])
def detach(request: Request, pk: int, area: str, code: str) -> HttpResponse:
    """Take evidence away."""
    assessment = _open(request, pk, area)
    evidence = request.POST.get("evidence", "")
    if evidence.isdecimal():
        actions.detach(request.actor, assessment, evidence_id=int(evidence))
    return see_other(_to(assessment, "prepare_item", code))


@require_http_methods(["GET", "POST"])
def sign(request: Request, pk: int, area: str) -> HttpResponse:
    """Sign the municipality's answer off."""
    assessment = _open(request, pk, area, "sign")
    form = SignForm(request.POST or None)
    if attempt(form, lambda data: actions.sign(request.actor, assessment, **data)):
        return see_other(_to(assessment, "prepare"))
    if assessment.response is None:
        return redirect(_to(assessment, "prepare"))
    answers = _answers(assessment)
    lines = [(item, answers.get(item.pk)) for item in items_of(assessment.round)]
    context = {
        "assessment": assessment,
        "round": assessment.round,
        "form": form,
        "lines": lines,
        "first": next(iter(_signatures(assessment)), None),
        "can_countersign": request.actor.may("assessments.countersign", assessment),
        "needs_two": assessment.organisation.signatures_needed > 1,
    }
    return render(request, "assessments/prepare/sign.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
def countersign(request: Request, pk: int, area: str) -> HttpResponse:
    """Give the second of two signatures."""
    assessment = _open(request, pk, area, "countersign")
    actions.countersign(request.actor, assessment)
    return see_other(_to(assessment, "prepare"))


@require_http_methods(["GET", "POST"])
def correct(request: Request, pk: int, area: str) -> HttpResponse:
    """Begin a correction of the signed answer, with a reason."""
    assessment = _open(request, pk, area, "correct")
    form = ReasonForm(request.POST or None)
    if attempt(form, lambda data: actions.correct(request.actor, assessment, reason=data["reason"])):
        return see_other(_to(assessment, "prepare"))
    context = {"assessment": assessment, "round": assessment.round, "form": form, "today": timezone.localdate()}
    return render(request, "assessments/prepare/correct.html", context, status=422 if form.errors else 200)
