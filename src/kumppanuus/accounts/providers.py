"""What is held about a person across all apps. An app says it in a module `personal` with any of

    collect(person_id) -> dict      what it holds, in plain values, by headings
    warn(person_id) -> list[str]    what erasing will mean here, in words
    erase(person_id) -> None        remove or detach it; runs inside the action `accounts.erase`

Higher apps erase first, accounts last.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


@cache
def modules() -> list[Any]:
    """Return the modules `personal` of all installed apps, from the bottom up."""
    names = [f"{config.name}.personal" for config in apps.get_app_configs() if config.name.startswith("kumppanuus.")]
    return [import_module(name) for name in names if find_spec(name)]


def collect(person_id: int) -> dict[str, Any]:
    """Return everything held about the person, by app."""
    found = {
        module.__name__.split(".")[1]: module.collect(person_id) for module in modules() if _has(module, "collect")
    }
    return {app: held for app, held in found.items() if held}


def warnings(person_id: int) -> list[str]:
    """Return in words what erasing will mean, beyond the general."""
    return [str(line) for module in modules() if _has(module, "warn") for line in module.warn(person_id)]


def erase_everywhere(person_id: int) -> None:
    """Let every app erase or detach what it holds, from the top down."""
    for module in reversed(modules()):
        if _has(module, "erase"):
            module.erase(person_id)


def _has(module: Any, name: str) -> bool:
    return hasattr(module, name)
