"""What `bench/search.py` measures, once Django knows which database."""

from __future__ import annotations

import csv
import gc
import json
import math
import os
import statistics
import sys
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from bench import search_sets
from kumppanuus.config import loading
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.search import actions, finding, levers, tiers
from kumppanuus.search.analysis import active
from kumppanuus.search.documents import Source
from kumppanuus.search.rebuilding import rebuild
from kumppanuus.search.semantic import embedding, making

SHOWN = 10
LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True)
class Query:
    qid: str
    lang: str
    type: str
    words: str
    relevant: dict[str, float]


def read_documents(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_queries(path: Path) -> list[Query]:
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not row or row[0] == "qid" or row[0].startswith("#"):
                continue
            qid, lang, kind, words, relevant = (*row, "", "", "", "")[:5]
            graded = {}
            for one in relevant.replace(",", " ").split():
                name, colon, grade = one.rpartition(":")
                numeric = bool(colon) and grade.replace(".", "", 1).isdigit()
                graded[name if numeric else one] = float(grade) if numeric else 1.0
            found.append(Query(qid, lang or "fi", kind or "-", words, {k: v for k, v in graded.items() if v > 0}))
    return found


def sources(documents: Sequence[dict[str, Any]]) -> Iterator[list[Source]]:
    """Give the documents as the product's sources; several lines with one id are language versions of one."""
    by_id: dict[str, dict[str, Any]] = {}
    for one in documents:
        kept = by_id.setdefault(
            str(one["id"]), {"title": {}, "summary": {}, "text": {}, "classes": one.get("classes", [])}
        )
        lang = one.get("lang") or "fi"
        for field in ("title", "summary", "text"):
            kept[field][lang] = one.get(field) or ""
    rows = []
    for number, (name, one) in enumerate(by_id.items(), 1):
        texts: list[tuple[str, Text | str]] = [("text", Text(one["text"]))]
        texts += [("classes", Text(names)) for names in one["classes"]]
        rows.append(
            Source(
                "bench.document",
                number,
                Text(one["title"]),
                ("front", ()),
                Text(one["summary"]),
                texts,
                facts={"id": name},
            )
        )
    for begin in range(0, len(rows), 500):
        yield rows[begin : begin + 500]


def index(rows: Iterator[list[Source]]) -> tuple[int, float, float]:
    """Build the index; return documents, seconds and megabytes."""
    began = time.perf_counter()
    number = rebuild(rows)
    took = time.perf_counter() - began
    tiers.sweep(at_once=True)
    return number, took, size_mb()


def read_by_model(rows: Iterator[list[Source]]) -> float | None:
    """Let the model of the optional extra read everything; return seconds, or None where it is not installed."""
    if not embedding.is_here():
        return None
    began = time.perf_counter()
    making.read_all(source for some in rows for source in some)
    embedding.query("lämmitys", patience=60)
    return time.perf_counter() - began


def size_mb() -> float:
    tables = ("search_segment", "search_posting", "search_document")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT " + " + ".join(f"pg_total_relation_size('{one}')" for one in tables))
            return cursor.fetchone()[0] / 1e6
        cursor.execute("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE '%search_%'")
        return (cursor.fetchone()[0] or 0) / 1e6


def ask(query: Query) -> tuple[list[str], bool, float]:
    began = time.perf_counter()
    found = finding.find(Actor(), query.words, language=query.lang, limit=SHOWN, counts=False)
    took = (time.perf_counter() - began) * 1000
    return [hit.facts["id"] for hit in found.hits], found.nothing_fits or found.unsure, took


def figures(query: Query, found: Sequence[str]) -> dict[str, float]:
    gains = [query.relevant.get(one, 0.0) for one in found[:SHOWN]]
    ideal = sorted(query.relevant.values(), reverse=True)[:SHOWN]

    def dcg(values: Sequence[float]) -> float:
        return sum((2**gain - 1) / math.log2(place + 2) for place, gain in enumerate(values))

    first = next((place for place, gain in enumerate(gains, 1) if gain), 0)
    return {
        "nDCG@10": dcg(gains) / dcg(ideal),
        "MRR": 1 / first if first else 0.0,
        "recall@10": sum(1 for gain in gains if gain) / len(query.relevant),
    }


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def judge(queries: Sequence[Query], *, show: bool = False) -> dict[str, float]:
    """Ask everything twice (the second time is timed), print a table by type, return the figures of all."""
    for query in queries[:50]:
        ask(query)
    gc.collect()
    rows: dict[str, list[dict[str, float]]] = {}
    silent: dict[str, list[bool]] = {}
    times = []
    for query in queries:
        found, nothing, took = ask(query)
        times.append(took)
        if not query.relevant:
            silent.setdefault(query.type, []).append(nothing)
            if show:
                print(f"  {query.qid}\t{query.words}\t{'silent' if nothing else 'NOISE'}\t{found[:3]}")
            continue
        own = figures(query, found)
        for name in (query.type, f"{query.type} {query.lang}", "all"):
            rows.setdefault(name, []).append(own)
        if show:
            print(
                f"  {query.qid}\t{query.words}\t{own['nDCG@10']:.2f}\t{'nothing fits or unsure' if nothing else found[:3]}"
            )
    print(f"{'':28}{'queries':>8}{'nDCG@10':>9}{'MRR':>7}{'recall@10':>11}")
    for name in sorted(rows, key=lambda one: (one == "all", one)):
        own = rows[name]
        mean = {key: statistics.fmean(one[key] for one in own) for key in own[0]}
        print(f"{name:28}{len(own):8}{mean['nDCG@10']:9.3f}{mean['MRR']:7.3f}{mean['recall@10']:11.3f}")
    for name, said in sorted(silent.items()):
        print(f"{name + ', nothing fits or unsure':28}{len(said):8}   said so: {sum(said) / len(said):.3f}")
    told = [ask(query) for query in queries if query.relevant]
    print(
        f"wrongly silent: {sum(not hits for hits, _u, _t in told)}, wrongly unsure: {sum(u for _h, u, _t in told)} of {len(told)}"
    )
    print(f"engine: p50 {percentile(times, 0.5):.1f} ms, p95 {percentile(times, 0.95):.1f} ms")
    return {key: statistics.fmean(one[key] for one in rows["all"]) for key in rows["all"][0]} if rows else {}


def prepare() -> None:
    """Make the tables and load what ships with the product: areas, classes, everyday words."""
    loading.migrate()
    from kumppanuus.places import actions as places
    from kumppanuus.taxonomy import actions as taxonomy

    me = system("command")
    places.load_areas(me, None)
    taxonomy.load(me)
    path = Path(actions.__file__).parent / "data" / "words.csv"
    if path.exists():
        actions.load_words(me, None, path=path)


def run(asked: Namespace) -> int:
    prepare()
    sets: list[tuple[str, list[dict[str, Any]], list[Query]]] = []
    if asked.documents:
        sets.append((asked.queries.name, read_documents(asked.documents), read_queries(asked.queries)))
    for name in asked.reference:
        documents, rows = search_sets.reference(name)
        sets.append((name, documents, [Query(*row) for row in rows]))
    if asked.load:
        return load(asked.load)
    for off in [asked.without, *([[one] for one in levers.ALL] if asked.each else [])]:
        levers.switch_off(*off)
        for name, documents, queries in sets:
            number, took, megabytes = index(sources(documents))
            print(f"\n{name}: {connection.vendor}, Finnish by {active()}, without {', '.join(off) or 'nothing'}")
            print(f"index: {number} documents, {took:.1f} s, {megabytes:.1f} MB")
            if (seconds := read_by_model(sources(documents))) is not None:
                print(f"read by the model: {seconds:.0f} s")
            judge(queries, show=asked.show)
            sys.stdout.flush()
    return 0


def load(number: int) -> int:
    """Measure the engine over generated entries: common, rare, long, misspelt, Swedish and empty queries, counts."""
    documents = search_sets.generated(number)
    count, took, megabytes = index(documents)
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{connection.vendor}: {count} documents, {took:.1f} s, {megabytes:.1f} MB; load {load}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_segment")
        print("segments", cursor.fetchone()[0])
    for kind, queries in search_sets.speed_queries().items():
        for counted in (False, True):
            show(f"{kind}{', counts' if counted else ''}", queries, counts=counted)
        show(f"{kind}, filter and counts", queries, counts=True, filters={"price": ["free"], "area": ["5"]})
    return 0


def show(what: str, queries: Sequence[tuple[str, str]], **given: Any) -> None:
    """Ask everything twice and print how long the second time took, by the clock and on the processor."""
    times, busy = [], []
    for timed in (False, True):
        for words, lang in queries:
            began, began_busy = time.perf_counter(), time.thread_time()
            finding.find(Actor(), words, language=lang, limit=SHOWN, **given)
            if timed:
                busy.append((time.thread_time() - began_busy) * 1000)
                times.append((time.perf_counter() - began) * 1000)
    print(
        f"{what:32} p50 {percentile(times, 0.5):6.1f}  p95 {percentile(times, 0.95):6.1f} ms; "
        f"CPU p50 {percentile(busy, 0.5):6.1f}  p95 {percentile(busy, 0.95):6.1f} ms"
    )
