"""Practices for tests: one published in two versions with a draft of a third, one that nobody outside has seen."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.practices import actions
from kumppanuus.practices.models import Practice, PracticeVersion, Section, Template, TemplateField

SECRET_DRAFT = "Salainen luonnos"


def template() -> None:
    """Load the template that ships with the product, once."""
    if not Template.objects.exists():
        actions.load_templates(system("command"))


def field(version: PracticeVersion, code: str) -> TemplateField:
    """Return a field of the version's template."""
    return version.template.fields.get(code=code)


def begun(actor: Actor, owner: Organisation, name: str = "Avoin olohuone", **fields: Any) -> Practice:
    """Begin a practice."""
    template()
    told = {"short": Text(fi="Kylätalon ovi on auki kaikille kerran viikossa.")} | fields
    return actions.create(actor, owner, name=Text(fi=name), **told)


def draft_of(practice: Practice) -> PracticeVersion:
    """Return the draft."""
    return practice.versions.get(status="draft")


def wrote(actor: Actor, version: PracticeVersion, code: str, **text: str) -> Section:
    """Write under a heading, having seen what stands there."""
    stands = version.sections.filter(field__code=code).first()
    revision = stands.revision if stands else 0
    return actions.write(actor, version, field=field(version, code), text=text, revision=revision)


def published(actor: Actor, owner: Organisation, name: str = "Avoin olohuone", **fields: Any) -> Practice:
    """Write what is needed and publish the first version."""
    practice = begun(actor, owner, name, **fields)
    version = draft_of(practice)
    wrote(actor, version, "basic-idea", fi="Ovi on auki tiistaisin.\n\nKahvi on ilmaista.")
    wrote(actor, version, "target-group", fi="Yksin asuvat ikäihmiset.")
    actions.publish(actor, version)
    practice.refresh_from_db()
    return practice
