"""Comment rounds for other systems: what is asked, who was invited, what was said and what became of it."""

# Annotations stay real objects here: @paginate hides this module's names from ninja, which then cannot find `State`.
import datetime as dt
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from kumppanuus.consultations.models import Consultation, Openness, Remark, Response, Stance, State, Verdict
from kumppanuus.consultations.reading import WITH_REPLY, reply_of
from kumppanuus.core.paging import Pages
from kumppanuus.core.requests import Request

router = Router(tags=["consultations"])


class ConsultationOut(Schema):
    """One comment round."""

    slug: str
    title: dict[str, str] = Field(description="By language code")
    organisation: str = Field(description="Slug of the organisation that runs it")
    state: State
    openness: Openness
    opens_at: dt.datetime | None
    closes_at: dt.datetime
    target: dict[str, str] = Field(description="What is commented; empty where only questions are asked")

    @staticmethod
    def resolve_title(row: Consultation) -> dict[str, str]:
        """Return plain texts."""
        return dict(row.title)

    @staticmethod
    def resolve_organisation(row: Consultation) -> str:
        """Return the slug."""
        return row.organisation.slug

    @staticmethod
    def resolve_target(row: Consultation) -> dict[str, str]:
        """Return plain texts."""
        return dict(row.target_title)


class PartOut(Schema):
    """A section of the text, or a question."""

    key: str
    is_question: bool
    heading: dict[str, str]
    body: dict[str, str] = Field(description="Markdown")

    @staticmethod
    def resolve_heading(row: Any) -> dict[str, str]:
        """Return plain texts."""
        return dict(row.heading)

    @staticmethod
    def resolve_body(row: Any) -> dict[str, str]:
        """Return plain texts."""
        return dict(row.body)


class InvitedOut(Schema):
    """An invited organisation and what it did."""

    organisation: str
    response: Response


class WholeConsultationOut(ConsultationOut):
    """A round with its parts, those invited, and the summary once it is published."""

    introduction: dict[str, str]
    summary: dict[str, str]
    parts: list[PartOut]
    invited: list[InvitedOut]

    @staticmethod
    def resolve_introduction(row: Consultation) -> dict[str, str]:
        """Return plain texts."""
        return dict(row.introduction)

    @staticmethod
    def resolve_summary(row: Consultation) -> dict[str, str]:
        """Return plain texts, once published."""
        return dict(row.summary) if row.concluded_at else {}

    @staticmethod
    def resolve_invited(row: Consultation) -> list[dict[str, Any]]:
        """Return the invited organisations; addresses alone are nobody's business."""
        rows = row.invitations.filter(organisation__isnull=False).select_related("organisation")
        return [{"organisation": one.organisation.slug, "response": one.response} for one in rows if one.organisation]


class RemarkOut(Schema):
    """One comment. A private person's name is given only where she agreed."""

    id: int
    part: str | None
    quote: str
    text: str
    language: str
    stance: Stance
    author: dict[str, str]
    approved_by: str
    approved_on: dt.date | None
    given_at: dt.datetime
    late: bool = Field(alias="is_late")
    verdict: Verdict | None
    answer: dict[str, str]

    @staticmethod
    def resolve_part(row: Remark) -> str | None:
        """Return the key of the part."""
        return row.part.key if row.part else None

    @staticmethod
    def resolve_author(row: Remark) -> dict[str, str]:
        """Return the public name."""
        if row.organisation is not None:
            return dict(row.organisation.name)
        return {row.language: row.full_name} if row.name_public and row.full_name else {}

    @staticmethod
    def resolve_verdict(row: Remark) -> str | None:
        """Return what became of it, once published."""
        reply = reply_of(row) if row.consultation.concluded_at else None
        return reply.verdict if reply else None

    @staticmethod
    def resolve_answer(row: Remark) -> dict[str, str]:
        """Return the answer, once published."""
        reply = reply_of(row) if row.consultation.concluded_at else None
        return dict(reply.text) if reply else {}


@router.get("/consultations", response=list[ConsultationOut], summary="List comment rounds")
@paginate(Pages)
def list_consultations(request: Request, state: State | None = None, organisation: str = "") -> Any:
    """List comment rounds, those that close last first."""
    found = Consultation.objects.visible_to(request.actor).select_related("organisation")
    if state:
        found = found.in_state(state)
    return found.filter(organisation__slug=organisation) if organisation else found


@router.get("/consultations/{slug}", response=WholeConsultationOut, summary="Give a comment round")
def get_consultation(request: Request, slug: str) -> Any:
    """Give one round with its parts and who was invited."""
    rows = Consultation.objects.visible_to(request.actor).select_related("organisation").prefetch_related("parts")
    return get_object_or_404(rows, slug=slug)


@router.get("/consultations/{slug}/comments", response=list[RemarkOut], summary="List the comments of a round")
@paginate(Pages)
def list_remarks(request: Request, slug: str) -> Any:
    """List the comments that the reader may see, with what became of each once that is published."""
    found = get_object_or_404(Consultation.objects.visible_to(request.actor), slug=slug)
    rows = Remark.objects.visible_to(request.actor).given().filter(consultation=found)
    return rows.select_related(*WITH_REPLY, "consultation").order_by("pk")
