"""Putting what was brought in under the headings of a draft, without losing a word of what stands there."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.practices.actions.writing import hold_draft, joined
from kumppanuus.practices.models import NAME, SHORT, FieldKind, PracticeVersion, Section, TemplateField


@quiet_action
def bring_in(
    actor: Actor, version: PracticeVersion, *, texts: Mapping[str, str], language: str, leftover: str = ""
) -> PracticeVersion:
    """Put texts under the headings of these codes, in one language. Where something stands already, the new text comes
    after it; what does not fit under a heading is kept as leftover with the heading's name.
    """
    held = hold_draft(version)
    fields = {one.code: one for one in held.template.fields.all()}
    left = [leftover.strip()] if leftover.strip() else []
    for code, words in texts.items():
        field, new = fields.get(code), words.strip()
        if not new:
            continue
        rest = new if field is None else _put(actor, held, field, new, language)
        if rest:
            left.append(f"### {field.heading if field else code}\n\n{rest}")
    if left:
        held.leftover = joined(held.leftover, Text({language: "\n\n".join(left)}))
    held.revision += 1
    held.save(update_fields=["name", "short", "leftover", "revision"])
    return held


def _put(actor: Actor, held: PracticeVersion, field: TemplateField, new: str, language: str) -> str:
    """Put words under a heading; return what does not fit there."""
    if field.kind in {FieldKind.NAME, FieldKind.SHORT}:
        return _put_head(held, field.kind, new, language)
    if not field.is_written:
        return new
    section = Section.objects.select_for_update(of=("self",)).filter(version=held, field=field).first()
    section = section or Section(version=held, field=field)
    after = _after(section.text, new, language)
    if len(after) > field.most:
        return new
    section.text = section.text.changed({**section.text, language: after})
    section.revision += 1
    section.changed_by_id, section.changed_at = actor.person_id, timezone.now()
    section.save()
    return ""


def _put_head(held: PracticeVersion, kind: str, new: str, language: str) -> str:
    """Put words into name or short description; a name that stands already stays."""
    name, most = ("name", NAME) if kind == FieldKind.NAME else ("short", SHORT)
    text: Text = getattr(held, name)
    if kind == FieldKind.NAME and text.get(language):
        return "" if text[language] == new else new
    after = _after(text, new, language)
    if len(after) > most:
        return new
    setattr(held, name, text.changed({**text, language: after}))
    return ""


def _after(text: Text, new: str, language: str) -> str:
    before = text.get(language, "")
    return before if new in before else "\n\n".join(part for part in (before, new) if part)


@quiet_action
def keep_leftover(
    actor: Actor,
    version: PracticeVersion,
    *,
    text: Mapping[str, str],
    seen: Mapping[str, str],
    field: TemplateField | None = None,
) -> PracticeVersion:
    """Change what stands under no heading, or put it under one. `seen` is what it was when the page was made: refused
    when somebody changed it since.
    """
    held = hold_draft(version)
    if dict(held.leftover) != dict(seen):
        raise Refused(
            _("Somebody else has put something in its place meanwhile. Nothing was changed; look at what is left now.")
        )
    left = Text({code: words.strip() for code, words in text.items()})
    if field is not None:
        stays = {code: _put(actor, held, field, words, code) for code, words in left.items()}
        if any(stays.values()):
            raise Refused(
                _(
                    "It does not fit under this heading: it is too long. Nothing was moved; put parts of it in "
                    "their places."
                )
            )
        left = Text()
    held.leftover = left
    held.revision += 1
    held.save(update_fields=["name", "short", "leftover", "revision"])
    return held
