"""How the answering pages are entered: by a personal link, a printed code, or as a member of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from kumppanuus.assessments.actions.rounds import ANSWER_PURPOSE
from kumppanuus.assessments.models import Participation, Round
from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import Request
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for, follow, problem_page
from kumppanuus.questionnaires.models import Answer, Item, Response
from kumppanuus.spaces.context import dress

OWN = "own-"


@dataclass
class Door:
    """An open way to answer: who acts, for which participation, and the items asked."""

    token: str
    actor: Actor
    participation: Participation

    @property
    def round(self) -> Round:
        return self.participation.assessment.round

    @cached_property
    def items(self) -> list[Item]:
        return items_of(self.round)

    @cached_property
    def response(self) -> Response | None:
        return self.participation.draft or self.participation.response

    @cached_property
    def answers(self) -> dict[int, Answer]:
        if self.response is None:
            return {}
        return {answer.item_id: answer for answer in self.response.answers.all()}

    @property
    def minutes(self) -> int:
        """About how long it takes: half a minute for each item."""
        return max(1, -(-len(self.items) // 2))

    @property
    def answered(self) -> int:
        return sum(answer.is_given for answer in self.answers.values())

    def to(self, name: str, *args: int) -> str:
        """Return the address of a page behind this door."""
        return reverse(f"assessments:{name}", args=[self.token, *args])


def items_of(round_: Round) -> list[Item]:
    """Return the items a round asks, in order, with their levels: all of the version or those of chosen themes."""
    items = round_.version.items.select_related("theme").prefetch_related("levels")
    themes = [theme.pk for theme in round_.themes.all()]
    return list(items.filter(theme__in=themes) if themes else items)


def enter(request: Request, token: str) -> Door | HttpResponse:
    """Return the door that the token opens, or the page that says why it does not. Changes nothing."""
    rows = Participation.objects.select_related(
        "assessment__area",
        "assessment__round__version",
        "assessment__round__keeper",
        "organisation",
        "draft",
        "response",
    )
    if token.startswith(OWN):
        own = token.removeprefix(OWN)
        if not own.isdecimal():
            raise Http404
        found = get_object_or_404(rows.visible_to(request.actor), pk=int(own))
        if not request.actor.may("assessments.begin", found):
            raise Http404
        dress(request, found.assessment.round.space_id)
        return Door(token, request.actor, found)
    link = follow(token, ANSWER_PURPOSE)
    if not isinstance(link, Link):
        return problem_page(request, link)
    request.actor = actor_for(link)
    found = get_object_or_404(rows, link_id=link.pk)
    dress(request, found.assessment.round.space_id)
    return Door(token, request.actor, found)
