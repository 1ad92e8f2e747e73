"""Reading checklists: the list, one in force, any version, the bank, and the same as files."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request
from kumppanuus.core.versions import VersionStatus
from kumppanuus.interop.export import as_json, file_response
from kumppanuus.questionnaires.content import as_data, common_levels, read_version
from kumppanuus.questionnaires.models import BankItem, Item, Questionnaire, QuestionnaireVersion
from kumppanuus.questionnaires.sheets import to_csv
from kumppanuus.spaces.context import dress
from kumppanuus.spaces.models import space_roles_of


def checklists(request: Request) -> HttpResponse:
    """List the checklists the reader may see. Two queries."""
    in_force = Q(versions__status=VersionStatus.PUBLISHED)
    found = (
        Questionnaire.objects.visible_to(request.actor)
        .select_related("region")
        .annotate(
            items_count=Count("versions__items", filter=in_force, distinct=True),
            themes_count=Count("versions__themes", filter=in_force, distinct=True),
            drafts=Count("versions", filter=Q(versions__status=VersionStatus.DRAFT), distinct=True),
        )
    )
    edits = any("editor" in roles for roles in space_roles_of(request.actor).values())
    return render(request, "questionnaires/list.html", {"questionnaires": found, "edits": edits})


def questionnaire(request: Request, slug: str) -> HttpResponse:
    """Show the version in force; where nothing is published yet, its editors see the draft."""
    found = get_object_or_404(Questionnaire.objects.visible_to(request.actor).select_related("region"), slug=slug)
    versions = list(found.versions.visible_to(request.actor))
    shown = next((v for v in versions if v.status == VersionStatus.PUBLISHED), None)
    shown = shown or next((v for v in versions if not v.is_draft), None) or next(iter(versions), None)
    if shown is None:
        raise Http404
    return _show(request, found, shown, versions)


def version(request: Request, slug: str, number: int) -> HttpResponse:
    """Show one version at its permanent address; editors see a draft as it would look."""
    found = get_object_or_404(Questionnaire.objects.visible_to(request.actor).select_related("region"), slug=slug)
    versions = list(found.versions.visible_to(request.actor))
    shown = next((v for v in versions if v.number == number), None)
    if shown is None:
        raise Http404
    return _show(request, found, shown, versions)


def _show(
    request: Request, found: Questionnaire, shown: QuestionnaireVersion, versions: list[QuestionnaireVersion]
) -> HttpResponse:
    dress(request, found.space_id)
    open_all = "all" in request.GET
    pieces = (
        _pieces(shown, open_all)
        if shown.is_draft
        else kept(f"checklist:{shown.pk}:{open_all}", lambda: _pieces(shown, open_all))
    )
    draft = next((v for v in versions if v.is_draft), None)
    return render(
        request,
        "questionnaires/version.html",
        {
            "questionnaire": found,
            "version": shown,
            "versions": versions,
            "draft": draft,
            "newest": next((v for v in versions if v.status == VersionStatus.PUBLISHED), None),
            "open_all": open_all,
            "files": _files(found, shown),
            **pieces,
        },
    )


def _pieces(shown: QuestionnaireVersion, open_all: bool) -> dict[str, str]:
    """Return the rendered items of a version and the list of contents; nothing in them depends on the reader."""
    content = read_version(shown)
    context = {
        "content": content,
        "common": common_levels(content),
        "items_count": sum(len(theme.items) for theme in content),
        "open_all": open_all,
    }
    return {
        "items": render_to_string("questionnaires/_items.html", context),
        "contents": render_to_string("questionnaires/_contents.html", context),
    }


def _files(found: Questionnaire, shown: QuestionnaireVersion) -> list[tuple[str, str, str]]:
    labels = {"xlsx": _("Spreadsheet to edit"), "csv": _("Spreadsheet"), "json": _("Data for machines")}
    return [
        (label, reverse("questionnaires:download", args=[found.slug, shown.number, fmt]), fmt.upper())
        for fmt, label in labels.items()
    ]


def get_version(request: Request, slug: str, number: int) -> QuestionnaireVersion:
    """Return a version that the reader may see, or raise 404."""
    visible = QuestionnaireVersion.objects.visible_to(request.actor).select_related("questionnaire__space")
    return get_object_or_404(visible, questionnaire__slug=slug, number=number)


def download(request: Request, slug: str, number: int, fmt: str) -> HttpResponse:
    """Give a version as XLSX, CSV or JSON."""
    shown = get_version(request, slug, number)
    content = read_version(shown)
    match fmt:
        case "xlsx":
            from kumppanuus.questionnaires.sheets.workbook import to_xlsx

            body = to_xlsx(content, bank_choices())
        case "csv":
            body = to_csv(content)
        case "json":
            body = as_json(request, about(shown.questionnaire) | {"version": number, "themes": as_data(content)})
        case _:
            raise Http404
    return file_response(body, f"{slug}-{number}", fmt)


def bank_choices() -> list[tuple[str, str]]:
    """Return (slug, name in the reader's language) of every bank item."""
    return [(item.slug, str(item.name)) for item in BankItem.objects.all()]


def about(found: Questionnaire) -> dict[str, Any]:
    """Return what is told of a checklist, as JSON can hold it."""
    return {
        "slug": found.slug,
        "title": dict(found.title),
        "description": dict(found.description),
        "text_source": dict(found.source),
        "source_url": found.source_url,
        "status": found.source_status,
        "year": found.year,
    }


def bank(request: Request) -> HttpResponse:
    """Show which items of which checklists mean the same. Two queries."""
    in_force = (
        Item.objects.filter(version__status=VersionStatus.PUBLISHED)
        .select_related("version__questionnaire")
        .order_by("version__questionnaire", "order")
    )
    found = BankItem.objects.prefetch_related(Prefetch("items", in_force, to_attr="in_force"))
    edits = any("editor" in roles for roles in space_roles_of(request.actor).values())
    return render(request, "questionnaires/bank.html", {"bank": found, "edits": edits})
