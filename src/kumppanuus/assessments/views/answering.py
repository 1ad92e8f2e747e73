"""The NGO's form: one item per screen, each level a button that saves and goes on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kumppanuus.assessments import actions
from kumppanuus.assessments.forms import AnswerForm
from kumppanuus.assessments.models import ParticipationState
from kumppanuus.assessments.views.doors import Door, enter
from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, see_other
from kumppanuus.links.limits import limited
from kumppanuus.questionnaires.actions.responses import Conflict

GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
@limited("assessments.answer", most=600, seconds=3600)
def begin(request: Request, token: str) -> HttpResponse:
    """The first screen: who asks, who sees what, how long it takes. The button begins."""
    door = enter(request, token)
    if isinstance(door, HttpResponse):
        return door
    if request.method == "POST":
        actions.begin(door.actor, door.participation)
        return see_other(_next(door, 0))
    given = door.participation.response is not None and door.participation.draft is None
    if given or door.participation.state == ParticipationState.REFUSED:
        return redirect(door.to("receipt"))
    return render(request, "assessments/answer/begin.html", {"door": door})


def _next(door: Door, place: int) -> str:
    """Return the screen after the place (0 = before the first): the next item, or the summary after the last."""
    if place == 0:
        unanswered = (
            n for n, item in enumerate(door.items, 1) if not (a := door.answers.get(item.pk)) or not a.is_given
        )
        first = next(unanswered, None)
        return door.to("answer", first) if first else door.to("give")
    return door.to("answer", place + 1) if place < len(door.items) else door.to("give")


@require_http_methods(GET_POST)
@limited("assessments.answer", most=600, seconds=3600)
def item_page(request: Request, token: str, place: int) -> HttpResponse:
    """One item: a level, "cannot say", and a comment if one wants. A button saves and goes on."""
    door = enter(request, token)
    if isinstance(door, HttpResponse):
        return door
    if door.participation.draft is None or not door.round.takes_answers:
        return redirect(door.to("begin"))
    if not 1 <= place <= len(door.items):
        return redirect(door.to("give"))
    item = door.items[place - 1]
    form = AnswerForm(request.POST or None, item=item, answer=door.answers.get(item.pk))
    if form.is_valid():
        try:
            actions.answer(door.actor, door.participation, item=item, **form.given())
        except Conflict as conflict:
            form.show_conflict(conflict)
        else:
            return see_other(door.to("give") if "to_summary" in request.POST else _next(door, place))
    context = {"door": door, "item": item, "place": place, "total": len(door.items), "form": form}
    if place > 1:
        context["back"] = door.to("answer", place - 1)
    return render(request, "assessments/answer/item.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_POST)
@limited("assessments.answer", most=600, seconds=3600)
def whole(request: Request, token: str) -> HttpResponse:
    """The whole list on one page, for a desk."""
    door = enter(request, token)
    if isinstance(door, HttpResponse):
        return door
    if door.participation.draft is None or not door.round.takes_answers:
        return redirect(door.to("begin"))
    forms = [
        AnswerForm(request.POST or None, item=item, answer=door.answers.get(item.pk), prefix=f"i{item.pk}")
        for item in door.items
    ]
    if request.method == "POST" and all([form.is_valid() for form in forms]):  # noqa: C419 - each form is asked
        for form in forms:
            if form.has_changed():
                try:
                    actions.answer(door.actor, door.participation, item=form.item, **form.given())
                except Conflict as conflict:
                    form.show_conflict(conflict)
        if not any(form.errors for form in forms):
            return see_other(door.to("give"))
    status = 422 if any(form.is_bound and form.errors for form in forms) else 200
    return render(request, "assessments/answer/whole.html", {"door": door, "forms": forms}, status=status)


@require_http_methods(GET_POST)
def summary(request: Request, token: str) -> HttpResponse:
    """What was answered, with a way back to each; the button gives the answer."""
    door = enter(request, token)
    if isinstance(door, HttpResponse):
        return door
    if door.participation.draft is None:
        return redirect(door.to("begin"))
    problem = ""
    if request.method == "POST":
        try:
            actions.give(door.actor, door.participation)
        except Refused as refused:
            problem = refused.message
        else:
            return see_other(door.to("receipt"))
    lines = [(n, item, door.answers.get(item.pk)) for n, item in enumerate(door.items, 1)]
    context = {"door": door, "lines": lines, "problem": problem, "total": len(door.items)}
    return render(request, "assessments/answer/summary.html", context, status=409 if problem else 200)


def receipt(request: Request, token: str) -> HttpResponse:
    """What was given and when, what happens next, and a way to change it until closing."""
    door = enter(request, token)
    if isinstance(door, HttpResponse):
        return door
    if door.participation.response is None and door.participation.state != ParticipationState.REFUSED:
        return redirect(door.to("begin"))
    response = door.participation.response
    given = {a.item_id: a for a in response.answers.all()} if response else {}
    lines = [(n, item, given.get(item.pk)) for n, item in enumerate(door.items, 1)]
    return render(request, "assessments/answer/receipt.html", {"door": door, "lines": lines})


@require_http_methods(["POST"])
def reopen(request: Request, token: str) -> HttpResponse:
    """Begin to change a given answer."""
    door = enter(request, token)
    if isinstance(door, HttpResponse):
        return door
    actions.reopen(door.actor, door.participation)
    return see_other(door.to("give"))
