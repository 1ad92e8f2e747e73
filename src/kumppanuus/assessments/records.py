"""Records of the platform as evidence: found by their address, and marked when they changed after the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models import Max
from django.urls import Resolver404, resolve

from kumppanuus.activity.models import Event, EventTarget
from kumppanuus.assessments.models import Assessment, Round
from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import path_of
from kumppanuus.measures.models import Measure
from kumppanuus.organisations.models import Organisation
from kumppanuus.questionnaires.models import Evidence, Questionnaire

Finder = Callable[[Actor, dict[str, Any]], models.Model | None]

FINDERS: dict[str, Finder] = {
    "measures:measure": lambda actor, at: Measure.objects.visible_to(actor).filter(pk=at["pk"]).first(),
    "organisations:organisation": lambda actor, at: (
        Organisation.objects.visible_to(actor).filter(slug=at["slug"]).first()
    ),
    "questionnaires:questionnaire": lambda actor, at: (
        Questionnaire.objects.visible_to(actor).filter(slug=at["slug"]).first()
    ),
    "assessments:round": lambda actor, at: Round.objects.visible_to(actor).filter(pk=at["pk"]).first(),
    "assessments:mirror": lambda actor, at: (
        Assessment.objects.visible_to(actor).filter(round=at["pk"], area__slug=at["area"]).first()
    ),
}


def record_at(actor: Actor, address: str) -> models.Model | None:
    """Return the record whose page has the address (whole or only the path), if the actor may see it."""
    try:
        match = resolve(path_of(address))
    except Resolver404:
        return None
    find = FINDERS.get(match.view_name)
    return find(actor, match.kwargs) if find else None


def changed_since(evidence: Iterable[Evidence], moment: dt.datetime | None) -> set[int]:
    """Return ids of pieces of evidence whose record has had a public event after the moment. One query."""
    pieces = [piece for piece in evidence if piece.record_model and piece.record_id]
    if not pieces or moment is None:
        return set()
    wanted = models.Q()
    for piece in pieces:
        wanted |= models.Q(model=piece.record_model, object_id=piece.record_id)
    public = Event.objects.visible_to(Actor())
    rows = (
        EventTarget.objects.filter(wanted, event__in=public)
        .values("model", "object_id")
        .annotate(last=Max("event__at"))
    )
    last = {(row["model"], row["object_id"]): row["last"] for row in rows}
    return {
        piece.pk
        for piece in pieces
        if (at := last.get((piece.record_model, piece.record_id or 0))) is not None and at > moment
    }
