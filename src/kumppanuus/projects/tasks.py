"""Who may remove personal data that was written into projects."""

from __future__ import annotations

from typing import Any

from kumppanuus.activity.permissions import removable_by
from kumppanuus.core.actors import Actor
from kumppanuus.projects.models import Legacy, Party, Project
from kumppanuus.projects.permissions import keeps


@removable_by(Project)
def of_project(actor: Actor, obj: Project) -> bool:
    """Editors of the owner."""
    return keeps(actor, obj)


@removable_by(Party, Legacy)
def of_its_project(actor: Actor, obj: Any) -> bool:
    """As of the project."""
    return of_project(actor, obj.project)
