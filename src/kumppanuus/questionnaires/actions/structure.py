"""Making, drafting and publishing questionnaires."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.core.versions import VersionStatus
from kumppanuus.places.models import Area
from kumppanuus.questionnaires.content import ItemContent, LevelContent, ThemeContent, read_version, write_version
from kumppanuus.questionnaires.models import BankItem, Questionnaire, QuestionnaireVersion
from kumppanuus.spaces.models import Space


def _bank() -> dict[str, int]:
    return dict(BankItem.objects.values_list("slug", "pk"))


def _shipped(data: dict[str, Any]) -> list[ThemeContent]:
    """Return the content of one shipped checklist file; items without levels take the file's common ones."""

    def levels(rows: list[dict[str, Any]]) -> list[LevelContent]:
        return [LevelContent(row["value"], Text(row["label"]), Text(row.get("description"))) for row in rows]

    def steps(rows: list[dict[str, str]]) -> Text:
        languages = rows[0].keys() if rows else ()
        return Text({code: "\n".join(row.get(code, "") for row in rows) for code in languages})

    return [
        ThemeContent(
            theme["key"],
            Text(theme["title"]),
            [
                ItemContent(
                    code=item["code"],
                    name=Text(item["name"]),
                    statement=Text(item["statement"]),
                    bank=item["bank"],
                    more=Text(item.get("more")),
                    evidence=Text(item.get("evidence")),
                    first_steps=steps(item.get("first_steps", [])),
                    levels=levels(item.get("levels") or data["levels"]),
                )
                for item in theme["items"]
            ],
        )
        for theme in data["themes"]
    ]


@action
def load(actor: Actor, _obj: None = None) -> list[Questionnaire]:
    """Load the shipped bank and checklists. Loading again changes nothing that is there; a shipped file whose
    content differs from the version in force becomes a new version."""
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
        content = _shipped(data)
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
    actor: Actor, space: Space, *, slug: str, title: Text, copy_of: QuestionnaireVersion | None = None, **texts: Any
) -> Questionnaire:
    """Make a checklist for the space with an empty first draft, or one copied from a version of another."""
    if Questionnaire.objects.filter(slug=slug).exists():
        raise Refused(_("A checklist with this address is here already. Choose another short name."))
    questionnaire = Questionnaire.objects.create(space=space, slug=slug, title=title, **texts)
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=1, based_on=copy_of, author_id=actor.person_id
    )
    if copy_of is not None:
        write_version(version, read_version(copy_of), _bank())
    return questionnaire


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
def change(actor: Actor, version: QuestionnaireVersion, *, content: list[ThemeContent]) -> QuestionnaireVersion:
    """Replace the content of a draft."""
    locked = _lock_draft(version)
    write_version(locked, content, _bank())
    return locked


@action
def fill_from_sheet(
    actor: Actor, version: QuestionnaireVersion, *, content: list[ThemeContent]
) -> QuestionnaireVersion:
    """Replace the content of a draft by what a spreadsheet holds; the reader has seen the preview."""
    locked = _lock_draft(version)
    write_version(locked, content, _bank())
    note(locked, items=sum(len(theme.items) for theme in content))
    return locked


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
