"""A fork beside its original: what changed above since then, what was changed here, how far behind it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kumppanuus.core.texts import Text
from kumppanuus.practices.joining import Chunk, Kind, chunks, plain
from kumppanuus.practices.models import Look, Practice, PracticeVersion, Section, TemplateField

SHORT_CODE = "short"  # the short description; a fork's name is its own

Texts = dict[str, Text]  # by code of the heading


@dataclass
class Difference:
    """What the original and the fork say under a heading, and said when it was last looked at.

    heading  of the fork's template; where it has none, of the original's
    fits     whether the fork's template has the heading
    """

    code: str
    heading: Any
    base: Text
    theirs: Text
    own: Text
    fits: bool = True
    look: Look | None = None

    @cached_property
    def chunks(self) -> dict[str, list[Chunk]]:
        """Return the places of the text by language, of the languages in which the original changed something."""
        found = {}
        for language in dict.fromkeys([*self.theirs, *self.own]):
            base, theirs, own = (one.get(language, "") for one in (self.base, self.theirs, self.own))
            if plain(base) != plain(theirs) and plain(theirs) != plain(own):
                found[language] = chunks(base, theirs, own)
        return found

    @property
    def is_open(self) -> bool:
        """Whether the original changed something here that the fork does not say."""
        return bool(self.chunks)

    @property
    def is_touched(self) -> bool:
        """Whether the fork changed any of the languages that the original changed."""
        return any(plain(self.base.get(code, "")) != plain(self.own.get(code, "")) for code in self.chunks)

    @property
    def has_conflict(self) -> bool:
        return any(one.kind == Kind.CONFLICT for parts in self.chunks.values() for one in parts)

    @property
    def is_own(self) -> bool:
        """Whether the fork says something else here than the original."""
        codes = {*self.theirs, *self.own}
        return any(plain(self.theirs.get(code, "")) != plain(self.own.get(code, "")) for code in codes)


@dataclass
class Beside:
    """A fork beside a version of its original."""

    version: PracticeVersion  # of the fork: its draft, else the one in force
    original: PracticeVersion  # the one in force
    differences: list[Difference] = field(default_factory=list)

    @property
    def open(self) -> list[Difference]:
        """Return what is to be looked at."""
        return [one for one in self.differences if one.is_open]

    @property
    def untouched(self) -> list[Difference]:
        """Return what the original changed and the fork had left as it was."""
        return [one for one in self.open if not one.is_touched]

    @property
    def settled(self) -> list[Difference]:
        """Return what was looked at in this version of the original."""
        return [one for one in self.differences if one.look and one.look.original_id == self.original.pk]

    @property
    def own(self) -> list[Difference]:
        """Return where the fork says something else than the original, and there is nothing to look at."""
        return [one for one in self.differences if not one.is_open and one.is_own]

    def of(self, code: str) -> Difference | None:
        """Return the difference under a heading."""
        return next((one for one in self.differences if one.code == code), None)


def newest(practice: Practice) -> PracticeVersion:
    """Return the draft of a fork, or else the version in force, with what it was made from. One query."""
    rows = PracticeVersion.objects.filter(practice=practice).exclude(status="superseded")
    found: PracticeVersion = rows.select_related("upstream", "template", "practice__owner").latest("number")
    return found


def own_versions(practice: Practice, organisation: int) -> list[Practice]:
    """Return what an organisation has made from a practice and not withdrawn, drafts too. A query, one for each draft's
    name.
    """
    rows = Practice.objects.filter(forked_from__practice=practice, owner=organisation, withdrawn_at=None)
    return list(rows.select_related("current").order_by("pk"))


def behind(practice: Practice, upstream: PracticeVersion | None) -> int:
    """Return how many versions of the original came after the one that was looked at. Nothing is asked of the database
    if `forked_from__practice__current` is there.
    """
    if practice.forked_from is None or upstream is None:
        return 0
    current = practice.forked_from.practice.current
    return max(0, current.number - upstream.number) if current else 0


def _texts(versions: set[int]) -> dict[int, Texts]:
    found: dict[int, Texts] = {pk: {} for pk in versions}
    for one in Section.objects.filter(version__in=versions).select_related("field"):
        found[one.version_id][one.field.code] = one.text
    for pk, short in PracticeVersion.objects.filter(pk__in=versions).values_list("pk", "short"):
        found[pk][SHORT_CODE] = short
    return found


def beside(version: PracticeVersion, original: PracticeVersion, base: int | None = None) -> Beside:
    """Return a version of a fork beside the original's. Four or five queries, however much they say.

    base  the key of the version from which both come, where it is not the one that the fork has looked at: so the
          original's draft stands beside what a fork offers
    """
    looks = {} if base else {one.code: one for one in version.looks.all()}
    start = base or version.upstream_id or original.pk
    ids = {version.pk, original.pk, start, *(one.original_id for one in looks.values())}
    texts = _texts(ids)
    numbers = dict(PracticeVersion.objects.filter(pk__in=ids).values_list("pk", "number"))
    found = Beside(version, original)
    fields = {one.code: one for one in version.template.fields.all() if one.is_written}
    theirs = fields
    if original.template_id != version.template_id:
        theirs = {one.code: one for one in original.template.fields.all() if one.is_written}
    for code in (SHORT_CODE, *dict.fromkeys([*fields, *theirs])):
        look = looks.get(code)
        from_ = look.original_id if look and numbers[look.original_id] > numbers[start] else start
        heading: TemplateField | None = fields.get(code) or theirs.get(code)
        found.differences.append(
            Difference(
                code,
                heading,
                texts[from_].get(code, Text()),
                texts[original.pk].get(code, Text()),
                texts[version.pk].get(code, Text()),
                fits=code == SHORT_CODE or code in fields,
                look=look,
            )
        )
    return found
