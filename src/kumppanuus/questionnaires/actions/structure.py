"""Making, drafting and publishing questionnaires."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.core.versions import VersionStatus
from kumppanuus.places.models import Area
from kumppanuus.questionnaires.content import (
    Content,
    ItemContent,
    ThemeContent,
    find_item,
    find_theme,
    fingerprint,
    fingerprint_of_item,
    from_data,
    read_version,
    write_version,
)
from kumppanuus.questionnaires.models import BankItem, Questionnaire, QuestionnaireVersion
from kumppanuus.spaces.models import Space

RESERVED = ("new", "bank")  # addresses of pages beside the checklists


def _bank() -> dict[str, int]:
    return dict(BankItem.objects.values_list("slug", "pk"))


@action
def load(actor: Actor, _obj: None = None) -> list[Questionnaire]:
    """Load the shipped bank and checklists. Loading again changes nothing that is there; a shipped file whose
    content differs from the version in force becomes a new version.
    """
    folder = resources.files("kumppanuus.questionnaires") / "checklists"
    for order, row in enumerate(json.loads((folder / "bank.json").read_text("utf-8"))):
        BankItem.objects.update_or_create(
            slug=row["slug"],
            defaults={"name": Text(row["name"]), "definition": Text(row.get("definition")), "order": order},
        )
    bank = _bank()
    loaded = []
    for file in sorted(folder.iterdir(), key=lambda f: (f.name != "core-nine.json", f.name)):
        if file.name == "bank.json" or not file.name.endswith(".json"):
            continue
        data = json.loads(file.read_text("utf-8"))
        questionnaire, _created = Questionnaire.objects.update_or_create(
            slug=data["slug"],
            defaults={
                "title": Text(data["title"]),
                "description": Text(data.get("description")),
                "source": Text(data.get("source")),
                "source_url": data.get("source_url", ""),
                "source_status": data["status"],
                "year": data.get("year"),
                "region": Area.objects.filter(kind="region", code=data.get("region_code") or "-").first(),
            },
        )
        content = from_data(data["themes"], levels=data["levels"])
        latest = questionnaire.versions.order_by("-number").first()
        if latest is None or read_version(latest) != content:
            version = QuestionnaireVersion.objects.create(
                questionnaire=questionnaire, number=latest.number + 1 if latest else 1, based_on=latest
            )
            write_version(version, content, bank)
            _publish(version)
        loaded.append(questionnaire)
    note(*loaded)
    return loaded


@action
def create(
    actor: Actor, space: Space, /, *, slug: str, title: Text, copy_of: QuestionnaireVersion | None = None, **texts: Any
) -> Questionnaire:
    """Make a checklist for the space with an empty first draft, or one copied from a version of another."""
    if slug in RESERVED or Questionnaire.objects.filter(slug=slug).exists():
        raise Refused(_("A checklist with this address is here already. Choose another short name."))
    questionnaire = Questionnaire.objects.create(space=space, slug=slug, title=title, **texts)
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=1, based_on=copy_of, author_id=actor.person_id
    )
    if copy_of is not None:
        write_version(version, read_version(copy_of), _bank())
    return questionnaire


@action
def discard(actor: Actor, version: QuestionnaireVersion) -> Questionnaire:
    """Delete a draft for good; a checklist that has no other version goes with it. Refused where a round uses it."""
    questionnaire = version.questionnaire
    note(questionnaire, number=version.number)
    try:
        with transaction.atomic():
            version.delete()
            if not questionnaire.versions.exists():
                Questionnaire.objects.filter(pk=questionnaire.pk).delete()
    except ProtectedError:
        raise Refused(_("Another version or a round is based on this draft. Nothing was deleted.")) from None
    return questionnaire


@action
def add_to_bank(actor: Actor, space: Space, *, name: Text, definition: Text | None = None) -> BankItem:
    """Add an item to the bank that all checklists share. Refused when one of the same name is there."""
    slug = slugify(name.in_language("fi"))[:80]
    if not slug or BankItem.objects.filter(slug=slug).exists():
        raise Refused(_("The bank has an item of this name already. Use it, or choose another name."))
    last = BankItem.objects.aggregate(last=Max("order"))["last"] or 0
    made = BankItem.objects.create(slug=slug, name=name, definition=definition or Text(), order=last + 1)
    note(made, space, audience={"public"})
    return made


@action
def draft(actor: Actor, questionnaire: Questionnaire) -> QuestionnaireVersion:
    """Begin a new draft as a copy of the newest version. One draft at a time."""
    newest = questionnaire.versions.select_for_update().order_by("-number").first()
    if newest is not None and newest.is_draft:
        raise Refused(_("A draft is under way already. Continue it instead of starting another."))
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        number=newest.number + 1 if newest else 1,
        based_on=newest,
        author_id=actor.person_id,
    )
    if newest is not None:
        write_version(version, read_version(newest), _bank())
    return version


def _lock_draft(version: QuestionnaireVersion) -> QuestionnaireVersion:
    locked = QuestionnaireVersion.objects.select_for_update().get(pk=version.pk)
    if not locked.is_draft:
        raise Refused(_("This version is published and does not change any more. Begin a new draft."))
    return locked


@quiet_action
def change(actor: Actor, version: QuestionnaireVersion, *, content: Content, seen: str = "") -> QuestionnaireVersion:
    """Replace the content of a draft. `seen` is the fingerprint of what the change was made from: if somebody
    else has changed the draft since, Refused is raised and nothing is overwritten.
    """
    locked = _lock_draft(version)
    _unchanged(locked, seen)
    write_version(locked, content, _bank())
    return locked


def _unchanged(version: QuestionnaireVersion, seen: str) -> None:
    if seen and fingerprint(read_version(version)) != seen:
        raise Refused(
            _("Someone else changed this draft meanwhile. Nothing was overwritten: look at the draft and begin again.")
        )


@quiet_action
def change_item(
    actor: Actor, version: QuestionnaireVersion, *, theme: str, item: ItemContent, code: str = "", seen: str = ""
) -> QuestionnaireVersion:
    """Put an item into a theme of a draft: a new one, or the one with `code`, which may be renamed and moved.

    `seen` is the fingerprint of the item that the form was filled from; Conflict carries the one saved meanwhile.
    """
    locked = _lock_draft(version)
    content = read_version(locked)
    target = find_theme(content, theme)
    if target is None:
        raise Refused(_("The theme is not there any more. Choose another theme; what you wrote is kept on the form."))
    if item.code != code and find_item(content, item.code):
        raise Refused(_("Another item has this code already. Choose another code."))
    if not code:
        target.items.append(item)
    else:
        found = find_item(content, code)
        if found is None or (seen and fingerprint_of_item(found[1]) != seen):
            raise ItemConflict(
                _("Someone else saved this item while you wrote. Nothing was overwritten: compare and save again."),
                found[1] if found else None,
            )
        home, old = found
        place = home.items.index(old)
        home.items.remove(old)
        target.items.insert(place if home is target else len(target.items), item)
    write_version(locked, content, _bank())
    return locked


class ItemConflict(Refused):
    """Somebody else saved the same item meanwhile; `saved` is theirs, None when they removed it."""

    def __init__(self, message: Any, saved: ItemContent | None) -> None:
        super().__init__(message)
        self.saved = saved


@quiet_action
def change_theme(
    actor: Actor, version: QuestionnaireVersion, *, key: str, title: Text, was: str = ""
) -> QuestionnaireVersion:
    """Add a theme to a draft, or change the key and title of the one called `was`."""
    locked = _lock_draft(version)
    content = read_version(locked)
    if key != was and find_theme(content, key):
        raise Refused(_("Another theme has this letter already. Choose another."))
    theme = find_theme(content, was) if was else None
    if was and theme is None:
        raise Refused(_("The theme is not there any more: someone else removed or renamed it meanwhile."))
    if theme is None:
        content.append(ThemeContent(key, title))
    else:
        theme.key, theme.title = key, title
    write_version(locked, content, _bank())
    return locked


@quiet_action
def arrange(
    actor: Actor, version: QuestionnaireVersion, *, to: str, item: str = "", theme: str = ""
) -> QuestionnaireVersion:
    """Move an item or a theme of a draft "up" or "down", or take it "away". A first item goes to the theme above."""
    locked = _lock_draft(version)
    content = read_version(locked)
    if item:
        _arrange_item(content, item, to)
    else:
        found = find_theme(content, theme)
        if found is not None:
            _shift(content, found, to)
    write_version(locked, content, _bank())
    return locked


def _arrange_item(content: Content, code: str, to: str) -> None:
    found = find_item(content, code)
    if found is None:
        return
    theme, item = found
    place, beside = theme.items.index(item), content.index(theme) + (-1 if to == "up" else 1)
    at_edge = place == (0 if to == "up" else len(theme.items) - 1)
    if to in {"up", "down"} and at_edge:
        if 0 <= beside < len(content):
            theme.items.remove(item)
            content[beside].items.insert(len(content[beside].items) if to == "up" else 0, item)
    else:
        _shift(theme.items, item, to)


def _shift(row: list[Any], one: Any, to: str) -> None:
    place = row.index(one)
    del row[place]
    if to == "up":
        row.insert(max(place - 1, 0), one)
    elif to == "down":
        row.insert(place + 1, one)


@action
def fill_from_sheet(
    actor: Actor, version: QuestionnaireVersion, *, content: Content, seen: str = ""
) -> QuestionnaireVersion:
    """Replace the content of a draft by what a spreadsheet holds; the reader has seen the preview.

    `seen` is the fingerprint of the draft the preview was made from; Refused if it has changed since.
    """
    locked = _lock_draft(version)
    _unchanged(locked, seen)
    write_version(locked, content, _bank())
    note(locked, items=sum(len(theme.items) for theme in content))
    return locked


@action
def describe(actor: Actor, questionnaire: Questionnaire, /, **texts: Any) -> Questionnaire:
    """Change what is told of a checklist: title, description, source, its address and standing, year, region."""
    for name, value in texts.items():
        setattr(questionnaire, name, value)
    questionnaire.save(update_fields=list(texts))
    return questionnaire


def _publish(version: QuestionnaireVersion) -> None:
    version.questionnaire.versions.filter(status=VersionStatus.PUBLISHED).update(status=VersionStatus.SUPERSEDED)
    version.status = VersionStatus.PUBLISHED
    version.published_at = timezone.now()
    version.save()


@action
def publish(actor: Actor, version: QuestionnaireVersion, *, note_text: Text | None = None) -> QuestionnaireVersion:
    """Publish a draft: it never changes after this, and takes the place of the version in force."""
    locked = _lock_draft(version)
    if not locked.items.exists():
        raise Refused(_("A checklist needs at least one item before it can be published. The draft is kept."))
    for item in locked.items.prefetch_related("levels"):
        if item.kind in ("scale", "choice") and len(item.levels.all()) < 2:
            raise Refused(
                _("Item %(code)s needs at least two levels. The draft is kept; add the levels and publish again.")
                % {"code": item.code}
            )
    if note_text is not None:
        locked.note = note_text
    _publish(locked)
    note(locked)
    return locked
