from __future__ import annotations

from tests.factories.mail import server  # noqa: F401 - a fixture
