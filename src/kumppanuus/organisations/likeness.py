"""How alike two names are, in Finnish and Swedish: without legal forms, case, marks, inflection and place forms.

Everything here is pure but `candidates`, which asks the database. Voikko's base forms are used where it is installed;
without it a simple stemmer does.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Q

from kumppanuus.organisations.models import Organisation
from kumppanuus.organisations.numbers import normalise_business_id, normalise_register_number
from kumppanuus.places.models import Area, AreaKind, folded

LIKELY = 0.75  # from here on two organisations are shown as likely the same
LEGAL = {"ry", "rf", "rp", "yhd", "yhdistys", "forening", "foreningen", "rekisteroity", "registrerad", "sr", "oy", "ab"}
LINKING = {"ja", "och", "tl", "hl", "ol", "as", "i", "pa"}
# Words that say little of which organisation is meant.
COMMON = {
    "seura",
    "kerho",
    "klubb",
    "klubben",
    "liitto",
    "forbund",
    "kunta",
    "kaupunki",
    "seurakunta",
    "ryhma",
    "seutu",
    "seudun",
    "alue",
    "alueen",
}
LITTLE, PLACE_WEIGHT, SAME_WORD = 0.35, 0.5, 0.55
# How the end of a place's name changes before the endings -n, -ssa, -lla are put to it: Koski → Koske-, Turku → Turu-.
GRADES = (
    *(("inen", "ise"), ("nen", "se"), ("joki", "joe"), ("maki", "mae"), ("jarvi", "jarve"), ("lahti", "lahde")),
    *(("niemi", "nieme"), ("salmi", "salme"), ("saari", "saare"), ("lampi", "lamme"), ("koski", "koske")),
    *(("nki", "ngi"), ("nko", "ngo"), ("nka", "nga"), ("rku", "ru"), ("kko", "ko"), ("kka", "ka"), ("ppi", "pi")),
    *(("tto", "to"), ("tti", "ti"), ("nta", "nna"), ("nto", "nno"), ("lta", "lla"), ("rta", "rra"), ("mpi", "mme")),
    *(
        ("aka", "aa"),
        ("oka", "oa"),
        ("ika", "ia"),
        ("uka", "ua"),
        ("uke", "ue"),
        ("ta", "da"),
        ("to", "do"),
        ("tu", "du"),
    ),
)
CASES = ("n", "ssa", "sta", "lla", "lta", "an", "on", "in", "un", "en")
ENDINGS = (
    *("laisten", "laiset", "ssani", "jien", "iden", "iden", "ssa", "sta", "lla", "lta", "lle", "ksi", "ten", "jen"),
    *("ien", "en", "an", "in", "on", "un", "yn", "et", "at", "ut", "it", "n", "t", "s"),
)
_own = threading.local()


def _voikko() -> Any:
    """Return this thread's Voikko, or None where it is not installed."""
    if not hasattr(_own, "voikko"):
        try:
            from libvoikko import Voikko

            _own.voikko = Voikko("fi")
        except Exception:  # noqa: BLE001 - the library or its dictionary is missing: any error means "go on without"
            _own.voikko = None
    return _own.voikko


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the base form of a word as written, folded; cut of its ending where Voikko does not know it."""
    voikko = _voikko()
    if voikko is not None and (found := voikko.analyze(word)):
        return min((folded(str(one.get("BASEFORM", word))) for one in found), key=lambda base: (len(base), base))
    plain = folded(word)
    for ending in ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 4:
            return plain[: -len(ending)]
    return plain


def forms_of_place(name: str) -> set[str]:
    """Return the forms in which a place stands in names: Koski Tl → koski, kosken, koskella; Åbo → abo, abos."""
    plain = folded(name).split()[0]
    bodies = {plain} | {plain[: -len(end)] + weak for end, weak in GRADES if plain.endswith(end)}
    return {plain, plain + "s"} | {body + case for body in bodies for case in CASES}


_places: dict[str, str] = {}


def places() -> dict[str, str]:
    """Return {form of a municipality's name: its code}; read once in a process."""
    if not _places:
        rows = Area.objects.filter(kind=AreaKind.MUNICIPALITY).values_list("code", "name")
        found = {form: code for code, name in rows for one in name.values() for form in forms_of_place(one)}
        _places.update({folded(one).split()[0]: code for code, name in rows for one in name.values()} | found)
    return _places


def forget_places() -> None:
    """Forget the places' names and the names read by them: after areas were loaded."""
    _places.clear()
    read_name.cache_clear()


@dataclass(frozen=True, eq=False)
class Name:
    """A name ready for comparing: its words as (folded, base form), the places in it, its numbers, all in one.

    `read_name` keeps them, so that one is compared with another once, however many bear the name.
    """

    words: tuple[tuple[str, str], ...]
    places: frozenset[str]
    numbers: frozenset[str]
    whole: str

    @property
    def keys(self) -> set[str]:
        """Beginnings by which names that could be alike are looked up."""
        return {part[:4] for word in self.words if word[1] not in COMMON for part in word if len(part) >= 3}


def _without_kind(word: str) -> str:
    """Take away what a compound says of its kind: eläkeläisyhdistys → eläkeläis."""
    for kind in ("osasto", "avdelning", "yhdistyksen", "yhdistys", "foreningen", "forening", "seuran", "seura"):
        if word.endswith(kind) and len(word) - len(kind) >= 4:
            return word[: -len(kind)]
    return word


@lru_cache(maxsize=200_000)
def read_name(written: str) -> Name:
    """Take a name apart."""
    known = places()
    plain = re.sub(r"\b(r)\.?\s?(y|f|p)\b\.?|:\w{1,3}\b", r"\1\2 ", written.casefold())
    words, named, numbers = [], set(), set()
    for word in re.findall(r"\w+", plain):
        bare = folded(word)
        if bare in LEGAL or bare in LINKING:
            continue
        if bare.isdigit() or len(bare) == 1:
            numbers.add(bare)
        elif bare in known:
            named.add(known[bare])
        else:
            base = stem(word)
            words.append((_without_kind(bare), _without_kind(base)))
    return Name(tuple(words), frozenset(named), frozenset(numbers), "".join(sorted(base for _bare, base in words)))


@lru_cache(maxsize=500_000)
def _pairs_of_letters(word: str) -> frozenset[str]:
    return frozenset(word[n : n + 2] for n in range(len(word) - 1)) or frozenset({word})


@lru_cache(maxsize=1_000_000)
def _alike(one: str, other: str) -> float:
    """How alike two words are: by their pairs of letters, by how long they begin alike, or but for a typing error."""
    if one == other:
        return 1.0
    if _mistyped(one, other):
        return 0.9
    a, b = _pairs_of_letters(one), _pairs_of_letters(other)
    shared = 2 * len(a & b) / (len(a) + len(b))
    same = next((n for n, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    return max(shared, 0.95 * same / min(len(one), len(other)) if same >= 5 else 0.0)


def _mistyped(one: str, other: str) -> bool:
    """Say whether two letters are turned round, or one is left out, in words of at least five letters."""
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or len(long) < 5 or len(long) - len(short) > 1 or short[0] != long[0]:
        return False
    if len(short) == len(long):
        differ = [n for n, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
        return len(differ) == 2 and sorted(short) == sorted(long)
    return any(long[:n] + long[n + 1 :] == short for n in range(1, len(long)))


def _word_alike(one: tuple[str, str], other: tuple[str, str]) -> float:
    return max(_alike(one[0], other[0]), _alike(one[1], other[1]))


def _covered(one: Name, other: Name) -> tuple[float, float, int]:
    """Return how much of one name the other has, how much there is, and how many of its own words have no like."""
    got = total = 0.0
    alone = 0
    for word in one.words:
        weight = LITTLE if word[1] in COMMON else 1.0
        best = max((_word_alike(word, each) for each in other.words), default=0.0)
        if best < SAME_WORD:
            best, alone = 0.0, alone + (weight == 1.0)
        got, total = got + weight * best, total + weight
    for code in one.places:
        got, total = got + PLACE_WEIGHT * (code in other.places), total + PLACE_WEIGHT
    return got, total, alone


@lru_cache(maxsize=1_000_000)
def similarity(one: Name, other: Name) -> float:
    """Return 0 to 1: how alike two names are. A place that both name and that differs makes them different, and so
    does a word that only one of them has.
    """
    (a, all_a, more), (b, all_b, others) = _covered(one, other), _covered(other, one)
    if not all_a or not all_b:
        return 0.0
    found = (a + b) / (all_a + all_b)
    short, long = sorted((len(one.whole), len(other.whole)))
    if short and short >= 0.8 * long:  # written together or apart
        found = max(found, _alike(one.whole, other.whole) - 0.1 * (one.places != other.places))
    found -= 0.15 * (more + others)
    if one.places and other.places and not one.places & other.places:
        found *= 0.6
    if one.numbers != other.numbers:
        found *= 0.65
    return max(0.0, min(found, 1.0))


def names_of(text: Mapping[str, str] | str) -> tuple[Name, ...]:
    """Return the names in all languages, each once."""
    written = [text] if isinstance(text, str) else list(text.values())
    return tuple(dict.fromkeys(read_name(one) for one in written if one))


def most_alike(one: Iterable[Name], other: Iterable[Name]) -> float:
    """Return the likeness of the most alike pair of names, whatever their languages."""
    others = tuple(other)
    return max((similarity(a, b) for a in one for b in others), default=0.0)


def phone_of(written: str) -> str:
    """Return a telephone number as digits without the country's code."""
    digits = re.sub(r"\D", "", written)
    for prefix in ("00358", "358"):
        if digits.startswith(prefix):
            return "0" + digits[len(prefix) :].removeprefix("0")
    return digits


def host_of(address: str) -> str:
    """Return a website as it is compared: without scheme, www and a last slash."""
    return re.sub(r"^(https?://)?(www\.)?", "", address.strip().lower()).rstrip("/")


@dataclass(frozen=True)
class Record:
    """What is compared of an organisation or an entry.

    owner     the organisation
    areas     codes of municipalities in which it is; empty where that is not known or everywhere
    contacts  "phone:…", "email:…", "website:…", "address:…"
    numbers   "register:…", "business:…"
    apart     what two of the same have alike: kind, day
    """

    pk: int
    owner: int
    names: tuple[Name, ...]
    areas: frozenset[int]
    contacts: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    apart: tuple[Any, ...] = ()
    wide: bool = field(default=False, compare=False)

    def shared_with(self) -> Iterator[str]:
        """Yield what a record shares with those it could be the same as."""
        yield from self.contacts
        yield from self.numbers
        for name in self.names:
            if name.whole:
                yield f"name:{name.whole}"
            for key in name.keys:
                yield from (f"{key}@{area}" for area in (self.areas if len(self.areas) <= 40 else ()))


@dataclass(frozen=True)
class Likeness:
    """How likely two records are the same, 0 to 1, and why: codes of reasons."""

    score: float
    reasons: tuple[str, ...]


def compare(one: Record, other: Record) -> Likeness:
    """Compare two organisations. An equal number is certain; different numbers of one kind speak against it."""
    if one.numbers & other.numbers:
        return Likeness(1.0, ("number",))
    name = most_alike(one.names, other.names)
    same = sorted({contact.partition(":")[0] for contact in one.contacts & other.contacts})
    near = bool(one.areas & other.areas)
    score = name + min(0.25, 0.15 * len(same)) + (0.05 if near else 0.0)
    if one.areas and other.areas and not near:
        score -= 0.25
    kinds = {number.partition(":")[0] for number in one.numbers} & {n.partition(":")[0] for n in other.numbers}
    score -= 0.4 if kinds else 0.0
    if name < (0.45 if same else 0.6):
        score = min(score, 0.5)
    reasons = (("name",) if name >= 0.6 else ()) + tuple(same) + (("place",) if near else ())
    return Likeness(round(max(0.0, min(score, 1.0)), 3), reasons)


def record_of(organisation: Organisation, areas: Iterable[int], phones: Iterable[str] = ()) -> Record:
    """Return what is compared of an organisation."""
    places_of = {*areas, organisation.home_id} - {None}
    contacts = {f"phone:{phone_of(phone)}" for phone in phones if phone}
    if organisation.email:
        contacts.add(f"email:{organisation.email.lower()}")
    if organisation.website:
        contacts.add(f"website:{host_of(organisation.website)}")
    numbers = {f"register:{organisation.register_number}"} if organisation.register_number else set()
    if organisation.business_id:
        numbers.add(f"business:{organisation.business_id}")
    named = names_of(organisation.name)
    return Record(
        organisation.pk or 0,
        organisation.pk or 0,
        named,
        frozenset(pk for pk in places_of if pk is not None),
        frozenset(contacts),
        frozenset(numbers),
    )


@dataclass(frozen=True)
class Candidate:
    """An organisation that is here already and could be meant."""

    organisation: Organisation
    likeness: Likeness


def candidates(
    name: Mapping[str, str] | str,
    area: Area | None = None,
    *,
    register_number: str = "",
    business_id: str = "",
    email: str = "",
    website: str = "",
    most: int = 5,
) -> list[Candidate]:
    """Return organisations that a name (with what else is known) could mean, the likeliest first. Two queries.

    For importers and forms: for a whole register use `merging.finding`, which compares set by set.
    """
    wanted = Organisation(
        name=name,
        home=area,
        email=email,
        website=website,
        register_number=normalise_register_number(register_number),
        business_id=normalise_business_id(business_id) if business_id else "",
    )
    own = record_of(wanted, ())
    asked = Q(pk=None)
    for key in {key for one in own.names for key in one.keys}:
        asked |= Q(find_by__contains=key)
    for one in own.names:
        for bare, _base in one.words:
            asked |= Q(find_by__contains=bare[:4])
    written = [name] if isinstance(name, str) else name.values()
    for words in written:
        for word in re.findall(r"\w{4,}", words.lower()):
            asked |= Q(find_by__contains=word[:5])
    for column in ("register_number", "business_id", "email", "website"):
        if value := getattr(wanted, column):
            asked |= Q(**{column: value})
    rows = list(Organisation.objects.filter(asked).prefetch_related("areas").only(*COMPARED)[:2000])
    found = [
        Candidate(row, likeness)
        for row in rows
        if (likeness := compare(own, record_of(row, [area.pk for area in row.areas.all()]))).score >= LIKELY
    ]
    return sorted(found, key=lambda one: -one.likeness.score)[:most]


COMPARED = ("slug", "name", "home", "email", "website", "register_number", "business_id", "kind")
