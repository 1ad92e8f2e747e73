"""What logs must not hold: whoever has a personal link can act by it, so its token is left out of every line."""

from __future__ import annotations

import logging
import re

# The pages that take a token, as in the addresses of their apps; "own-12" is no secret, but not worth an exception.
TOKEN_IN_ADDRESS = re.compile(
    r"(/(?:answer|join|invitation|matters/own|negotiations/follow|notices/stop|calendar/own)/)[^/\s?\"']+"
)
HIDDEN = r"\1…"


class WithoutTokens(logging.Filter):
    """Replaces tokens of personal links in a record's message and arguments; lets every record through."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place: Django's own lines name the whole address of a request that went wrong."""
        words = record.getMessage()
        hidden = TOKEN_IN_ADDRESS.sub(HIDDEN, words)
        if hidden != words:
            record.msg, record.args = hidden, ()
        return True
