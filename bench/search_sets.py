"""Sets of documents and queries: from the reference data, read in place, and generated ones for speed."""

from __future__ import annotations

import csv
import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kumppanuus.core.texts import Text
from kumppanuus.search.documents import Source
from kumppanuus.taxonomy.models import Term

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "data" / "reference"
SEED = 20261122
LETTERS = "abcdefghijklmnoprstuvyäö"
Rows = list[tuple[str, str, str, str, dict[str, float]]]


def reference(name: str) -> tuple[list[dict[str, Any]], Rows]:
    """Return documents and queries of a set. Raises SystemExit where the reference data is not here."""
    path = REFERENCE / "ptv" / "general_descriptions_unique.json"
    if not path.exists():
        raise SystemExit(f"the reference data is not here: {path}")
    found = json.loads(path.read_text(encoding="utf-8"))
    classes = {term.code: dict(term.name) for term in Term.objects.filter(scheme__in=("service_class", "life_event"))}
    documents = [
        {
            "id": one["id"],
            "title": one["name"].get("fi", ""),
            "text": "\n".join(
                filter(None, (one[part].get("fi") for part in ("summary", "description", "user_instruction")))
            ),
            "lang": "fi",
            "classes": [classes[code] for code in (*one["service_classes"], *one["life_events"]) if code in classes]
            if name == "cross"
            else [],
        }
        for one in found
        if one["name"].get("fi")
    ]
    if name == "cross":
        return documents, _cross({one["id"] for one in documents})
    return documents, _labels(found, typo=name == "typo")


def _labels(found: list[dict[str, Any]], *, typo: bool) -> Rows:
    """Each concept that a description has is a query by its label; those that have it are relevant."""
    by_label: dict[str, set[str]] = {}
    for one in found:
        for concept in one["ontology"]:
            if concept.get("fi") and one["name"].get("fi"):
                by_label.setdefault(concept["fi"], set()).add(one["id"])
    chance = random.Random(SEED)
    rows: Rows = []
    for number, (label, ids) in enumerate(sorted(by_label.items())):
        words = _misspelt(label, chance) if typo else label
        rows.append((f"l{number}", "fi", "typo" if typo else "labels", words, dict.fromkeys(ids, 1.0)))
    return rows


def _misspelt(label: str, chance: random.Random) -> str:
    """Make one slip in the longest word: a letter wrong, missing, doubled or exchanged with the next."""
    words = label.split()
    at = max(range(len(words)), key=lambda one: len(words[one]))
    word = words[at]
    place = chance.randrange(1, max(2, len(word) - 1))
    slip = chance.choice(["wrong", "missing", "more", "exchanged"])
    letter = chance.choice(LETTERS)
    changed = {
        "wrong": word[:place] + letter + word[place + 1 :],
        "missing": word[:place] + word[place + 1 :],
        "more": word[:place] + letter + word[place:],
        "exchanged": word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
    }[slip]
    words[at] = changed
    return " ".join(words)


def _cross(ids: set[str]) -> Rows:
    with (REFERENCE / "ptv" / "crosslingual_queries.tsv").open(encoding="utf-8", newline="") as file:
        return [
            (row["qid"], row["lang"], "cross", row["query"], {row["relevant"]: 1.0})
            for row in csv.DictReader(file, delimiter="\t")
            if row["relevant"] in ids
        ]


# --- speed ---
FIRST = [
    "vertais",
    "perhe",
    "nuoriso",
    "vanhus",
    "mielenterveys",
    "päihde",
    "liikunta",
    "kulttuuri",
    "omais",
    "kriisi",
    "velka",
    "asumis",
    "työ",
    "maahanmuuttaja",
]
SECOND = [
    "ryhmä",
    "neuvonta",
    "kahvila",
    "tuki",
    "toiminta",
    "palvelu",
    "kerho",
    "ilta",
    "kurssi",
    "päivystys",
    "valmennus",
    "tapaaminen",
    "retki",
    "työpaja",
]
NAMES = [
    "loimaa",
    "salo",
    "turku",
    "uusikaupunki",
    "rauma",
    "pori",
    "tampere",
    "kuopio",
    "joensuu",
    "oulu",
    "rovaniemi",
    "vaasa",
    "kokkola",
    "lahti",
]
TEXT = [
    "tule",
    "mukaan",
    "tapaamaan",
    "muita",
    "samassa",
    "tilanteessa",
    "olevia",
    "ihmisiä",
    "ryhmä",
    "kokoontuu",
    "viikoittain",
    "ja",
    "siihen",
    "voi",
    "tulla",
    "ilman",
    "ilmoittautumista",
    "ohjaajana",
    "toimii",
    "koulutettu",
    "vapaaehtoinen",
    "toiminta",
    "on",
    "maksutonta",
    "ja",
    "luottamuksellista",
    "kahvi",
    "on",
    "tarjolla",
    "paikalle",
    "pääsee",
    "esteettömästi",
    "ota",
    "yhteyttä",
    "jos",
    "haluat",
    "kysyä",
    "lisää",
    "järjestämme",
    "myös",
    "retkiä",
    "teatteriin",
    "museoon",
    "luontoon",
    "sekä",
    "luentoja",
    "hyvinvoinnista",
    "ravitsemuksesta",
    "unesta",
    "jaksamisesta",
    "taloudesta",
    "digitaidoista",
    "lapset",
    "ja",
    "lemmikit",
    "ovat",
    "tervetulleita",
    "autamme",
    "lomakkeiden",
    "täyttämisessä",
    "hakemuksissa",
    "asioinnissa",
    "vuokra-asunnon",
    "etsimisessä",
]


def generated(number: int) -> Iterator[list[Source]]:
    """Give entries with areas, classes and prices, whose words are as unevenly common as in life."""
    chance = random.Random(SEED)
    endings = ["", "n", "t", "ssa", "lle", "sta", "ja"]
    syllables = [a + b for a in "bdfghjklmnprstv" for b in "aeiouyäö"]
    rare = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(30_000)]
    weights = [1 / (place + 3) for place in range(len(rare))]
    cumulative = list(itertools.accumulate(weights))
    rows: list[Source] = []
    for pk in range(1, number + 1):
        title = f"{chance.choice(FIRST)}{chance.choice(SECOND)} {chance.choice(NAMES)} {rare[pk % len(rare)]}"
        words = chance.choices(TEXT, k=25) + chance.choices(rare, cum_weights=cumulative, k=25)
        text = " ".join(word + chance.choice(endings) for word in words)
        facets = {f"area:{chance.randrange(1, 309)}", f"price:{chance.choice(('free', 'paid'))}"}
        facets |= {f"term:service_class:{chance.randrange(120)}" for _ in range(3)}
        facets.add(f"type:{chance.choice(('service', 'activity', 'event', 'peer_group'))}")
        rows.append(
            Source(
                "bench.document",
                pk,
                Text(fi=title),
                ("front", ()),
                summary=Text(fi=" ".join(chance.choices(TEXT, k=10))),
                texts=[("text", Text(fi=text))],
                facets=frozenset(facets),
                point=(20 + chance.random() * 10, 60 + chance.random() * 9),
                facts={"id": str(pk)},
            )
        )
        if len(rows) == 500:
            yield rows
            rows = []
    if rows:
        yield rows


def speed_queries() -> dict[str, list[tuple[str, str]]]:
    """Return {kind: (words, language) of each query}."""
    chance = random.Random(SEED + 1)
    compounds = [a + b for a in FIRST for b in SECOND]
    chance.shuffle(compounds)
    return {
        "common": [(word, "fi") for word in [*SECOND, "retkiä", "ryhmä tapaaminen", "ilmainen toiminta"]],
        "rare": [(f"{chance.choice(compounds)}", "fi") for _ in range(60)],
        "long": [
            (f"mistä saisin {chance.choice(compounds)} kun en jaksa {' '.join(chance.sample(TEXT, 6))}", "fi")
            for _ in range(60)
        ],
        "misspelt": [(_misspelt(chance.choice(compounds), chance), "fi") for _ in range(60)],
        "swedish": [
            (words, "sv")
            for words in ("kamratstöd för äldre", "skuldrådgivning", "familjecafé", "hjälp med blanketter")
        ],
        "place": [(f"{chance.choice(compounds)} {place}lla", "fi") for place in NAMES],
        "empty": [("", "fi")] * 10,
    }
