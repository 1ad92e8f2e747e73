"""What events are about is indexed again: at once by whoever did it, else by the worker, else by the next rebuild."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from django.db import models, transaction

from kumppanuus.activity.recorder import listen
from kumppanuus.activity.redaction import on_redact
from kumppanuus.core import asking
from kumppanuus.search.documents import ITSELF, concerned, is_wide, providers
from kumppanuus.search.models import Waiting

log = logging.getLogger(__name__)
AT_ONCE = 20  # things that are indexed before the page answers; more wait for the worker
TRIES = 3


def is_kept() -> bool:
    """Say whether there is an index to be kept up to date, or one in the making."""
    return bool(asking.rows("SELECT 1 FROM search_state WHERE generation > 0 OR building IS NOT NULL"))


@listen
def follow(name: str, targets: Sequence[models.Model]) -> None:
    """Put aside, in the event's own transaction, what it was about; index it as soon as that has been committed.

    What stands behind a thing (the entries of an organisation) follows only the main one, but for merges: most events
    name an organisation only so that they stand in its history.
    """
    wide = name.startswith("merging.")
    rows = []
    for place, one in enumerate(targets):
        model = one._meta.label_lower
        if one.pk is None or not concerned(model):
            continue
        if wide or place == 0:
            rows.append((model, one.pk))
        elif model in providers:
            rows.append((ITSELF + model, one.pk))
    _wait(list(dict.fromkeys(rows)))


@on_redact
def forget_content(obj: models.Model, field: str) -> None:
    """What was removed for good leaves the index too, also when redactions are replayed after a restore."""
    if concerned(obj._meta.label_lower):
        _wait([(obj._meta.label_lower, obj.pk)])


def _wait(rows: list[tuple[str, int]]) -> None:
    if not rows or not is_kept():
        return
    made = [Waiting(model=model, object_id=pk, urgent=not is_wide(model)) for model, pk in rows]
    own = [row.pk for row in Waiting.objects.bulk_create(made) if row.urgent][:AT_ONCE]
    if own:
        transaction.on_commit(partial(_now, own), robust=True)


def _now(own: list[int]) -> None:
    """Index one's own; again when somebody else indexed the same thing meanwhile, at last by the worker."""
    from kumppanuus.search.indexing import work

    for _try in range(TRIES):
        if not work(only=own):
            return
