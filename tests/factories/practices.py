"""Practices for tests: one published in two versions with a draft of a third, one that nobody outside has seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.links import actions as links
from kumppanuus.links.resolve import stand_in
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.practices import actions
from kumppanuus.practices.models import (
    STILL,
    Adoption,
    Attachment,
    Collection,
    Contribution,
    Developer,
    Inclusion,
    Practice,
    PracticeVersion,
    Section,
    Template,
    TemplateField,
    TemplateVersion,
)
from tests.factories.cast import Cast

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


@dataclass
class Practices:
    """What the world has of practices."""

    open: Practice  # of municipality A: two versions, a draft of the third
    draft: PracticeVersion
    idea: TemplateField
    attachment: Attachment  # of the draft
    hidden: Practice  # of Beata's NGO: never published
    offered: Practice  # of the umbrella, handed over to Bertil's NGO
    withdrawn: Practice  # of municipality A
    invited: Developer  # Bertil's NGO, in the one of municipality A
    develops: Developer  # Beata's NGO there
    collection: Collection  # of the space
    waiting: Inclusion
    approved: Inclusion
    declined: Inclusion
    adoption: Adoption  # Bertil's NGO uses the one of municipality A
    token: str
    own: Practice  # Beata's NGO's own version of the one of municipality A: behind by one, with a draft
    own_draft: PracticeVersion
    contribution: Contribution  # from there, waiting
    headings: TemplateVersion  # a draft of the space's own, with one heading removed and one added


def practices(cast: Cast, area_a: Area) -> Practices:
    """Build the practices of the world."""
    template()
    aino, bertil, beata, kaisa = (cast.actor(name) for name in ("aino", "bertil", "beata", "kaisa"))
    made = published(aino, cast.municipality_a, "Avoin olohuone", places=[area_a])
    own = actions.fork(beata, made.current, name=Text(fi="Meidän olohuone"))
    wrote(beata, draft_of(own), "results", fi="Kävijöitä on kaksikymmentä.")
    wrote(beata, draft_of(own), "target-group", fi="Kaikki kyläläiset.")
    actions.publish(beata, draft_of(own))
    own.refresh_from_db()
    second = actions.draft(aino, made)
    wrote(aino, second, "tips", fi="Aloittakaa pienestä.")
    wrote(aino, second, "environment", fi="Pieni kunta.")
    develops = actions.invite(aino, made, organisation=cast.ngo_b, part=Text(fi="Kokeilee"))
    actions.accept(beata, develops)
    file = SimpleUploadedFile("ohje.txt", b"Ohje")
    actions.attach(aino, second, file=file, title=Text(fi="Ohje"), field=field(second, "tips"))
    actions.publish(aino, second, note_text=Text(fi="Vinkit"))
    made.refresh_from_db()
    draft = actions.draft(aino, made)
    wrote(aino, draft, "results", fi=SECRET_DRAFT)
    attachment = draft.attachments.get()
    invited = actions.invite(aino, made, organisation=cast.ngo_a)
    hidden = begun(beata, cast.ngo_b, SECRET_DRAFT)
    offered = published(kaisa, cast.umbrella, "Kylien verkosto")
    actions.offer(kaisa, offered, organisation=cast.ngo_a)
    withdrawn = published(aino, cast.municipality_a, "Vanha malli")
    actions.withdraw(aino, withdrawn, why="Korvattu uudella")
    collection = actions.make_collection(kaisa, cast.space, name=Text(fi="Malleja meiltä"))
    waiting = actions.include(aino, made, collection=collection)
    shipped = Collection.objects.filter(space=None).order_by("pk")
    approved = actions.include(kaisa, offered, collection=shipped[0])
    other = actions.include(aino, made, collection=shipped[1])
    declined = actions.decline(kaisa, other, why="Kuuluu toiseen kokonaisuuteen")
    adoption = actions.adopt(
        bertil, made, stage="in_use", since=timezone.localdate(), results=Text(fi="Kävijöitä on viikossa kymmenen.")
    )
    token = stand_in(
        links.make(
            system("practices"),
            adoption,
            purpose=STILL,
            expires_at=timezone.now() + dt.timedelta(days=60),
            organisation_id=cast.ngo_a.pk,
        )[0]
    )
    for one in (made, offered, withdrawn):
        one.refresh_from_db()
    contribution = actions.contribute(beata, own.current, code="results", why="Luku auttaa muitakin.")
    own_draft = actions.draft(beata, own)
    told = {"original": made.current, "code": "environment", "outcome": "left"}
    own_draft = actions.settle(beata, own_draft, **told, text={}, revision=0)
    idea = field(draft, "basic-idea")
    headings = actions.begin_template(kaisa, cast.space)
    actions.remove_heading(kaisa, headings, code="environment")
    actions.add_heading(kaisa, headings, heading=Text(fi="Oma kohta"), part="description", kind="text")
    return Practices(
        *(made, draft, idea, attachment, hidden, offered, withdrawn, invited, develops),
        *(collection, waiting, approved, declined, adoption, token, own, own_draft, contribution, headings),
    )
