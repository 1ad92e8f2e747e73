"""The result as data: the same columns for CSV, XLSX and JSON, and for the API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.assessments.mirror import LICENCE, Mirror, Row
from kumppanuus.interop.export import Column


def columns() -> list[Column[Row]]:
    """Return the columns of a mirror, in the reader's language."""
    return [
        Column(_("Theme"), lambda row: str(row.item.theme.title), "theme"),
        Column(_("Code"), lambda row: row.item.code, "code"),
        Column(_("Item"), lambda row: str(row.item.name), "item"),
        Column(_("Bank item"), lambda row: row.item.bank.slug if row.item.bank else "", "bank_item"),
        Column(_("Municipality"), lambda row: row.municipal, "municipality"),
        Column(_("Municipality's level in words"), lambda row: row.municipal_label, "municipality_label"),
        Column(_("NGOs"), lambda row: row.ngo, "ngos"),
        Column(_("NGOs' answers (0 = fewer than five)"), lambda row: row.cell.ngo_count, "ngo_answers"),
        Column(_("Spread"), lambda row: row.cell.get_ngo_spread_display(), "spread"),
        Column(_("Gap"), lambda row: row.gap, "gap"),
        Column(_("What it means"), lambda row: row.finding, "finding"),
        Column(_("Source"), lambda _row: "Kumppanuuspöytä", "source"),
    ]


def as_dict(mirror: Mirror) -> dict[str, Any]:
    """Return a released mirror as data; texts as maps from language to text."""
    release, round_ = mirror.release, mirror.assessment.round
    return {
        "round": round_.pk,
        "year": round_.year,
        "area": {"code": mirror.assessment.area.code, "name": dict(mirror.assessment.area.name)},
        "checklist": {"slug": round_.version.questionnaire.slug, "version": round_.version.number},
        "release": release.number,
        "released_at": release.at.isoformat(timespec="seconds"),
        "invited": release.invited,
        "answered": release.answered,
        "pending": release.pending,
        "refused": release.refused,
        "texts_withheld": release.withheld,
        "signed": {"body": mirror.signature.body, "decided_on": mirror.signature.decided_on.isoformat()}
        if mirror.signature
        else None,
        "approved": [{"body": one.body.as_json(), "day": one.day.isoformat()} for one in mirror.approvals],
        "licence": LICENCE,
        "items": [_item(row) for row in mirror.rows],
    }


def _item(row: Row) -> dict[str, Any]:
    return {
        "code": row.item.code,
        "bank_item": row.item.bank.slug if row.item.bank else None,
        "name": dict(row.item.name),
        "municipality": row.municipal,
        "municipality_cannot_say": row.cell.municipal_cannot_say,
        "ngos": row.ngo,
        "ngo_answers": row.cell.ngo_count or None,
        "spread": row.cell.ngo_spread or None,
        "gap": row.gap,
        "explanation": row.explanation.comment if row.explanation else "",
        "comments": [{"text": comment.text, "language": comment.language} for comment in row.comments],
        "measures": [link.measure_id for link in row.measures],
    }
