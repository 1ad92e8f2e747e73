"""Law 4 at work: looks at every SQL statement while a test runs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps

from kumppanuus.core.actions import running

WRITE = re.compile(
    r'^\s*(INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)"?', re.IGNORECASE
)

# The only ways around an action, each with its reason.
EXEMPT = {
    # allauth saves the account again when somebody who has one signs in by OpenID Connect for the first time. Making an
    # account is our own action (accounts.sign_up); what may be done with one are actions.
    "accounts_person": ("allauth.",),
}
# The test framework empties tables after a test that really commits.
FRAMEWORK = ("_fixture_teardown", "_fixture_setup")

_found: list[str] | None = None


class WroteOutsideAnAction(AssertionError):
    """SQL wrote to a product table, and no action was running."""


@cache
def product_tables() -> frozenset[str]:
    return frozenset(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_config.name.startswith("kumppanuus.")
    )


def attach(connection, **_signal) -> None:
    """Watch a connection."""
    if _look not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _look)


@contextmanager
def watching() -> Iterator[list[str]]:
    """Watch until the end; gives the list of what was written wrongly."""
    global _found  # noqa: PLW0603 - one watch at a time, for all threads
    before, _found = _found, []
    try:
        yield _found
    finally:
        _found = before


def _look(execute, sql, params, many, context):
    if _found is not None and running() is None:
        match = WRITE.match(sql)
        if match and match[2] in product_tables() and not _exempt(match[2]):
            found = f"{' '.join(match[1].upper().split())} {match[2]}"
            _found.append(found)
            raise WroteOutsideAnAction(f"{found}: only actions write (actions.py, or `with building():` in a factory)")
    return execute(sql, params, many, context)


def _exempt(table: str) -> bool:
    libraries = EXEMPT.get(table, ())
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_globals.get("__name__", "").startswith(libraries or ("-",)):
            return True
        if frame.f_code.co_name in FRAMEWORK and frame.f_globals.get("__name__", "").startswith("django.test."):
            return True
        frame = frame.f_back
    return False
