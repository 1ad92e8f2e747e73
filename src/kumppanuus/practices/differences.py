"""What differs between two versions of a template, to be shown before publishing."""

from __future__ import annotations

from typing import Any

from kumppanuus.practices.models import TemplateField, TemplateVersion

# What a heading says, apart from where it stands.
EDITED = ("heading", "help", "example", "shown_in_summary", "required_to_publish")


def differences(before: TemplateVersion, after: TemplateVersion) -> dict[str, Any]:
    """Return {"added", "removed", "changed": fields, "moved": bool}. Two queries."""
    old = {one.code: one for one in before.fields.all()}
    new = {one.code: one for one in after.fields.all()}

    def says(one: TemplateField) -> list[Any]:
        return [getattr(one, name) for name in EDITED]

    return {
        "added": [one for code, one in new.items() if code not in old],
        "removed": [one for code, one in old.items() if code not in new],
        "changed": [one for code, one in new.items() if code in old and says(one) != says(old[code])],
        "moved": [code for code in old if code in new] != [code for code in new if code in old],
    }
