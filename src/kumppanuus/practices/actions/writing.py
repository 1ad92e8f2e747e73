"""From the first words of a practice to a published version that never changes, and on to the next one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.slugs import free_slug
from kumppanuus.core.texts import Text
from kumppanuus.core.versions import VersionStatus
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.practices import telling
from kumppanuus.practices.completeness import completeness
from kumppanuus.practices.consulted import tell_rounds
from kumppanuus.practices.crediting import credits_of
from kumppanuus.practices.models import (
    Attachment,
    ContributionState,
    Look,
    Practice,
    PracticeVersion,
    Section,
    TemplateField,
    TemplateVersion,
    Writing,
)
from kumppanuus.questionnaires.models import BankItem
from kumppanuus.spaces.models import Space
from kumppanuus.taxonomy.models import Term

RESERVED = ("new", "mine", "list", "feed", "templates", "developers", "adoptions", "inclusions", "attachments", "still")
RECORD = ("post", "languages", "stage", "space")


class WrittenMeanwhile(Refused):
    """Somebody else has saved the same section since it was read. `stands` is what stands there now, `revision` its
    number; nothing was overwritten.
    """

    def __init__(self, stands: Mapping[str, Text], revision: int) -> None:
        super().__init__(
            _("Somebody wrote here meanwhile. Nothing was overwritten: both texts stand below. Join them and save.")
        )
        self.stands, self.revision = stands, revision


def space_of(organisation: Organisation) -> Space | None:
    """Return the space in which an organisation's practices stand: that of its area, else the only one there is."""
    spaces = list(Space.objects.order_by("pk")[:50])
    if len(spaces) < 2:
        return spaces[0] if spaces else None
    home = organisation.governs or organisation.home
    around = {home.pk, home.region_id, home.county_id} if home else set()
    return next((one for one in spaces if one.area_id in around), None)


def template_for(space: Space | None) -> TemplateVersion:
    """Return the template in force: the space's own, else the one that ships. Refused where none is loaded."""
    rows = TemplateVersion.objects.filter(status=VersionStatus.PUBLISHED).select_related("template")
    rows = rows.filter(Q(template__space=None) | Q(template__space=space))
    found = sorted(rows, key=lambda one: (one.template.space_id is None, one.pk))
    if not found:
        raise Refused(_("No template is loaded yet. The operator loads it with the command “load”."))
    return found[0]


def _tell(practice: Practice, fields: Mapping[str, Any]) -> list[str]:
    """Put on a practice what is told of it outside its versions; return what changed."""
    if unknown := fields.keys() - set(RECORD) - {"terms", "places", "helps"}:
        raise TypeError(f"A practice has no {', '.join(sorted(unknown))}")
    post = fields.get("post", practice.post)
    if post is not None and post.organisation_id != practice.owner_id:
        raise Refused(_("The post belongs to another organisation. Choose one of the owner's; the rest is kept."))
    changed = [name for name in RECORD if name in fields and getattr(practice, name) != fields[name]]
    for name in changed:
        setattr(practice, name, fields[name])
    return changed


@action
def create(
    actor: Actor,
    /,
    organisation: Organisation,
    *,
    name: Text,
    short: Text | None = None,
    based_on: PracticeVersion | None = None,
    **fields: Any,
) -> Practice:
    """Begin a practice of the organisation with an empty first draft, or one copied from a published version of another
    practice (a fork).
    """
    if not name:
        raise Refused(_("Give the operating model a name."))
    if based_on is not None and based_on.is_draft:
        raise Refused(_("Only a published version can be taken as a base. Nothing was made."))
    space = fields.pop("space", None) or space_of(organisation)
    practice = Practice(owner=organisation, space=space, forked_from=based_on, languages=list(name))
    if based_on is not None:
        practice.origin_id = based_on.practice.origin_id or based_on.practice_id
    _tell(practice, fields)
    practice.slug = free_slug(Practice.objects.all(), str(name), fallback="model", reserved=RESERVED)
    practice.find_by = _found_by(name)
    practice.save()
    _classify(practice, fields)
    version = PracticeVersion.objects.create(
        practice=practice,
        number=1,
        template=based_on.template if based_on else template_for(space),
        name=name,
        short=short or Text(),
        based_on=based_on,
        upstream=based_on,
        author_id=actor.person_id,
    )
    if based_on is not None:
        copy_content(based_on, version)
    note(practice, organisation, audience=version.audience())
    return practice


def _found_by(name: Text) -> str:
    return " ".join(name.values()).lower()[:600]


def _classify(practice: Practice, fields: Mapping[str, Any]) -> None:
    terms: Collection[Term] | None = fields.get("terms")
    places: Collection[Area] | None = fields.get("places")
    helps: Collection[BankItem] | None = fields.get("helps")
    if terms is not None:
        practice.terms.set(terms)
    if places is not None:
        practice.places.set(places)
    if helps is not None:
        practice.helps.set(helps)


def copy_content(source: PracticeVersion, target: PracticeVersion) -> None:
    """Copy sections and attachments. Under another template a section goes to the heading of the same code; what has
    none there is kept as leftover, so that nothing is lost.
    """
    fields = {one.code: one for one in target.template.fields.all()}
    sections, left = [], target.leftover
    for one in source.sections.select_related("field"):
        field = fields.get(one.field.code)
        if field is not None and field.is_written:
            sections.append(Section(version=target, field=field, text=one.text))
        elif one.text:
            left = joined(left, Text({code: f"## {one.field}\n\n{words}" for code, words in one.text.items()}))
    Section.objects.bulk_create(sections)
    Attachment.objects.bulk_create(
        Attachment(
            version=target,
            field=fields.get(one.field.code) if one.field else None,
            file_id=one.file_id,
            title=one.title,
            order=one.order,
        )
        for one in source.attachments.select_related("field")
    )
    if left != target.leftover:
        target.leftover = left
        target.save(update_fields=["leftover"])


def joined(before: Text, after: Text) -> Text:
    """Return two texts one after the other, language by language."""
    codes = [*before, *(code for code in after if code not in before)]
    return Text({code: "\n\n".join(part for part in (before.get(code), after.get(code)) if part) for code in codes})


@action
def describe(actor: Actor, /, practice: Practice, **fields: Any) -> Practice:
    """Change what is told of a practice outside its versions: stage, topics, places, languages, post."""
    changed = _tell(practice, fields)
    practice.save(update_fields=changed)
    _classify(practice, fields)
    note(practice, changed=changed)
    return practice


def hold_draft(version: PracticeVersion) -> PracticeVersion:
    """Hold a draft until the end of the action. Refused when it was published meanwhile."""
    held = PracticeVersion.objects.select_for_update(of=("self",), no_key=True).select_related("practice", "template")
    found = held.filter(pk=version.pk).first()
    if found is None:
        raise Refused(_("The draft was removed meanwhile. What you wrote is kept on this page: copy it elsewhere."))
    if not found.is_draft:
        raise Refused(
            _(
                "This version was published meanwhile and does not change any more. What you wrote is kept; begin a "
                "new draft and put it there."
            )
        )
    return found


def holds(after: Text, before: Text) -> bool:
    """Say whether all that stood there still does, word for word."""
    return all(words in after.get(code, "") for code, words in before.items())


@quiet_action
def write_head(
    actor: Actor,
    version: PracticeVersion,
    *,
    name: Mapping[str, str],
    short: Mapping[str, str],
    revision: int,
    joined: int | None = None,
) -> PracticeVersion:
    """Save the name and the short description of a draft, as `write` saves a section."""
    held = hold_draft(version)
    names, shorts = held.name.changed({**held.name, **name}), held.short.changed({**held.short, **short})
    if not names:
        raise Refused(_("Give the operating model a name. The rest is kept on this page."))
    if (names, shorts) == (held.name, held.short):
        return held
    seen = held.revision in {revision, joined}
    if not seen and not (holds(names, held.name) and holds(shorts, held.short)):
        raise WrittenMeanwhile({"name": held.name, "short": held.short}, held.revision)
    held.name, held.short, held.revision = names, shorts, held.revision + 1
    held.save(update_fields=["name", "short", "revision"])
    if held.practice.current_id is None:
        held.practice.find_by = _found_by(names)
        held.practice.save(update_fields=["find_by"])
    return held


@quiet_action
def write(
    actor: Actor,
    version: PracticeVersion,
    *,
    field: TemplateField,
    text: Mapping[str, str],
    revision: int,
    joined: int | None = None,
) -> Section:
    """Save what a draft says under a heading, written on a revision of it.

    text  by language; a language that is not there stays as it is, an empty one is emptied

    Another section is never touched. An older revision never overwrites a newer one: raises WrittenMeanwhile, unless
    the text holds all that was written meanwhile, or `joined` says that this newer revision was seen.
    """
    held = hold_draft(version)
    if field.version_id != held.template_id or not field.is_written:
        raise Refused(_("The heading is not in this draft's template any more. What you wrote is kept on this page."))
    section = Section.objects.select_for_update(of=("self",)).filter(version=held, field=field).first()
    section = section or Section(version=held, field=field)
    section.version, section.field = held, field
    after = section.text.changed({**section.text, **text})
    if after == section.text:
        return section
    if section.revision not in {revision, joined} and not holds(after, section.text):
        raise WrittenMeanwhile({"text": section.text}, section.revision)
    section.text, section.revision = after, section.revision + 1
    section.changed_by_id, section.changed_at = actor.person_id, timezone.now()
    section.save()
    return section


@quiet_action
def be_here(actor: Actor, version: PracticeVersion, *, field: TemplateField) -> list[Writing]:
    """Say that one has a section open, and return who else has one open now."""
    now = timezone.now()
    if not version.is_draft or actor.person_id is None:
        return []
    Writing.objects.filter(at__lt=now - Writing.LASTS).delete()
    Writing.objects.update_or_create(version=version, field=field, person_id=actor.person_id, defaults={"at": now})
    return list(version.writings.exclude(person=actor.person_id).select_related("person", "field"))


@action
def draft(actor: Actor, practice: Practice) -> PracticeVersion:
    """Begin the next version as a copy of the one in force. One draft at a time."""
    held = Practice.objects.select_for_update(of=("self",)).select_related("current__template").get(pk=practice.pk)
    if held.versions.filter(status=VersionStatus.DRAFT).exists():
        raise Refused(_("A draft is under way already. Go on with it instead of starting another."))
    base = held.current
    if base is None or held.withdrawn_at is not None:
        raise Refused(_("Only a published operating model that has not been withdrawn gets a new draft."))
    newest = max(held.versions.values_list("number", flat=True))
    template = base.template
    if template.status != VersionStatus.PUBLISHED:  # a later version of the same template is in force
        template = TemplateVersion.objects.filter(template=template.template_id, status="published").first() or template
    made = PracticeVersion.objects.create(
        practice=held,
        number=newest + 1,
        template=template,
        name=base.name,
        short=base.short,
        based_on=base,
        upstream_id=base.upstream_id,
        author_id=actor.person_id,
    )
    copy_content(base, made)
    Look.objects.bulk_create(
        Look(version=made, original_id=one.original_id, code=one.code, outcome=one.outcome, at=one.at)
        for one in base.looks.all()
    )
    note(made, held, audience=made.audience(), number=made.number)
    return made


@action
def publish(actor: Actor, version: PracticeVersion, *, note_text: Text | None = None) -> PracticeVersion:
    """Publish a draft: it never changes after this, has a permanent address, and takes the place of the one in force.

    Refused while a heading that is needed is empty (the message names them), or something brought in lies under none.
    """
    held = hold_draft(version)
    practice = Practice.objects.select_for_update(of=("self",)).select_related("owner").get(pk=held.practice_id)
    fields, sections = list(held.template.fields.all()), {one.field_id: one for one in held.sections.all()}
    missing = completeness(held, fields, sections).missing
    if missing:
        raise Refused(
            _("Not published yet. Still needed: %(headings)s. The draft is kept.")
            % {"headings": ", ".join(str(one.heading) for one in missing)}
        )
    if held.leftover:
        raise Refused(
            _(
                "Not published yet: something that was brought in stands under no heading. Put it in its place or "
                "remove it. The draft is kept."
            )
        )
    practice.versions.filter(status=VersionStatus.PUBLISHED).update(status=VersionStatus.SUPERSEDED)
    held.status, held.published_at = VersionStatus.PUBLISHED, timezone.now()
    held.credited = credits_of(practice)
    held.note = note_text or Text()
    held.save()
    written = {code for one in sections.values() for code in one.text} | set(held.name)
    practice.current, practice.published_at = held, held.published_at
    practice.find_by, practice.find_languages = _found_by(held.name), f" {' '.join(sorted(written))} "
    practice.save(update_fields=["current", "published_at", "find_by", "find_languages"])
    held.writings.all().delete()
    held.practice = practice
    telling.original_published(held)
    tell_rounds(held)
    note(practice, held, practice.owner, audience={"public"}, number=held.number)
    return held


@action
def discard(actor: Actor, version: PracticeVersion) -> Practice:
    """Delete a draft for good; a practice that has no other version goes with it."""
    held = hold_draft(version)
    held.taken_contributions.update(state=ContributionState.WAITING, taken_into=None, decided_at=None)
    practice, only = held.practice, not held.practice.versions.exclude(pk=held.pk).exists()
    note(practice, audience=held.audience(), number=held.number)
    try:
        with transaction.atomic():
            held.delete()
            if only:
                Practice.objects.filter(pk=practice.pk).delete()
    except ProtectedError:
        raise Refused(_("Something else is based on this draft. Nothing was deleted.")) from None
    return practice


@action
def withdraw(actor: Actor, practice: Practice, *, why: str) -> Practice:
    """Take a practice out of lists and search, with a reason. Its versions stay readable at their addresses."""
    if not why.strip():
        raise Refused(_("Say why it is withdrawn. Nothing was changed."))
    practice.refresh_from_db(from_queryset=Practice.objects.select_for_update(of=("self",)))
    if practice.withdrawn_at is not None:
        raise Refused(_("It was withdrawn already. Nothing was changed."))
    practice.withdrawn_at, practice.withdrawn_why = timezone.now(), why.strip()
    practice.save(update_fields=["withdrawn_at", "withdrawn_why"])
    note(practice)
    return practice


@action
def reopen(actor: Actor, practice: Practice) -> Practice:
    """Put a withdrawn practice back into lists and search."""
    practice.withdrawn_at, practice.withdrawn_why = None, ""
    practice.save(update_fields=["withdrawn_at", "withdrawn_why"])
    note(practice)
    return practice
