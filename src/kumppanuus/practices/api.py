"""Operating models for other systems: the list, one with who writes and uses it, any version, collections."""

# Annotations stay real objects here: @paginate hides this module's names from ninja.
import datetime as dt
from typing import Any, Literal

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from kumppanuus.core.paging import Pages
from kumppanuus.core.requests import Request
from kumppanuus.practices.documents.plain import content_of
from kumppanuus.practices.finding import narrow
from kumppanuus.practices.forking import behind
from kumppanuus.practices.models import (
    CREDITED,
    Adoption,
    AdoptionStage,
    Collection,
    Developer,
    Inclusion,
    InclusionState,
    Practice,
    PracticeVersion,
    Stage,
)

router = Router(tags=["practices"])


class PracticeOut(Schema):
    """One operating model, as its version in force calls it."""

    slug: str
    name: dict[str, str] = Field(description="By language code")
    short: dict[str, str]
    owner: str = Field(description="Slug of the organisation")
    stage: Stage
    version: int = Field(description="Number of the version in force")
    languages: list[str]
    is_fork: bool
    published_at: dt.datetime
    withdrawn_at: dt.datetime | None

    @staticmethod
    def resolve_name(practice: Practice) -> dict[str, str]:
        """Return plain texts."""
        return dict(practice.current.name) if practice.current else {}

    @staticmethod
    def resolve_short(practice: Practice) -> dict[str, str]:
        """Return plain texts."""
        return dict(practice.current.short) if practice.current else {}

    @staticmethod
    def resolve_owner(practice: Practice) -> str:
        """Return the owner's slug."""
        return practice.owner.slug

    @staticmethod
    def resolve_version(practice: Practice) -> int:
        """Return the number of the version in force."""
        return practice.current.number if practice.current else 0

    @staticmethod
    def resolve_languages(practice: Practice) -> list[str]:
        """Return the languages of the version in force."""
        return practice.find_languages.split()

    @staticmethod
    def resolve_is_fork(practice: Practice) -> bool:
        """Say whether it was made from another."""
        return practice.forked_from_id is not None


class DeveloperOut(Schema):
    """An organisation that develops it with the owner, or did."""

    organisation: str = Field(description="Slug")
    start: dt.date | None
    end: dt.date | None

    @staticmethod
    def resolve_organisation(developer: Developer) -> str:
        """Return the slug."""
        return developer.organisation.slug


class AdoptionOut(Schema):
    """An organisation that uses it, or did."""

    organisation: str = Field(description="Slug")
    stage: AdoptionStage
    since: dt.date
    dropped_on: dt.date | None
    changed: dict[str, str]
    results: dict[str, str]
    why_dropped: dict[str, str]
    confirmed_at: dt.datetime

    @staticmethod
    def resolve_organisation(adoption: Adoption) -> str:
        """Return the slug."""
        return adoption.organisation.slug

    @staticmethod
    def resolve_changed(adoption: Adoption) -> dict[str, str]:
        """Return plain texts."""
        return dict(adoption.changed)

    @staticmethod
    def resolve_results(adoption: Adoption) -> dict[str, str]:
        """Return plain texts."""
        return dict(adoption.results)

    @staticmethod
    def resolve_why_dropped(adoption: Adoption) -> dict[str, str]:
        """Return plain texts."""
        return dict(adoption.why_dropped)


class MadeFrom(Schema):
    """The original of an own version."""

    slug: str
    version: int = Field(description="Number of the version that was copied")
    seen: int = Field(description="Number of the version up to which all changes have been looked at")
    behind: int = Field(description="How many versions have come since")


class PracticeWhole(PracticeOut):
    """An operating model with who writes and uses it and which versions it has."""

    versions: list[int]
    developers: list[DeveloperOut]
    adoptions: list[AdoptionOut]
    collections: list[str] = Field(description="Slugs of the collections in which it has been approved")
    made_from: MadeFrom | None = Field(description="The published version of another model that it was made from")
    own_versions: list[str] = Field(description="Slugs of the models that others have made from it")

    @staticmethod
    def resolve_made_from(practice: Practice) -> MadeFrom | None:
        """Return where it comes from."""
        above = practice.forked_from
        if above is None:
            return None
        upstream = practice.current.upstream if practice.current else None
        seen = upstream.number if upstream else above.number
        return MadeFrom(slug=above.practice.slug, version=above.number, seen=seen, behind=behind(practice, upstream))

    @staticmethod
    def resolve_own_versions(practice: Practice) -> list[str]:
        """Return what was read with the practice."""
        return practice.own_slugs  # type: ignore[attr-defined, no-any-return]

    @staticmethod
    def resolve_versions(practice: Practice) -> list[int]:
        """Return the numbers of the published versions, the last first."""
        return [one.number for one in practice.versions.all()]

    @staticmethod
    def resolve_developers(practice: Practice) -> list[Developer]:
        """Return what was read with the practice."""
        return list(practice.developers.all())

    @staticmethod
    def resolve_adoptions(practice: Practice) -> list[Adoption]:
        """Return what was read with the practice."""
        return list(practice.adoptions.all())

    @staticmethod
    def resolve_collections(practice: Practice) -> list[str]:
        """Return the collections' slugs."""
        return [one.collection.slug for one in practice.inclusions.all()]


class SectionOut(Schema):
    """What a version says under one heading, in markdown."""

    code: str
    heading: dict[str, str]
    ours: bool = Field(description="Not one of Innokylä's own headings")
    shown_in_summary: bool
    text: dict[str, str] = Field(description="Markdown by language code")
    older_than_original: list[str]


class CreditOut(Schema):
    """An organisation credited with a version, as it was called then."""

    organisation: int
    name: dict[str, str]
    owner: bool


class TemplateRef(Schema):
    """Which headings a version follows."""

    code: str
    version: int


class VersionOut(Schema):
    """A published version. It never changes; its address is permanent."""

    address: str
    slug: str
    number: int
    status: str
    published_at: dt.datetime | None
    template: TemplateRef
    name: dict[str, str]
    short: dict[str, str]
    note: dict[str, str]
    credited: list[CreditOut]
    sections: list[SectionOut]


class CollectionOut(Schema):
    """A collection with what has been approved in it."""

    slug: str
    name: dict[str, str]
    aim: dict[str, str]
    practices: list[str] = Field(description="Slugs in the curators' order")

    @staticmethod
    def resolve_name(collection: Collection) -> dict[str, str]:
        """Return plain texts."""
        return dict(collection.name)

    @staticmethod
    def resolve_aim(collection: Collection) -> dict[str, str]:
        """Return plain texts."""
        return dict(collection.aim)

    @staticmethod
    def resolve_practices(collection: Collection) -> list[str]:
        """Return the slugs of what stands in it."""
        return [one.practice.slug for one in collection.inclusions.all()]


def _visible(request: Request) -> Any:
    rows = Practice.objects.visible_to(request.actor).filter(current__isnull=False)
    return rows.select_related("owner", "current")


@router.get("/practices", response=list[PracticeOut], summary="Operating models")
@paginate(Pages)
def list_practices(  # noqa: PLR0917 - the filters
    request: Request,
    topic: str = "",
    target: str = "",
    place: str = "",
    item: str = "",
    stage: Stage | None = None,
    language: str = "",
    used: AdoptionStage | None = None,
    collection: str = "",
    origin: Literal["", "fork", "original"] = "",
    q: str = "",
) -> Any:
    """List what is published and not withdrawn, the last published first; filters as on the page."""
    asked = {"topic": topic, "target": target, "item": item, "place": place, "language": language}
    asked |= {"collection": collection, "q": q}
    asked |= {"stage": stage.value if stage else "", "used": used.value if used else "", "origin": origin}
    return narrow(_visible(request).filter(withdrawn_at=None), asked)


@router.get("/practices/{slug}", response=PracticeWhole, summary="One operating model")
def get_practice(request: Request, slug: str) -> Practice:
    """Return an operating model with its versions, developers, users and collections."""
    developers = Developer.objects.visible_to(request.actor).filter(state__in=CREDITED).select_related("organisation")
    adoptions = Adoption.objects.visible_to(request.actor).select_related("organisation")
    inclusions = Inclusion.objects.filter(state=InclusionState.APPROVED).select_related("collection")
    rows = _visible(request).prefetch_related(
        Prefetch("versions", PracticeVersion.objects.published()),
        Prefetch("developers", developers),
        Prefetch("adoptions", adoptions),
        Prefetch("inclusions", inclusions),
    )
    rows = rows.select_related("owner", "current__upstream", "forked_from__practice__current")
    found: Practice = get_object_or_404(rows, slug=slug)
    made = Practice.objects.listed().filter(forked_from__practice=found).order_by("slug")
    found.own_slugs = list(made.values_list("slug", flat=True))  # type: ignore[attr-defined]
    return found


@router.get("/practices/{slug}/versions/{number}", response=VersionOut, summary="One published version")
def get_version(request: Request, slug: str, number: int) -> dict[str, Any]:
    """Return a published version with all its texts."""
    rows = PracticeVersion.objects.published().select_related("practice", "template__template")
    return content_of(get_object_or_404(rows, practice__slug=slug, number=min(number, 2**31 - 1)))


@router.get("/collections", response=list[CollectionOut], summary="Collections of operating models")
@paginate(Pages)
def list_collections(request: Request) -> Any:
    """List the collections with what stands in each."""
    stands = Inclusion.objects.filter(state=InclusionState.APPROVED, practice__withdrawn_at=None)
    rows = Collection.objects.visible_to(request.actor)
    return rows.prefetch_related(Prefetch("inclusions", stands.select_related("practice")))
