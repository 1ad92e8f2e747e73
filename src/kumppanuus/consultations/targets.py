"""What can be commented. An app above has a file `consulted.py` that says so of its model; this app knows none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text


@dataclass(frozen=True)
class Piece:
    """One part of what is commented: body is Markdown."""

    key: str
    heading: Text
    body: Text


@dataclass(frozen=True)
class Consulted:
    """How things of a model are commented.

    model       the model, by label
    label       what such a thing is called
    title       of a thing
    owner       id of the organisation that owns it
    parts       in order
    permission  who may open a round on it
    may_read    whether everybody may read it: what is commented openly must be open
    """

    model: str
    label: Any
    title: Callable[[Any], Text]
    owner: Callable[[Any], int]
    parts: Callable[[Any], Sequence[Piece]]
    permission: str
    may_read: Callable[[Actor, Any], bool]


register: dict[str, Consulted] = {}


def consulted(model: type[models.Model], **how: Any) -> Consulted:
    """Say how things of the model are commented."""
    label = model._meta.label_lower
    register[label] = Consulted(label, **how)
    return register[label]


def target_of(model: str, pk: int | None) -> Any | None:
    """Return the thing that a round is about; None where it has none, or it is gone."""
    if model not in register or pk is None:
        return None
    return apps.get_model(model)._default_manager.filter(pk=pk).first()


def may_consult(actor: Actor, thing: models.Model) -> bool:
    """Say whether the actor may open a round on a thing."""
    how = register.get(thing._meta.label_lower)
    return how is not None and actor.may(how.permission, thing)
