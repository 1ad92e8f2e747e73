"""What matters do by the clock, and who may remove personal data that was written into them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model

from kumppanuus.activity.permissions import moderates_place, removable_by
from kumppanuus.activity.redaction import copies, on_redact, rows_with
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.clock import every
from kumppanuus.matters import actions
from kumppanuus.matters.models import Attachment, Matter, Step
from kumppanuus.organisations.models import Role, acts_for


@every("day")
def keep_time() -> int:
    """Tell who has it of matters that wait longer than promised."""
    return actions.keep_time(system("clock"), None)


@removable_by(Matter)
def of_matter(actor: Actor, obj: Matter) -> bool:
    """The editors and moderators of a space in whose area it lies, and editors of who has it."""
    return moderates_place(actor, obj.area_id) or acts_for(actor, obj.holder_id, Role.EDITOR)


@removable_by(Step, Attachment)
def of_part(actor: Actor, obj: Step | Attachment) -> bool:
    """As of the matter."""
    return of_matter(actor, obj.matter)


@on_redact
def forget_words(obj: Model, _field: str) -> None:
    """What one finds a matter by is made anew from the words that are left."""
    if isinstance(obj, Matter):
        obj.follow_texts()
        Matter.objects.filter(pk=obj.pk).update(find_by=obj.find_by)


@copies
def in_the_path(obj: Model, field: str, words: list[str]) -> Iterator[tuple[Model, str]]:
    """The same words stand on the matter, in its steps and their corrections."""
    matter = obj if isinstance(obj, Matter) else obj.matter if isinstance(obj, Step) else None
    if matter is None or not words:
        return
    for row, part in rows_with(Step.objects.filter(matter=matter), ("text", "to_name"), ("diary_number",), words):
        if not (isinstance(obj, Step) and row.pk == obj.pk):
            yield row, part
    if isinstance(obj, Step):
        yield from rows_with(Matter.objects.filter(pk=matter.pk), ("title", "text", "waits_name"), (), words)
