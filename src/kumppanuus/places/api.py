"""Areas in the API: the whole classification, without pages."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from kumppanuus.core.requests import Request
from kumppanuus.places.models import Area, AreaKind

router = Router(tags=["areas"])


class AreaOut(Schema):
    """One area. Source: Statistics Finland and National Land Survey of Finland, CC BY 4.0."""

    kind: AreaKind
    code: str
    slug: str
    name: dict[str, str] = Field(description="Names by language code")
    language_status: str = Field(description="fi, sv, bilingual or empty")
    population: int | None
    population_year: int | None
    land_area_km2: float | None
    lon: float | None
    lat: float | None
    region: str | None = Field(description="Slug of the region of a municipality")
    county: str | None = Field(description="Slug of the wellbeing services county of a municipality")

    @staticmethod
    def resolve_name(area: Area) -> dict[str, str]:
        """Return plain names."""
        return dict(area.name)

    @staticmethod
    def resolve_region(area: Area) -> str | None:
        """Return the region's slug."""
        return area.region.slug if area.region else None

    @staticmethod
    def resolve_county(area: Area) -> str | None:
        """Return the county's slug."""
        return area.county.slug if area.county else None


@router.get("/areas", response=list[AreaOut], summary="List areas")
def list_areas(request: Request, kind: AreaKind | None = None) -> list[Area]:
    """List every area, or those of one kind, in the order of their Finnish names."""
    found = Area.objects.visible_to(request.actor).select_related("region", "county").defer("border")
    return list(found.filter(kind=kind) if kind else found)


@router.get("/areas/{slug}", response=AreaOut, summary="Read an area")
def read_area(request: Request, slug: str) -> Area:
    """Return one area by its slug."""
    found = Area.objects.visible_to(request.actor).select_related("region", "county").defer("border")
    return get_object_or_404(found, slug=slug)
