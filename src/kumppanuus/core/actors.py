"""Who acts: a person (for herself or for an organisation), a link holder, a visitor or the system."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

T = TypeVar("T")

_token_sources: list[Callable[[Actor], set[str]]] = []


@dataclass(eq=False)
class Actor:
    """The one who asks and acts. `Actor()` is a visitor who has not signed in.

    person_id        the signed-in person
    organisation_id  the organisation she acts for now, or None for herself
    link_id          the personal link that was followed, when there is no account
    system           the name of a part of the system ("clock", "command"), else empty
    """

    person_id: int | None = None
    organisation_id: int | None = None
    link_id: int | None = None
    system: str = ""
    _memory: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def is_visitor(self) -> bool:
        return not (self.person_id or self.link_id or self.system)

    def remember(self, key: str, load: Callable[[], T]) -> T:
        """Return what `load` gives, asked once per actor (roles and memberships are read once a request)."""
        if key not in self._memory:
            self._memory[key] = load()
        return cast(T, self._memory[key])

    def forget(self) -> None:
        """Drop remembered facts, after an action changed this actor's own roles."""
        self._memory.clear()

    def may(self, permission: str, obj: Any = None) -> bool:
        """Say whether this actor has the named permission on the object. Unknown names raise LookupError."""
        from kumppanuus.core.permissions import ask

        return ask(permission, self, obj)

    def tokens(self) -> set[str]:
        """Return the audience tokens this actor can read by: "public", "person:5", "organisation:12", …"""
        return self.remember("core.tokens", self._collect_tokens)

    def _collect_tokens(self) -> set[str]:
        found = {"public"}
        if self.person_id:
            found.add(f"person:{self.person_id}")
        if self.link_id:
            found.add(f"link:{self.link_id}")
        for source in _token_sources:
            found |= source(self)
        return found


def token_source(source: Callable[[Actor], set[str]]) -> Callable[[Actor], set[str]]:
    """Register a function that knows more tokens of an actor (an app's memberships or space roles)."""
    _token_sources.append(source)
    return source


def system(name: str) -> Actor:
    """Return the actor for a named part of the system; permissions say what it may do."""
    return Actor(system=name)
