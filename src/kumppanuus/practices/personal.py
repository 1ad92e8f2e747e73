"""What practices hold about a person: what she wrote, and where she is named as a developer."""

from __future__ import annotations

from typing import Any

from kumppanuus.practices.models import Developer, PracticeVersion, Section, TemplateVersion, Writing


def collect(person_id: int) -> dict[str, Any]:
    """Return the versions that a person began, the sections that she was the last to change, and where she is named."""
    versions = PracticeVersion.objects.filter(author=person_id).select_related("practice")
    sections = Section.objects.filter(changed_by=person_id).select_related("version__practice", "field")
    developers = Developer.objects.filter(person=person_id).select_related("practice", "organisation")
    return {
        "practice_versions": [
            {"practice": row.practice.slug, "version": row.number, "begun": row.created_at}
            for row in versions.order_by("pk")
        ],
        "practice_sections": [
            {
                "practice": row.version.practice.slug,
                "version": row.version.number,
                "heading": str(row.field),
                "changed_at": row.changed_at,
            }
            for row in sections.order_by("pk")
        ],
        "practice_developer": [
            {"practice": row.practice.slug, "organisation": str(row.organisation), "from": row.start, "until": row.end}
            for row in developers.order_by("pk")
        ],
        "practice_writing": [
            {"version": row.version_id, "at": row.at} for row in Writing.objects.filter(person=person_id)
        ],
        "practice_templates": [
            {"template": row.template_id, "version": row.number}
            for row in TemplateVersion.objects.filter(author=person_id).order_by("pk")
        ],
    }


def erase(person_id: int) -> None:
    """Forget who wrote; the texts are the organisations' and stay."""
    Writing.objects.filter(person=person_id).delete()
    Developer.objects.filter(person=person_id).update(person=None)
    Section.objects.filter(changed_by=person_id).update(changed_by=None)
    PracticeVersion.objects.filter(author=person_id).update(author=None)
    TemplateVersion.objects.filter(author=person_id).update(author=None)
