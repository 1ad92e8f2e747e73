"""The documents that the sets judge, as JSON lines of id, title, text and lang: each one's Finnish version.

    python -m bench.sets.documents OUT.jsonl

They are the demo's entries (`demo:owner/name-as-a-slug`, the same whatever order they are made in) and, where
../shared/data/reference lies beside the project, general service descriptions of others (`ptv:id`). The latter are
never copied into the project: a set refers to them by id only.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kumppanuus.demo.reading import read

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT.parent / "shared/data/reference/ptv/general_descriptions_unique.json"
SHOWN = ("summary", "description", "who", "for_professionals", "price", "registration", "times")
SCHEMES = ("theme", "target_group", "service_class", "life_event", "language", "accessibility")
KINDS = {
    "service": "Palvelu",
    "activity": "Toiminta",
    "event": "Tapahtuma",
    "peer_group": "Vertaisryhmä",
    "volunteer_task": "Vapaaehtoistehtävä",
    "place": "Paikka",
}
ATTENDED = {"remote": "Etänä", "both": "Paikan päällä ja etänä"}
PRICES = {"free": "Maksuton", "paid": "Maksullinen"}


def documents() -> Iterator[dict[str, str]]:
    """Yield every document there is here: ours, and the reference ones where they lie beside the project."""
    names = _names()
    yield from (_entry(row, names) for row in read("entries"))
    if REFERENCE.is_file():
        yield from (_description(row, names) for row in json.loads(REFERENCE.read_text("utf-8")))


def key(row: Mapping[str, Any]) -> str:
    """Return the id of one of the demo's entries."""
    name = unicodedata.normalize("NFKD", _fi(row["name"])).encode("ascii", "ignore").decode().lower()
    return f"demo:{row['org']}/{re.sub(r'[^a-z0-9]+', '-', name).strip('-')}"


def _entry(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    place = row["place"] or {}
    words = [
        *(_fi(row[name]) for name in SHOWN),
        *(KINDS[row["kind"]], PRICES.get(row["price_kind"], ""), ATTENDED.get(row["attendance"], "")),
        *(names["area:" + code] for code in row["areas"]),
        *(_fi(place.get("name")), place.get("address", ""), place.get("city", ""), _fi(place.get("arriving"))),
        *(names["accessibility:" + code] for code in place.get("features", ())),
        *(_fi(contact["role"]) for contact in row["contacts"]),
        *(names[term] for term in row["terms"] if term in names),
        names["org:" + row["org"]],
    ]
    return _document(key(row), _fi(row["name"]), words)


def _description(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    codes = [f"service_class:{code}" for code in row["service_classes"]]
    codes += [f"target_group:{code}" for code in row["target_groups"]]
    words = [*(_fi(row[name]) for name in ("summary", "description", "user_instruction"))]
    words += [names[code] for code in codes if code in names]
    return _document(f"ptv:{row['id']}", _fi(row["name"]), words)


def _document(id_: str, title: str, words: list[str]) -> dict[str, str]:
    return {"id": id_, "title": title, "text": "\n".join(word for word in words if word), "lang": "fi"}


def _fi(value: Mapping[str, str] | None) -> str:
    return (value or {}).get("fi") or ""


def _names() -> dict[str, str]:
    """Return the Finnish names of areas, terms and owners by their codes in the demo's file."""
    data = ROOT / "src/kumppanuus"
    names = {"area:country": "Koko Suomi"}
    for file, prefix in (("municipalities", ""), ("regions", "region:"), ("counties", "county:")):
        names |= {f"area:{prefix}{row['code']}": row["name_fi"] for row in _csv(data / f"places/data/{file}.csv")}
    for row in _csv(data / "taxonomy/data/directory.csv"):
        if row["scheme"] in SCHEMES:
            names[f"{row['scheme']}:{row['code']}"] = row["name_fi"]
    return names | {f"org:{row['slug']}": _fi(row["name"]) for row in read("organisations")}


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main(arguments: list[str]) -> int:
    """Write the documents and say how many of each there are."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    found = list(documents())
    lines = "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in found)
    Path(arguments[0]).write_text(lines, encoding="utf-8")
    ours = sum(document["id"].startswith("demo:") for document in found)
    print(f"{ours} entries of the demo, {len(found) - ours} general descriptions")
    if not REFERENCE.is_file():
        print("../shared/data/reference is not beside the project: the sets' ptv: documents are left out")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
