"""Permissions: named yes/no functions of an actor and an object, one per verb, kept in one register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kumppanuus.core.actors import Actor

Permission = Callable[[Actor, Any], bool]

register: dict[str, Permission] = {}


def app_of(module: str) -> str:
    """Return the app's label for a dotted module name: kumppanuus.assessments.actions.rounds → assessments."""
    return module.split(".")[1]


def permission(function: Permission) -> Permission:
    """Register the function as permission `<app>.<name>`. Defining a name twice raises ValueError."""
    name = f"{app_of(function.__module__)}.{function.__name__}"
    if name in register:
        raise ValueError(f"Permission {name} is defined twice")
    register[name] = function
    return function


def ask(name: str, actor: Actor, obj: Any = None) -> bool:
    """Answer whether the actor has the permission. Raises LookupError for a name nobody defined."""
    try:
        function = register[name]
    except KeyError:
        raise LookupError(f"No permission is called {name}") from None
    return bool(function(actor, obj))
