"""When content of an entry is removed for good: who may do it, where copies lie, and what is then made anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from kumppanuus.activity.permissions import may_remove, moderates, removable_by
from kumppanuus.activity.redaction import copies, on_redact, rows_with
from kumppanuus.core.actors import Actor
from kumppanuus.core.merged import merged_in
from kumppanuus.organisations.models import Organisation
from kumppanuus.services.models import (
    Claim,
    Contact,
    ImportFile,
    ImportRow,
    Listing,
    Location,
    Service,
    ServiceLocation,
    ServiceTerm,
    SourceRecord,
    Suggestion,
    ThemeChange,
)
from kumppanuus.services.themes import forget as forget_themes
from kumppanuus.spaces.models import Space
from kumppanuus.taxonomy.models import Term

STAGED = ("raw", "data", "problems", "changes", "done")


@removable_by(Service, Contact, Location, Listing, Suggestion, Claim)
def of_its_organisation(actor: Actor, obj: Any) -> bool:
    """As of the organisation: the editors and moderators of a space in whose area it acts."""
    return may_remove(actor, obj.organisation)


@removable_by(Term)
def of_space_s_theme(actor: Actor, obj: Term) -> bool:
    """The editors and moderators of the space whose own theme it is."""
    return obj.is_own and moderates(
        actor, Space.objects.filter(slug=obj.space_slug).values_list("pk", flat=True).first()
    )


def owner_of(obj: models.Model) -> Organisation | None:
    """Return the organisation whose content it is."""
    if isinstance(obj, Organisation):
        return obj
    if isinstance(obj, ServiceLocation):
        return obj.service.organisation
    if isinstance(obj, Service | Contact | Location | Listing | Suggestion):
        return obj.organisation
    return None


@copies
def in_suggestions_and_imports(obj: models.Model, field: str, words: list[str]) -> Iterator[tuple[models.Model, str]]:
    """What was suggested or corrected tells what stood in a line before and after; lists that were imported, what they
    said. Only those of the same organisation are looked through.
    """
    owner = owner_of(obj)
    if owner is None or not words:
        return
    ids = [owner.pk, *merged_in(owner).values_list("pk", flat=True)]
    rows = Suggestion.objects.filter(organisation__in=ids)
    if isinstance(obj, Suggestion):
        rows = rows.exclude(pk=obj.pk)
        whole = [(obj, path) for _row, path in rows_with(Suggestion.objects.filter(pk=obj.pk), *KEPT_BY, words)]
        yield from ((row, path) for row, path in whole if path != field)
    yield from rows_with(rows, *KEPT_BY, words)
    entries = Service._base_manager.filter(organisation__in=ids).values("pk")
    records = SourceRecord.objects.filter(models.Q(organisation__in=ids) | models.Q(service__in=entries))
    yield from rows_with(records, ("values",), (), words)
    staged = ImportRow.objects.filter(batch__source__in=records.values("source"))
    yield from rows_with(staged, STAGED, ("label",), words)


KEPT_BY = (("before", "after"), ("words", "reason"))


@copies
def in_earlier_words(obj: models.Model, field: str, words: list[str]) -> Iterator[tuple[models.Model, str]]:
    """What the same line said earlier goes with it: nobody sees it any more to remove it by itself."""
    name, _dot, language = field.partition(".")
    if isinstance(obj, Service):
        for row in obj.suggestions.filter(line=name):
            for side in ("before", "after"):
                told = getattr(row, side)
                if told.get("text") and (not language or told.get("language") == language):
                    yield row, f"{side}.text"
    elif isinstance(obj, Term):
        for change in ThemeChange.objects.filter(term=obj):
            if change.before.get(name) and (not language or language in change.before[name]):
                yield change, f"before.{field}"


@copies
def in_what_was_merged(obj: models.Model, field: str, words: list[str]) -> Iterator[tuple[models.Model, str]]:
    """What became part of another keeps its own texts, from which the other's may have been taken."""
    if isinstance(obj, Service | Organisation) and words:
        name = field.partition(".")[0]
        holds: Any = obj._meta.get_field(name)
        is_data = isinstance(holds, models.JSONField)
        yield from rows_with(merged_in(obj), (name,) if is_data else (), () if is_data else (name,), words)


@on_redact
def forget(obj: models.Model, field: str) -> None:
    """Move the version of every entry whose page shows the object; a file that may hold the content goes."""
    if isinstance(obj, Service):
        Service._base_manager.filter(pk=obj.pk).update(**obj.follow_texts())
        touched = Service.objects.filter(pk=obj.pk)
    elif isinstance(obj, Contact):
        touched = Service.objects.filter(contacts=obj)
    elif isinstance(obj, Location):
        touched = Service.objects.filter(places__location=obj)
    elif isinstance(obj, Term):
        transaction.on_commit(forget_themes)
        Service.objects.filter(pk__in=ServiceTerm.objects.filter(term=obj).values("service")).update(
            edited_at=timezone.now()
        )
        return
    elif isinstance(obj, ImportRow):
        ImportFile.objects.filter(batch=obj.batch_id).delete()
        return
    else:
        return
    pks = list(touched.values_list("pk", flat=True))
    Service.objects.filter(pk__in=pks).update(edited_at=timezone.now())
    SourceRecord.objects.filter(service__in=pks).update(values={})  # what a list said of it last time
