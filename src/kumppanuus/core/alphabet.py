"""The order in which a Finnish or Swedish reader looks for a name: å, ä and ö last, whatever the database thinks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LAST = {"å": "zz1", "ä": "zz2", "æ": "zz2", "ö": "zz3", "ø": "zz3"}


@lru_cache(maxsize=2048)  # the names of all areas in three languages; lists sort them again and again
def alphabet(name: str) -> str:
    """Return a key of small letters a–z and digits whose plain order is that of the Finnish and Swedish alphabet.

    A gap between words is 0, so that every collation of a database puts it before letters. Other marks are left out.
    """
    key = []
    for one in unicodedata.normalize("NFKC", name).casefold():
        if one in LAST:
            key.append(LAST[one])
            continue
        plain = [part for part in unicodedata.normalize("NFKD", one) if part.isalnum()]
        key.append("".join(plain) or ("0" if key and key[-1] != "0" else ""))
    return "".join(key).rstrip("0" if not name[-1:].isdigit() else " ")
