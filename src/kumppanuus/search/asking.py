"""What somebody asks of search by an address: one reading for the page, its map and the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from kumppanuus.core.actors import Actor
from kumppanuus.search.documents import providers
from kumppanuus.search.finding import Filters, Result, find
from kumppanuus.search.nearby import ELSEWHERE, AskedDistance

MOST_LETTERS = 400


@dataclass
class Asked(AskedDistance):
    """A question to search, read from an address: what it does not understand it leaves out.

    q                    words in any language
    kind                 the label of one kind of things ("services.service")
    near, within, sort   see `AskedDistance`
    """

    data: Mapping[str, Any]
    words: str = field(init=False)
    kind: str = field(init=False)

    def __post_init__(self) -> None:
        def given(name: str, most: int) -> str:
            return str(self.data.get(name, "")).replace("\x00", "").strip()[:most]

        self.words = given("q", MOST_LETTERS)
        self.kind = kind if (kind := given("kind", 80)) in providers else ""
        self.read_distance(self.data, ranked=bool(self.words))

    @property
    def is_empty(self) -> bool:
        return not self.words and self.near is None

    def query(self, **instead: str) -> str:
        """Return the question as the query of an address, with other values instead, or "" for none."""
        own = {"q": self.words, "kind": self.kind, **self.distance_query}
        return urlencode({name: value for name, value in (own | instead).items() if value})

    def find(
        self,
        actor: Actor,
        language: str,
        *,
        limit: int,
        offset: int = 0,
        filters: Filters | None = None,
        counts: bool | Sequence[str] = True,
    ) -> Result:
        """Find it; see `finding.find`."""
        return find(
            actor,
            self.words,
            language=language,
            kinds=[self.kind] if self.kind else (),
            filters=filters,
            near=self.near.point if self.near else None,
            within=self.km,
            from_anywhere=self.within == ELSEWHERE,
            nearest_first=self.nearest_first,
            limit=limit,
            offset=offset,
            counts=counts,
        )
