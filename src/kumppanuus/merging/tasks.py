"""Looks for duplicates of what was made or changed, of everything at night; forgets what cannot be undone any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.activity.recorder import subscribe
from kumppanuus.activity.redaction import copies, on_redact, rows_with
from kumppanuus.core.actors import system
from kumppanuus.core.clock import every
from kumppanuus.core.merged import merged_in
from kumppanuus.merging import actions
from kumppanuus.merging.models import MODELS, Merge, Step, What
from kumppanuus.organisations.models import Organisation
from kumppanuus.services.models import Service

LABELS = {model._meta.label_lower: what for what, model in MODELS.items()}


@subscribe(
    *("organisations.create", "organisations.change", "services.create", "services.change", "services.publish"),
    *("services.set_contacts", "services.set_place", "merging.merge", "merging.undo"),
)
def look_around(event: Event) -> None:
    """Look for duplicates of what the event is about."""
    around: dict[str, set[int]] = {}
    for model, pk in event.targets.values_list("model", "object_id"):
        if model in LABELS and not (model == "organisations.organisation" and event.name.startswith("services.")):
            around.setdefault(LABELS[model], set()).add(pk)
    for what, pks in around.items():
        actions.find(system("clock"), None, what=what, around=pks)


@subscribe("services.import_rows")
def look_after_import(event: Event) -> None:
    """Look for duplicates of what an import brought."""
    look()


@every("day")
def look() -> int:
    """Look for duplicates among all organisations and entries."""
    return sum(actions.find(system("clock"), None, what=what) for what in What.values)


@every("day")
def forget() -> int:
    """Erase the steps of merges that can no longer be undone."""
    return actions.purge(system("clock"), None, before=timezone.now() - dt.timedelta(days=Merge.DAYS))


@copies
def in_steps(obj: models.Model, field: str, words: list[str]) -> Iterator[tuple[models.Model, str]]:
    """A step of a merge tells what stood in a field before and after, also once the merge has been undone."""
    wanted = models.Q()
    for what, row in _parties(obj):
        pks = [row.pk, *(one.pk for one in merged_in(row))]
        wanted |= models.Q(merge__what=what) & (models.Q(merge__old_id__in=pks) | models.Q(merge__new_id__in=pks))
    if wanted:
        yield from rows_with(Step.objects.filter(wanted), ("before", "after"), (), words)


def _parties(obj: models.Model) -> Iterator[tuple[str, models.Model]]:
    """Return the organisation and the entry whose content it is."""
    if isinstance(obj, Organisation):
        yield What.ORGANISATION, obj
    entry = obj if isinstance(obj, Service) else getattr(obj, "service", None)
    if isinstance(entry, Service):
        yield What.ENTRY, entry
    owner = getattr(obj, "organisation", None)
    if isinstance(owner, Organisation):
        yield What.ORGANISATION, owner


@on_redact
def copies_in_steps(obj: models.Model, field: str) -> None:
    """A removed content stands in no step either: that line can then not be undone."""
    if obj._meta.label_lower in LABELS:
        pks = [obj.pk, *(row.pk for row in merged_in(obj))]
        column = field.partition(".")[0]
        Step.objects.filter(model=obj._meta.label_lower, object_id__in=pks, field=column).delete()
