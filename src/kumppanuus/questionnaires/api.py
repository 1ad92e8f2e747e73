"""Checklists for other systems: every published version in full, each text in all its languages."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from kumppanuus.core.numbers import RowId
from kumppanuus.core.requests import Request
from kumppanuus.core.versions import VersionStatus
from kumppanuus.questionnaires.content import as_data, read_version
from kumppanuus.questionnaires.models import BankItem, Item, ItemKind, Questionnaire, QuestionnaireVersion, SourceStatus

router = Router(tags=["questionnaires"])

Texts = dict[str, str]


class VersionLine(Schema):
    """A version, without its content."""

    number: int
    status: str = Field(description="published (in force) or superseded")
    published_at: str
    note: Texts = Field(description="What changed, by language code")


class ChecklistLine(Schema):
    """A checklist and where its text comes from."""

    slug: str
    title: Texts = Field(description="By language code")
    description: Texts
    text_source: Texts
    source_url: str
    source_status: SourceStatus = Field(description="Whether the text is ours, from a published source or partly known")
    year: int | None
    region: str | None = Field(description="Slug of the region, empty for the whole country")
    version: int | None = Field(description="Number of the version in force")


class LevelOut(Schema):
    """A described level of a scale, 0 the weakest, or an option of a choice."""

    value: int
    label: Texts
    description: Texts


class ItemOut(Schema):
    """An item with what is meant, its levels, what counts as evidence and first steps (one a line)."""

    code: str
    kind: ItemKind
    bank: str = Field(description="Slug of the bank item it means the same as, or empty")
    name: Texts
    statement: Texts
    more: Texts
    evidence_wanted: bool
    evidence: Texts
    first_steps: Texts
    levels: list[LevelOut]


class ThemeOut(Schema):
    key: str
    title: Texts
    items: list[ItemOut]


class VersionOut(VersionLine):
    """A version in full."""

    checklist: str
    themes: list[ThemeOut]


class ChecklistOut(ChecklistLine):
    """A checklist with its versions."""

    versions: list[VersionLine]


class JoinedItem(Schema):
    checklist: str
    version: int
    code: str
    name: Texts


class BankItemOut(Schema):
    """What items of different checklists share."""

    slug: str
    name: Texts
    definition: Texts
    items: list[JoinedItem]


@router.get("/checklists", response=list[ChecklistLine], summary="List checklists")
def list_checklists(request: Request) -> list[dict[str, Any]]:
    """List the checklists that have a published version."""
    return [_line(one) for one in _published() if one.in_force]


@router.get("/checklists/{slug}", response=ChecklistOut, summary="Read a checklist")
def read_checklist(request: Request, slug: str) -> dict[str, Any]:
    """Return one checklist with the list of its published versions."""
    found = get_object_or_404(_published().filter(versions__in=_public_versions()).distinct(), slug=slug)
    versions = _public_versions().filter(questionnaire=found)
    return _line(found) | {"versions": [_version(one) for one in versions]}


@router.get("/checklists/{slug}/versions/{number}", response=VersionOut, summary="Read a version in full")
def read_checklist_version(request: Request, slug: str, number: RowId) -> dict[str, Any]:
    """Return a published version with its themes, items and levels. It never changes."""
    found = get_object_or_404(_public_versions(), questionnaire__slug=slug, number=number)
    return _version(found) | {"checklist": slug, "themes": as_data(read_version(found))}


@router.get("/bank-items", response=list[BankItemOut], summary="List the item bank")
def list_bank_items(request: Request) -> list[dict[str, Any]]:
    """List the bank with the items in force that mean the same."""
    in_force = Item.objects.filter(version__status=VersionStatus.PUBLISHED).select_related("version__questionnaire")
    rows = BankItem.objects.prefetch_related(Prefetch("items", in_force, to_attr="in_force"))
    return [
        {
            "slug": row.slug,
            "name": dict(row.name),
            "definition": dict(row.definition),
            "items": [
                {
                    "checklist": item.version.questionnaire.slug,
                    "version": item.version.number,
                    "code": item.code,
                    "name": dict(item.name),
                }
                for item in row.in_force
            ],
        }
        for row in rows
    ]


def _public_versions() -> Any:
    return QuestionnaireVersion.objects.exclude(status=VersionStatus.DRAFT)


def _published() -> Any:
    newest = QuestionnaireVersion.objects.published()
    return Questionnaire.objects.select_related("region").prefetch_related(
        Prefetch("versions", newest, to_attr="in_force")
    )


def _line(one: Any) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "title": dict(one.title),
        "description": dict(one.description),
        "text_source": dict(one.source),
        "source_url": one.source_url,
        "source_status": one.source_status,
        "year": one.year,
        "region": one.region.slug if one.region else None,
        "version": one.in_force[0].number if one.in_force else None,
    }


def _version(one: QuestionnaireVersion) -> dict[str, Any]:
    return {
        "number": one.number,
        "status": one.status,
        "published_at": one.published_at.isoformat() if one.published_at else "",
        "note": dict(one.note),
    }
