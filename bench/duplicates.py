"""How long finding duplicates takes at full size, and how much of what is there twice it finds.

    VAR_DIR=/tmp/bench python -m bench.duplicates [--share 1.0]
    DATABASE_URL=postgres://… python -m bench.duplicates

Makes 20,000 organisations and 100,000 entries straight in the tables of an empty database. Of each kind some stand
twice, written in another way as people do: legal form, case, marks, the place's form, a typing error, words turned
round, another field left out. Around them stand others that only look alike: the same word in the next municipality,
a sister association in the same one, the same kind of group of another organisation. The labels are what was made.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from kumppanuus.core.actors import system  # noqa: E402
from kumppanuus.core.alphabet import alphabet  # noqa: E402
from kumppanuus.core.texts import Text  # noqa: E402
from kumppanuus.merging import actions, finding  # noqa: E402
from kumppanuus.merging.models import Pair  # noqa: E402
from kumppanuus.organisations.models import Organisation, OrganisationArea  # noqa: E402
from kumppanuus.places import actions as places  # noqa: E402
from kumppanuus.places.models import Area  # noqa: E402
from kumppanuus.services.models import Contact, Service, ServiceArea  # noqa: E402

ORGANISATIONS, ENTRIES, TWICE = 20_000, 100_000, 0.03
SUBJECTS = (
    *("Eläkeläiset", "Eläkkeensaajat", "Omaishoitajat", "Sydänyhdistys", "Reumayhdistys", "Näkövammaiset", "Invalidit"),
    *(
        "Mielenterveysseura",
        "Martat",
        "Maamiesseura",
        "Nuorisoseura",
        "Kotiseutuyhdistys",
        "Kyläyhdistys",
    ),
    *(
        "Metsästysseura",
        "Urheilijat",
        "Voimistelijat",
        "Palloseura",
        "Partiolaiset",
        "Diabetesyhdistys",
        "Hengitysyhdistys",
    ),
    *("Kuulo", "Muistiyhdistys", "Syöpäyhdistys", "Kehitysvammaisten Tuki", "Lastensuojelu", "Perhekerho", "Työttömät"),
    *(
        "Monikulttuuriyhdistys",
        "Asukasyhdistys",
        "Vanhempainyhdistys",
        "Sotaveteraanit",
        "Reserviläiset",
        "Rintamanaiset",
    ),
    *(
        "Luonnonystävät",
        "Taideyhdistys",
        "Kuoro",
        "Teatteri",
        "Puhallinorkesteri",
        "Eläinsuojeluyhdistys",
        "Hevosystävät",
    ),
)
FORMS = ("{place} {subject} ry", "{subject} {bare} ry", "{place} seudun {subject} ry", "{place} alueen {subject}")
GROUPS = (
    *("Vertaisryhmä", "Kahvila", "Senioritanssit", "Tuolijumppa", "Muistikerho", "Ruoka-apu", "Kuoro", "Käsityökerho"),
    *("Läksykerho", "Perhekahvila", "Sururyhmä", "Keskusteluryhmä", "Kävelyryhmä", "Digiopastus", "Bingo", "Lukupiiri"),
)
EXTRA = ("miehille", "naisille", "nuorille", "ikäihmisille", "aloittelijoille", "verkossa", "maanantaina", "torstaina")


def genitive(name: str) -> str:
    """Return a rough genitive of a municipality's name."""
    word = name.split(maxsplit=1)[0]
    for end, weak in (
        ("nen", "sen"),
        ("koski", "kosken"),
        ("joki", "joen"),
        ("lahti", "lahden"),
        ("ki", "gin"),
        ("ku", "un"),
    ):
        if word.endswith(end):
            return word[: -len(end)] + weak
    return word + "n"


def otherwise(name: str, bare: str, dice: random.Random) -> str:
    """Write a name in another way, as somebody who types it again does."""
    ways = [
        lambda n: n.removesuffix(" ry"),
        lambda n: n.removesuffix(" ry") + " r.y.",
        lambda n: n.upper(),
        lambda n: n.translate(str.maketrans("äöåÄÖÅ", "aoaAOA")),
        lambda n: re.sub("yhdistys", "yhd.", n),
        lambda n: n.replace(genitive(bare), bare, 1),
        lambda n: " ".join(reversed(n.removesuffix(" ry").split())),
        lambda n: typed_wrong(n, dice),
        lambda n: n + " rekisteröity yhdistys",
    ]
    for way in dice.sample(ways, dice.choice((1, 2, 2))):
        name = way(name)
    return name


def typed_wrong(name: str, dice: random.Random) -> str:
    """Swap two letters that stand beside each other, or leave one out."""
    at = dice.randrange(2, max(3, len(name) - 2))
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :] if dice.random() < 0.5 else name[:at] + name[at + 1 :]


def make_organisations(number: int, areas: list[Area], dice: random.Random) -> set[tuple[int, int]]:
    rows: list[Organisation] = []
    twice: list[tuple[int, int]] = []
    used: set[str] = set()
    while len(rows) < number:
        area = dice.choice(areas)
        bare = str(area.name.in_language("fi"))
        subject = dice.choice(SUBJECTS)
        name = dice.choice(FORMS).format(place=genitive(bare), bare=bare, subject=subject)
        if dice.random() < 0.25:
            name = name.replace(" ry", f" {dice.choice(('Kylä', 'Ranta', 'Kartano', 'Mäki', 'Saari'))}osasto ry")
        branch = re.findall(r"\w+osasto", name)
        key = f"{bare} {subject} {branch}"
        if key in used:
            continue
        used.add(key)
        n = len(rows)
        rows.append(organisation(n, name, area, dice))
        if dice.random() < TWICE and len(rows) < number:
            other = organisation(len(rows), otherwise(name, bare, dice), area, dice)
            if dice.random() < 0.4:
                other.email = rows[n].email
            if rows[n].register_number and other.register_number:
                other.register_number = ""
            twice.append((n, len(rows)))
            rows.append(other)
    made = Organisation.objects.bulk_create(rows, batch_size=1000)
    OrganisationArea.objects.bulk_create(
        [OrganisationArea(organisation=row, area_id=row.home_id) for row in made], batch_size=2000
    )
    return {(made[a].pk, made[b].pk) for a, b in twice}


def organisation(n: int, name: str, area: Area, dice: random.Random) -> Organisation:
    return Organisation(
        slug=f"o{n}",
        kind="association",
        name=Text(fi=name),
        sort_name=alphabet(name)[:200],
        find_by=name.lower(),
        home=area,
        email=f"info@o{n}.example" if dice.random() < 0.6 else "",
        register_number=str(100_000 + n) if dice.random() < 0.5 else "",
    )


def make_entries(number: int, areas: list[Area], dice: random.Random) -> set[tuple[int, int]]:
    owners = list(Organisation.objects.values_list("pk", "home_id"))
    named = {area.pk: str(area.name.in_language("fi")) for area in areas}
    rows: list[Service] = []
    phones: list[str] = []
    at: list[int] = []
    twice: list[tuple[int, int]] = []
    used: set[tuple[int, str]] = set()
    while len(rows) < number:
        owner, home = dice.choice(owners)
        name = dice.choice(GROUPS) + (f" {dice.choice(EXTRA)}" if dice.random() < 0.6 else "")
        if (owner, name) in used:
            continue
        used.add((owner, name))
        n, phone = len(rows), f"04{dice.randrange(10**7):07d}"
        rows.append(entry(n, name, owner))
        phones.append(phone)
        at.append(home)
        if dice.random() < TWICE and len(rows) < number:
            again = otherwise(name, named[home], dice) if dice.random() < 0.7 else f"{name} {named[home]}"
            other = owner if dice.random() < 0.6 else dice.choice(owners)[0]
            twice.append((n, len(rows)))
            rows.append(entry(len(rows), again, other))
            phones.append(
                f"+358 {phone[1:]}" if other != owner or dice.random() < 0.5 else f"04{dice.randrange(10**7):07d}"
            )
            at.append(home)
    made = Service.objects.bulk_create(rows, batch_size=1000)
    pairs = list(zip(made, phones, at, strict=True))
    ServiceArea.objects.bulk_create([ServiceArea(service=row, area_id=home) for row, _, home in pairs], batch_size=2000)
    Contact.objects.bulk_create(
        [Contact(service=row, organisation_id=row.organisation_id, phone=phone) for row, phone, _ in pairs],
        batch_size=2000,
    )
    return {(made[a].pk, made[b].pk) for a, b in twice}


def entry(n: int, name: str, owner: int) -> Service:
    text = Text(fi=name[:100])
    low = name.lower()[:1000]
    return Service(
        slug=f"e{n}",
        kind="activity",
        status="published",
        name=text,
        sort_name=alphabet(name)[:100],
        find_by=low,
        organisation_id=owner,
    )


def measure(what: str, truth: set[tuple[int, int]]) -> None:
    """Find all pairs of a kind; print the time, what was found of the labelled ones, and what else was named."""
    start = time.perf_counter()
    actions.find(system("clock"), None, what=what)
    took = time.perf_counter() - start
    found = set(Pair.objects.filter(what=what).values_list("one_id", "other_id"))
    hit = len(found & truth)
    print(
        f"{what}: {took:.1f} s, {len(found)} pairs, {len(truth)} labelled; "
        f"recall {hit / len(truth):.3f}, precision {hit / max(1, len(found)):.3f}"
    )
    if "-v" in sys.argv:
        show(what, sorted(truth - found)[:15], "not found")
        show(what, sorted(found - truth)[:15], "found, not labelled")
    one = next(iter(truth))
    start = time.perf_counter()
    actions.find(system("clock"), None, what=what, around=[one[0]])
    print(f"  around one that changed: {(time.perf_counter() - start) * 1000:.0f} ms")


def show(what: str, pairs: list[tuple[int, int]], title: str) -> None:
    model: Any = Service if what == "entry" else Organisation
    rows = {row.pk: str(row) for row in model.objects.filter(pk__in=[pk for pair in pairs for pk in pair])}
    print(f"  {title}:", *(f"{rows[a]} | {rows[b]}" for a, b in pairs), sep="\n    ")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("-v", action="store_true")
    given = parser.parse_args()
    call_command("migrate", verbosity=0)
    if Organisation.objects.exists():
        print("This needs an empty database.")
        return 1
    dice = random.Random(3)
    places.load_areas(system("command"), None)
    areas = list(Area.objects.municipalities())
    start = time.perf_counter()
    organisations = make_organisations(round(ORGANISATIONS * given.share), areas, dice)
    entries = make_entries(round(ENTRIES * given.share), areas, dice)
    print(f"made in {time.perf_counter() - start:.0f} s; {finding.MOST_IN_A_BLOCK} at most in a block")
    measure("organisation", organisations)
    measure("entry", entries)
    return 0


if __name__ == "__main__":
    sys.exit(main())
