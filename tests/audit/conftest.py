"""What `make audit` needs on top of the browser tests' demo: the stage, people's windows, and a book of figures."""

from __future__ import annotations

import os

import pytest

from tests.audit.rooms import Stage
from tests.browser.conftest import Demo, browser, demo, window

__all__ = ["browser", "demo", "stage", "window"]

# Far too long for every change: collected by `make audit` only.
collect_ignore_glob = [] if os.environ.get("AUDIT") else ["test_*.py"]


@pytest.fixture(scope="session")
def stage(demo: Demo) -> Stage:
    """The demo with one thing for each address and a session for each of the cast; one for the session."""
    return Stage.of(demo)
