"""Who edits a space's own template: its editors; who takes its newest headings: who writes the draft."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.practices.models import PracticeVersion, Template, TemplateVersion
from kumppanuus.practices.permissions.practices import develops
from kumppanuus.spaces.models import Space, SpaceRoleKind, has_space_role


def edits(actor: Actor, template: Template) -> bool:
    """Say whether the actor is an editor of the template's space. What ships with the product nobody edits."""
    return template.space_id is not None and has_space_role(actor, template.space_id, SpaceRoleKind.EDITOR)


def _writes(actor: Actor, version: TemplateVersion) -> bool:
    return version.is_draft and edits(actor, version.template)


@permission
def view_template(actor: Actor, obj: Template) -> bool:
    """Anyone once it is published; before that the editors of its space."""
    return obj.versions.exclude(status="draft").exists() or edits(actor, obj)


@permission
def view_templateversion(actor: Actor, obj: TemplateVersion) -> bool:
    """As the template."""
    return not obj.is_draft or edits(actor, obj.template)


@permission
def begin_template(actor: Actor, obj: Space) -> bool:
    """Editors of the space."""
    return has_space_role(actor, obj.pk, SpaceRoleKind.EDITOR)


@permission
def add_heading(actor: Actor, obj: TemplateVersion) -> bool:
    """Editors of the space, as long as it is a draft."""
    return _writes(actor, obj)


@permission
def change_heading(actor: Actor, obj: TemplateVersion) -> bool:
    """Editors of the space, as long as it is a draft."""
    return _writes(actor, obj)


@permission
def move_heading(actor: Actor, obj: TemplateVersion) -> bool:
    """Editors of the space, as long as it is a draft."""
    return _writes(actor, obj)


@permission
def remove_heading(actor: Actor, obj: TemplateVersion) -> bool:
    """Editors of the space, as long as it is a draft."""
    return _writes(actor, obj)


@permission
def put_back_heading(actor: Actor, obj: TemplateVersion) -> bool:
    """Editors of the space, as long as it is a draft."""
    return _writes(actor, obj)


@permission
def publish_template(actor: Actor, obj: TemplateVersion) -> bool:
    """Editors of the space, as long as it is a draft."""
    return _writes(actor, obj)


@permission
def discard_template(actor: Actor, obj: TemplateVersion) -> bool:
    """Editors of the space, as long as it is a draft."""
    return _writes(actor, obj)


@permission
def take_template(actor: Actor, obj: PracticeVersion) -> bool:
    """Who writes the draft of the operating model."""
    return obj.is_draft and develops(actor, obj.practice)


@permission
def load_templates(actor: Actor, obj: Any) -> bool:
    """The command that loads what ships with the product."""
    return actor.system == "command"
