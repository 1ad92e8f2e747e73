"""Who wants to write while another does asks again each few milliseconds.

SQLite's own waiting asks ten times a second at last. Beside long work in many short steps it then hardly ever asks in
the moment between two of them: seconds went by in which nobody held the database for more than a tenth of one.

And while a thread holds the database, no other collects the process's garbage (`core.turns`), as that would stop it:
also in transactions that no action of ours begins, as the queue's.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from kumppanuus.core.turns import undisturbed

ASKS_EACH = 0.004  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    """Waits at the beginning of a transaction; as long as the setting `timeout` says."""

    _calm = ExitStack()

    def _start_transaction_under_autocommit(self) -> None:
        patience: float = self.settings_dict["OPTIONS"].get("timeout", 5)
        until = time.monotonic() + patience
        self.ensure_connection()
        own: Any = self.connection
        own.execute("PRAGMA busy_timeout = 0")
        try:
            while not self._begun(last=time.monotonic() > until):
                time.sleep(ASKS_EACH)
        finally:
            own.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        self._calm = ExitStack()
        self._calm.enter_context(undisturbed())

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # nor are these
        finally:
            self._calm.close()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._calm.close()

    def _close(self) -> None:
        self._calm.close()
        super()._close()  # type: ignore[misc]

    def _begun(self, *, last: bool) -> bool:
        """Begin if nobody else writes. Raises OperationalError when this was the last time to ask."""
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except OperationalError as problem:
            if last or "locked" not in str(problem):
                raise
            return False
        return True
