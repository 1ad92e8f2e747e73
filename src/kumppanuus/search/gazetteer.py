"""Names of places in what people type: municipalities, regions and counties, inflected, in Finnish and Swedish."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from kumppanuus.core.texts import Text
from kumppanuus.places.models import Area, AreaKind, Merger
from kumppanuus.search.analysis import folded, forms

KEPT_SECONDS = 600
SHORTEST_STEM = 4
ENDINGS = (
    *("ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "seen", "hin", "hun", "hyn", "hen", "an", "än"),
    *("on", "un", "yn", "in", "en", "n", "s", ""),
)
TAILS = {  # what a name ends in before a case ending: Turku → Turu-, Oulainen → Oulaise-
    "nen": ("se", "s"),
    "kku": ("ku",),
    "ku": ("u", "un"),
    "ki": ("e", "gi"),
    "ri": ("re", "ri"),
    "pi": ("ve", "pi"),
    "nki": ("ngi",),
    "nta": ("nna",),
    "nti": ("nni",),
    "lta": ("lla",),
    "lti": ("lli",),
    "mpi": ("mme",),
    "tti": ("ti",),
    "ppi": ("pi",),
    "kka": ("ka",),
    "tta": ("ta",),
    "kko": ("ko",),
    "ttu": ("tu",),
    "saari": ("saare", "saari"),
    "niemi": ("nieme",),
    "lahti": ("lahde",),
    "järvi": ("järve",),
    "joki": ("joe",),
    "salmi": ("salme",),
    "mäki": ("mäe",),
    "koski": ("koske",),
    "lampi": ("lamme",),
    "ä": ("ä",),
}


@dataclass(frozen=True)
class Place:
    """An area that can be named.

    tokens  facets of what is offered there: in it, within it or around it
    sure    the name means nothing else: "Loimaa" does, "Salo" may be a wood
    point   lon, lat
    """

    pk: int
    slug: str
    kind: str
    name: Text
    tokens: tuple[str, ...]
    point: tuple[float, float] | None

    def __str__(self) -> str:
        return str(self.name)


def names() -> dict[str, Place]:
    """Return {name without marks: the place}; municipalities before larger areas of the same name."""
    global _names  # noqa: PLW0603 - read once by a process, and again after a while
    until, kept = _names
    if kept is None or time.monotonic() > until:
        kept = _load()
        _names = (time.monotonic() + KEPT_SECONDS, kept)
    return kept


_names: tuple[float, dict[str, Place] | None] = (0.0, None)


def forget() -> None:
    """Drop what is kept of places."""
    global _names  # noqa: PLW0603
    _names = (0.0, None)


def _load() -> dict[str, Place]:
    columns = ("pk", "slug", "kind", "code", "name", "region_id", "county_id", "lon", "lat")
    rows = list(Area.objects.exclude(kind=AreaKind.SET).order_by("pk").values_list(*columns))
    country = [row[0] for row in rows if row[2] == AreaKind.COUNTRY]
    within: dict[int, list[int]] = {}
    for pk, _slug, _kind, _code, _name, region, county, *_rest in rows:
        for around in (region, county):
            if around:
                within.setdefault(around, []).append(pk)
    found: dict[str, Place] = {}
    by_code: dict[str, Place] = {}
    order = {AreaKind.MUNICIPALITY: 0, AreaKind.REGION: 1, AreaKind.COUNTY: 2, AreaKind.COUNTRY: 3}
    for pk, slug, kind, code, name, region, county, lon, lat in sorted(rows, key=lambda row: order[AreaKind(row[2])]):
        around = [one for one in (region, county, *country) if one]
        areas = dict.fromkeys([pk, *within.get(pk, ()), *around])
        point = (lon, lat) if lon is not None and lat is not None else None
        place = Place(pk, slug, kind, name, tuple(f"area:{one}" for one in areas), point)
        if kind == AreaKind.MUNICIPALITY:
            by_code[code] = place
        if kind != AreaKind.COUNTRY:
            for called in name.values():
                found.setdefault(folded(called.lower()), place)
    for old, code in Merger.objects.values_list("old_name", "new_code"):
        if code in by_code:
            found.setdefault(folded(old.lower()), by_code[code])
    return found


def place_at(words: Sequence[str], word: str) -> Place | None:
    """Return the place that a word, or a word with the next one, names: "loimaalla", "åbo", "egentliga finland"."""
    known = names()
    at = words.index(word) if word in words else -1
    if 0 <= at < len(words) - 1 and (two := known.get(folded(f"{word} {words[at + 1]}"))):
        return two
    for base in forms(word, "fi").bases:
        if found := known.get(folded(base)):
            return found
    if found := known.get(folded(word)):
        return found
    return None if forms(word, "fi").known else _inflected(word, known)


def _inflected(word: str, known: dict[str, Place]) -> Place | None:
    """Take endings off a word that Voikko does not know, until a name is left."""
    plain = folded(word)
    for ending in dict.fromkeys(folded(one) for one in ENDINGS):
        if not plain.endswith(ending) or len(plain) - len(ending) < SHORTEST_STEM:
            continue
        stem = plain[: len(plain) - len(ending)] if ending else plain
        if stem in known:
            return known[stem]
        for tail, weak in TAILS.items():
            for one in weak:
                short = folded(one)
                if stem.endswith(short):
                    name = stem[: len(stem) - len(short)] + folded(tail)
                    if name in known:
                        return known[name]
    return None
