"""Sessions in the database, as Django keeps them; only finding one, in each signed-in request, is quicker."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from kumppanuus.core import asking

FIND = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """The session of a request, by the key in its cookie."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; an unknown or ended one is empty and gets another key."""
        found = asking.rows(FIND, self.session_key, connection.ops.adapt_datetimefield_value(timezone.now()))
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0][0])
