"""A version as Markdown and as JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.utils.translation import get_language

from kumppanuus.practices.documents.fields import lines_of
from kumppanuus.practices.models import FieldKind, PracticeVersion
from kumppanuus.practices.reading import citation, permanent_address, read


def language_of(version: PracticeVersion) -> str:
    """Return the language in which a document is made: the reader's, where the version has it, else its own."""
    wanted = (get_language() or "fi").split("-")[0]
    return wanted if wanted in version.name else version.name.original or "fi"


def as_markdown(version: PracticeVersion) -> bytes:
    """Return the version as Markdown: each heading of the template that says something, then how to cite it."""
    language = language_of(version)
    parts = [f"# {version.name.in_language(language)}", version.short.in_language(language)]
    lines = [one for one in lines_of(version, language) if one.field.kind not in {FieldKind.NAME, FieldKind.SHORT}]
    parts += [f"## {one.heading}\n\n{one.text}" for one in lines]
    parts.append(f"---\n\n{citation(version.practice, version)}")
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _moment(at: dt.datetime | None) -> str | None:
    """Return a moment as the API writes it."""
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None


def content_of(version: PracticeVersion) -> dict[str, Any]:
    """Return the version as plain data, all languages, for programs."""
    reading = read(version)
    return {
        "address": permanent_address(version.practice, version),
        "slug": version.practice.slug,
        "number": version.number,
        "status": version.status,
        "published_at": _moment(version.published_at),
        "template": {"code": version.template.template.code, "version": version.template.number},
        "name": dict(version.name),
        "short": dict(version.short),
        "note": dict(version.note),
        "credited": version.credited,
        "sections": [
            {
                "code": one.field.code,
                "heading": dict(one.field.heading),
                "ours": one.field.is_ours,
                "shown_in_summary": one.field.shown_in_summary,
                "text": dict(one.text),
                "older_than_original": sorted(one.text.stale),
            }
            for one in reading.headings
            if one.field.is_written and one.text
        ],
    }


def as_json(version: PracticeVersion) -> bytes:
    """Return the same as a JSON document."""
    return json.dumps(content_of(version), ensure_ascii=False, indent=1).encode()
