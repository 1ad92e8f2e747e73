"""Loading the template and the collections that ship with the product."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from django.utils import timezone

from kumppanuus.core.actions import action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.core.versions import VersionStatus
from kumppanuus.practices.models import Collection, Template, TemplateField, TemplateVersion

TEXTS = ("heading", "help", "example")
PLAIN = {
    "kind": "text",
    "stage": None,
    "path_order": 0,
    "shown_in_summary": False,
    "required_to_publish": False,
    "is_ours": False,
}


def _read(name: str) -> Any:
    return json.loads((resources.files("kumppanuus.practices") / "data" / name).read_text("utf-8"))


def _content(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "code": row["code"],
            "part": row["part"],
            "order": order,
            **{key: row.get(key, plain) for key, plain in PLAIN.items()},
            **{key: Text(row.get(key)).as_json() for key in TEXTS},
        }
        for order, row in enumerate(rows, start=1)
    ]


def _stands(version: TemplateVersion) -> list[dict[str, Any]]:
    return [
        {
            "code": field.code,
            "part": field.part,
            "order": field.order,
            **{key: getattr(field, key) for key in PLAIN},
            **{key: getattr(field, key).as_json() for key in TEXTS},
        }
        for field in version.fields.all()
    ]


def _new_version(template: Template, rows: list[dict[str, Any]], latest: TemplateVersion | None) -> None:
    version = TemplateVersion.objects.create(
        template=template, number=latest.number + 1 if latest else 1, based_on=latest
    )
    TemplateField.objects.bulk_create(
        TemplateField(version=version, **{**row, **{key: Text(row[key]) for key in TEXTS}}) for row in rows
    )
    template.versions.filter(status=VersionStatus.PUBLISHED).update(status=VersionStatus.SUPERSEDED)
    version.status, version.published_at = VersionStatus.PUBLISHED, timezone.now()
    version.save(update_fields=["status", "published_at"])


@action
def load_templates(actor: Actor, _obj: None = None) -> list[Template]:
    """Load the shipped template and collections. Again changes nothing; a changed file becomes a new version, and
    practices keep the version that they were written under.
    """
    data = _read("templates.json")
    texts = {"name": Text(data["name"]), "about": Text(data["about"])}
    template, _created = Template.objects.update_or_create(code=data["code"], defaults=texts)
    rows = _content(data["fields"])
    latest = template.versions.order_by("-number").first()
    if latest is None or _stands(latest) != rows:
        _new_version(template, rows, latest)
    for order, row in enumerate(_read("collections.json"), start=1):
        told = {"name": Text(row["name"]), "aim": Text(row["aim"]), "order": order}
        Collection.objects.update_or_create(slug=row["slug"], defaults=told)
    note(template)
    return [template]
