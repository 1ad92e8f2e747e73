"""Removing content for good, and erasing old events."""

from __future__ import annotations

import datetime as dt
import logging

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from kumppanuus.activity.models import Event
from kumppanuus.activity.redaction import blank, finders, hooks, words_at
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.models import Redaction
from kumppanuus.files import actions as files
from kumppanuus.files.models import File

log = logging.getLogger(__name__)


@action
def redact(actor: Actor, obj: models.Model, *, field: str, reason: str) -> Redaction:
    """Remove the content of a field, or of a part of it, for good, from the row and from every copy.

    What stays is a trace of what and why, without the content; it is replayed after a restore, for the copies too.
    Refused without a reason, for one that repeats the content, and for a field that cannot be emptied.
    """
    if not reason.strip():
        raise Refused(_("Give a reason. It is kept, so do not repeat in it what you remove."))
    words = words_at(obj, field)
    if any(text.strip() in reason for text in words):
        raise Refused(_("The reason repeats what you remove. It is kept, so write it without the content."))
    found = {(type(row), row.pk, part): row for finder in finders for row, part in finder(obj, field, words)}
    _remove(actor, obj, field)
    trace = _trace(actor, obj, field, reason)
    for (_model, _pk, part), row in found.items():
        _remove(actor, row, part)
        _trace(actor, row, part, reason)
    note(obj, field=field)
    return trace


def _trace(actor: Actor, obj: models.Model, field: str, reason: str) -> Redaction:
    return Redaction.objects.create(
        model=obj._meta.label_lower,
        object_id=str(obj.pk),
        field=field,
        reason=reason.strip(),
        person_id=actor.person_id,
    )


def _remove(actor: Actor, obj: models.Model, field: str) -> None:
    if isinstance(obj, File) and field in {"stored", "name"}:
        files.remove(system("activity"), obj)
    else:
        try:
            blank(obj, field)
        except (LookupError, TypeError, ValueError) as exc:
            raise Refused(_("This part cannot be removed: %(why)s. Nothing was changed.") % {"why": exc}) from exc
    for hook in hooks:
        hook(obj, field)


@quiet_action
def replay(actor: Actor, target: None) -> int:
    """Apply all traces of removed content again, after a restore; return how many objects were met."""
    met = 0
    for trace in Redaction.objects.order_by("pk"):
        try:
            model = apps.get_model(trace.model)
        except LookupError:
            log.warning("redaction %s: the model %s is not here any more", trace.pk, trace.model)
            continue
        obj = model._base_manager.filter(pk=trace.object_id).first()
        if obj is None:
            continue
        try:
            _remove(actor, obj, trace.field)
        except Refused:
            log.warning("redaction %s: the part is not there any more", trace.pk)
        met += 1
    return met


@quiet_action
def purge(actor: Actor, target: None, *, before: dt.datetime) -> int:
    """Erase events older than the moment, with targets and audience; return how many rows."""
    return Event.objects.filter(at__lt=before).delete()[0]
