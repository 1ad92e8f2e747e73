"""A space's own template: begun as a copy of what is in force, its headings edited in a draft, published as a version.

What is written under a template never changes with it: versions keep theirs. A draft takes the newest headings when its
writers say so, and what then stands under no heading is kept beside.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.slugs import free_slug
from kumppanuus.core.texts import Text
from kumppanuus.core.versions import VersionStatus
from kumppanuus.practices.actions.writing import hold_draft, joined, template_for
from kumppanuus.practices.differences import EDITED
from kumppanuus.practices.models import FieldKind, Part, PracticeVersion, Template, TemplateField, TemplateVersion
from kumppanuus.spaces.models import Space

CONTENT = (
    *("code", "part", "kind", "stage", "order", "path_order", "heading", "help", "example"),
    *("shown_in_summary", "required_to_publish", "is_ours"),
)
WRITTEN = (FieldKind.LINE, FieldKind.TEXT)
RESERVED = ("begin", "add", "publish", "discard")
MOST = 60  # headings: more than anybody fills in


def stamp(field: TemplateField) -> str:
    """Return a short mark of what a heading says now, by which a later save knows whether anybody changed it."""
    told = json.dumps({name: getattr(field, name) for name in EDITED}, sort_keys=True, default=dict)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _copied(field: TemplateField, version: TemplateVersion, **other: Any) -> TemplateField:
    return TemplateField(version=version, **{name: getattr(field, name) for name in CONTENT} | other)


def _held(version: TemplateVersion) -> TemplateVersion:
    """Hold a draft of a template until the end of the action."""
    held = (
        TemplateVersion.objects.select_for_update(of=("self",)).select_related("template").filter(pk=version.pk).first()
    )
    if held is None or not held.is_draft:
        raise Refused(
            _(
                "These headings were published or thrown away meanwhile. Nothing was changed; what you typed "
                "is kept here."
            )
        )
    return held


def _heading(version: TemplateVersion, code: str) -> TemplateField:
    found = version.fields.filter(code=code).first()
    if found is None:
        raise Refused(_("Somebody removed this heading meanwhile. What you typed is kept on this page."))
    return found


@action
def begin_template(actor: Actor, space: Space) -> TemplateVersion:
    """Begin the space's own template, or its next version, as a draft that copies what is in force there."""
    base = template_for(space)
    own = Template.objects.select_for_update(of=("self",)).filter(space=space).order_by("-pk").first()
    if own is None:
        name = {
            code: f"{space.name.get(code) or space.name}: {words}"[:120] for code, words in base.template.name.items()
        }
        code = free_slug(Template.objects.all(), f"{space.slug}", fallback="own", column="code", longest=50)
        own = Template.objects.create(space=space, code=code, name=Text(name))
    elif own.versions.filter(status=VersionStatus.DRAFT).exists():
        raise Refused(_("A draft of the headings is under way already. Go on with it instead of starting another."))
    newest = own.versions.aggregate(newest=Max("number"))["newest"] or 0
    made = TemplateVersion.objects.create(template=own, number=newest + 1, based_on=base, author_id=actor.person_id)
    TemplateField.objects.bulk_create(_copied(one, made) for one in base.fields.all())
    note(own, space, audience=made.audience())
    return made


@action
def add_heading(
    actor: Actor, /, version: TemplateVersion, *, heading: Text, part: str, kind: str, **said: Any
) -> TemplateField:
    """Add a heading of the space's own at the end of a part. Its code, by which texts find it, never changes."""
    held = _held(version)
    if unknown := said.keys() - {"help", "example", "shown_in_summary", "required_to_publish", "stage"}:
        raise TypeError(f"A heading has no {', '.join(sorted(unknown))}")
    if not heading:
        raise Refused(_("Write the heading. The rest is kept on this page."))
    if kind not in WRITTEN or part not in Part.values:
        raise Refused(_("Choose where the heading stands and how much is written under it."))
    if part == Part.PATH and not said.get("stage"):
        raise Refused(_("A field of the development path needs its stage."))
    if held.fields.count() >= MOST:
        raise Refused(_("There are %(n)s headings already: nobody fills in more. Remove one first.") % {"n": MOST})
    told = held.fields.aggregate(last=Max("order"), path=Max("path_order"))
    code = free_slug(held.fields.all(), str(heading), fallback="heading", reserved=RESERVED, column="code", longest=36)
    if part != Part.PATH:
        said["stage"] = None
    made = TemplateField.objects.create(
        version=held, code=code, part=part, kind=kind, heading=heading, is_ours=True,
        order=(told["last"] or 0) + 1, path_order=(told["path"] or 0) + 1 if part == Part.PATH else 0, **said,
    )  # fmt: skip
    _in_order(held)
    note(held.template, audience=held.audience(), heading=code)
    return made


@action
def change_heading(
    actor: Actor, /, version: TemplateVersion, *, code: str, stood: str = "", **said: Any
) -> TemplateField:
    """Change what a heading says. `stood` is the `stamp` of what one read: where somebody else changed it since then,
    nothing is overwritten.
    """
    held = _held(version)
    field = _heading(held, code)
    if unknown := said.keys() - set(EDITED):
        raise TypeError(f"A heading has no {', '.join(sorted(unknown))}")
    if stood and stood != stamp(field):
        raise Refused(
            _(
                "Somebody changed this heading meanwhile. Nothing was overwritten: it says now “%(now)s”. "
                "Save again to replace it."
            )
            % {"now": field.heading}
        )
    if not said.get("heading", field.heading):
        raise Refused(_("Write the heading. The rest is kept on this page."))
    for name, value in said.items():
        setattr(field, name, value)
    field.save()
    note(held.template, audience=held.audience(), heading=code)
    return field


@action
def move_heading(actor: Actor, version: TemplateVersion, *, code: str, down: bool = False) -> TemplateField:
    """Move a heading one place up or down within its part; at the end of it nothing moves."""
    held = _held(version)
    field = _heading(held, code)
    beside = list(held.fields.filter(part=field.part))
    at = next(n for n, one in enumerate(beside) if one.pk == field.pk)
    to = at + (1 if down else -1)
    if 0 <= to < len(beside):
        other = beside[to]
        field.order, other.order = other.order, field.order
        TemplateField.objects.bulk_update([field, other], ["order"])
    note(held.template, audience=held.audience(), heading=code)
    return field


@action
def remove_heading(actor: Actor, version: TemplateVersion, *, code: str) -> TemplateVersion:
    """Remove a heading. What is taken from the record of a model (its name, languages, places) has no other place."""
    held = _held(version)
    field = _heading(held, code)
    if field.kind not in WRITTEN:
        raise Refused(_("This is filled in from the model's record and cannot be removed. Nothing was changed."))
    if held.fields.filter(kind__in=WRITTEN).count() == 1:
        raise Refused(_("At least one heading to write under has to stay. Nothing was changed."))
    field.delete()
    note(held.template, audience=held.audience(), heading=code)
    return held


@action
def put_back_heading(actor: Actor, version: TemplateVersion, *, code: str) -> TemplateField:
    """Put back a heading that was removed from the draft, as it stood in the version that the draft began from."""
    held = _held(version)
    base = TemplateField.objects.filter(version=held.based_on_id, code=code).first()
    if base is None or held.fields.filter(code=code).exists():
        raise Refused(_("The heading stands there already. Nothing was changed."))
    made = _copied(base, held)
    made.save()
    _in_order(held)
    note(held.template, audience=held.audience(), heading=code)
    return made


def _in_order(version: TemplateVersion) -> None:
    """Number the headings anew: part after part, within each as they stand."""
    parts = list(Part.values)
    rows = sorted(version.fields.all(), key=lambda one: (parts.index(one.part), one.order, one.pk))
    for order, one in enumerate(rows, start=1):
        one.order = order
    TemplateField.objects.bulk_update(rows, ["order"])


@action
def publish_template(actor: Actor, version: TemplateVersion) -> TemplateVersion:
    """Publish a draft: new models of the space are described under it. Nothing that is written changes."""
    held = _held(version)
    base = TemplateVersion.objects.filter(derived=held).first()
    if base is not None and content_of(held) == content_of(base):
        raise Refused(_("Nothing has been changed in these headings yet, so there is nothing to publish."))
    held.template.versions.filter(status=VersionStatus.PUBLISHED).update(status=VersionStatus.SUPERSEDED)
    held.status, held.published_at = VersionStatus.PUBLISHED, timezone.now()
    held.save(update_fields=["status", "published_at"])
    note(held.template, audience={"public"}, number=held.number)
    return held


def content_of(version: TemplateVersion) -> list[dict[str, Any]]:
    """Return all that a version says, in order, to be compared."""
    return [{name: getattr(one, name) for name in CONTENT if name != "order"} for one in version.fields.all()]


@action
def discard_template(actor: Actor, version: TemplateVersion) -> Space:
    """Throw a draft away; an own template that never was published goes with it."""
    held = _held(version)
    template, space = held.template, held.template.space
    assert space is not None  # noqa: S101 - only a space's own has drafts
    note(space, audience=held.audience())
    held.delete()
    if not template.versions.exists():
        template.delete()
    return space


@action
def take_template(actor: Actor, version: PracticeVersion) -> PracticeVersion:
    """Write a draft under the newest headings of its space. Each text goes under the heading of the same code; what has
    none any more stands beside the headings until somebody puts it in its place.
    """
    held = hold_draft(version)
    newest = template_for(held.practice.space)
    if newest.pk == held.template_id:
        raise Refused(_("The draft stands under the newest headings already. Nothing was changed."))
    fields = {one.code: one for one in newest.fields.all()}
    left = held.leftover
    held.writings.all().delete()
    for one in held.sections.select_related("field"):
        field = fields.get(one.field.code)
        if field is not None and field.is_written:
            one.field = field
            one.save(update_fields=["field"])
        else:
            if one.text:
                left = joined(left, Text({code: f"## {one.field}\n\n{words}" for code, words in one.text.items()}))
            one.delete()
    for attachment in held.attachments.select_related("field"):
        attachment.field = fields.get(attachment.field.code) if attachment.field else None
        attachment.save(update_fields=["field"])
    held.template, held.leftover = newest, left
    held.save(update_fields=["template", "leftover"])
    note(held, held.practice, audience=held.audience())
    return held
