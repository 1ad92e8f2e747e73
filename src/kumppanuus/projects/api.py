"""Projects for other systems: who pays, who takes part, when they end, what came of them and what goes on."""

# Annotations stay real objects here: @paginate hides this module's names from ninja.
import datetime as dt
from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from kumppanuus.core.paging import Pages
from kumppanuus.core.requests import Request
from kumppanuus.projects.forms import FilterForm
from kumppanuus.projects.models import Legacy, LegacyState, Party, PartyState, Project, Stage

router = Router(tags=["projects"])


class ProjectOut(Schema):
    """One project or pilot."""

    slug: str
    kind: str
    name: dict[str, str] = Field(description="By language code")
    about: dict[str, str]
    stage: Stage
    owner: str = Field(description="Slug of the organisation")
    area: str = Field(description="Slug of the area")
    funder: dict[str, str]
    budget: int | None = Field(description="Euros altogether")
    starts: dt.date
    ends: dt.date
    stopped_on: dt.date | None
    stopped_why: str
    reported_on: dt.date | None
    results: dict[str, str]
    changed_at: dt.datetime

    @staticmethod
    def resolve_owner(project: Project) -> str:
        """Return the owner's slug."""
        return project.owner.slug

    @staticmethod
    def resolve_area(project: Project) -> str:
        """Return the area's slug."""
        return project.area.slug

    @staticmethod
    def resolve_name(project: Project) -> dict[str, str]:
        """Return plain texts."""
        return dict(project.name)

    @staticmethod
    def resolve_about(project: Project) -> dict[str, str]:
        """Return plain texts."""
        return dict(project.about)

    @staticmethod
    def resolve_funder(project: Project) -> dict[str, str]:
        """Return plain texts."""
        return dict(project.funder)

    @staticmethod
    def resolve_results(project: Project) -> dict[str, str]:
        """Return plain texts."""
        return dict(project.results)


class PartyOut(Schema):
    """An organisation that takes part, or did."""

    organisation: str = Field(description="Slug")
    role: dict[str, str]
    state: PartyState

    @staticmethod
    def resolve_organisation(party: Party) -> str:
        """Return the slug."""
        return party.organisation.slug

    @staticmethod
    def resolve_role(party: Party) -> dict[str, str]:
        """Return plain texts."""
        return dict(party.role)


class LegacyOut(Schema):
    """Something that should go on when the project has ended."""

    what: dict[str, str]
    heir: str | None = Field(description="Slug of who goes on with it, or to whom it is offered")
    state: LegacyState
    reason: str

    @staticmethod
    def resolve_what(legacy: Legacy) -> dict[str, str]:
        """Return plain texts."""
        return dict(legacy.what)

    @staticmethod
    def resolve_heir(legacy: Legacy) -> str | None:
        """Return the slug."""
        return legacy.heir.slug if legacy.heir else None


class ProjectWhole(ProjectOut):
    """A project with who takes part and what goes on."""

    parties: list[PartyOut]
    legacies: list[LegacyOut]

    @staticmethod
    def resolve_parties(project: Project) -> list[Party]:
        """Return what was read with the project."""
        return list(project.parties.all())

    @staticmethod
    def resolve_legacies(project: Project) -> list[Legacy]:
        """Return what was read with the project."""
        return list(project.legacies.all())


def _visible(request: Request) -> Any:
    return Project.objects.visible_to(request.actor).select_related("owner", "area")


@router.get("/projects", response=list[ProjectOut], summary="Projects and pilots")
@paginate(Pages)
def list_projects(request: Request, area: str = "", stage: Stage | None = None, q: str = "") -> Any:
    """List projects, those that end last first; of an area with what lies in it and around it."""
    asked = {"area": area, "stage": stage.value if stage else "", "q": q}
    return FilterForm(asked).narrow(_visible(request))


@router.get("/projects/{slug}", response=ProjectWhole, summary="One project")
def get_project(request: Request, slug: str) -> Project:
    """Return a project with its parties and what goes on."""
    parties = Party.objects.visible_to(request.actor).select_related("organisation")
    legacies = Legacy.objects.visible_to(request.actor).select_related("heir")
    rows = _visible(request).prefetch_related(Prefetch("parties", parties), Prefetch("legacies", legacies))
    found: Project = get_object_or_404(rows, slug=slug)
    return found
