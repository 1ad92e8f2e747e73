"""Pages beside the floor: time, CPU, queries and weight, signed out and in, at a tenth and at full size.

    python -m bench.pages [--database sqlite postgres] [--repeats 7] [--requests 30] [--only PAGE …] [--reuse]

With --reuse the data of the last time is taken again, unless the tables or the way they are filled have changed.
Prints a table for each database, ready for docs/measured.md, and writes it to var/bench/pages-<database>.md.

The floor and both sizes of the product run at the same time, each under gunicorn with two workers, and are asked in
turn over two connections, one to each worker. Kept pieces are warm; what a page costs when they are made anew, as after
any event, stands beside it (queries, and CPU measured in a process of its own). What is judged are ratios of
neighbouring turns (their median over the repeats), numbers of queries, and growth from a tenth to full size: of the
work that a page is, in instructions (bench/work.py), since time tells it only between 0.8 and 1.3. Milliseconds are
only told. A page near its bar is asked five times more, each time by processes of their own, and all turns are counted.
Status 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("BENCH_DIR", ROOT / "var" / "bench"))
SIZES = {"tenth": 0.1, "full": 1.0}
SECRET = "only-for-measuring-on-loopback-with-generated-data"  # noqa: S105
GROWTH = 1.05
SEARCH_GROWTH = 1.25
FEW_ROWS = 2000  # fewer more than these take PostgreSQL a quarter of a millisecond: less than a twentieth of any page
SIGNED_IN_MORE = 4
WORKER_MB = 110
DOUBT = 5  # how many times more a doubtful page is asked, by other processes each time
WORKERS = 2
# A share of the processors before the start below which others use them: then a longer request is put aside more often,
# ratios of time rise with its length, and ratios of processor time are judged instead. (PostgreSQL's own is not in them.)
BUSY = 0.95


@dataclass(frozen=True)
class Bar:
    """What a kind of page may cost: ratio to the floor, and queries signed out."""

    ratio: float
    queries: int
    growth: float = GROWTH  # from a tenth to full size


LIST, ENTRY, FRONT, COMPOSED = Bar(4, 5), Bar(3.5, 8), Bar(3, 12), Bar(8, 12)
# A tenfold index has a tenfold list of documents for each word: 10 ** 0.10 is 1.26.
COMMON, RARE = Bar(7, 8, SEARCH_GROWTH), Bar(5, 8, SEARCH_GROWTH)
BARS = {
    "front": FRONT,
    "municipality list": LIST,
    "organisation list": LIST,
    "organisation": ENTRY,
    "directory": LIST,
    "directory, filtered": LIST,
    "entry": ENTRY,
    "search, common word": COMMON,
    "search, rare word": RARE,
    "body list": LIST,
    "body": COMPOSED,
    "meeting list": LIST,
    "meeting": COMPOSED,  # agenda, papers, what came of each item, minutes, who comes
    "annual clock": COMPOSED,
    "contact persons": COMPOSED,  # of one area: with what happens in whose rooms
    "gaps": COMPOSED,
    "checklist": COMPOSED,  # a whole document: nine items with 45 levels, evidence and first steps
    "municipality": COMPOSED,
    "mirror": COMPOSED,
    "comparison": COMPOSED,
    "round": COMPOSED,
    "round map": COMPOSED,
    "round, country": COMPOSED,
    "round map, country": COMPOSED,
}
# 308 rows or tiles on one page at full size, a tenth of them at a tenth: their growth is told, not judged.
GROWN = {"round, country", "round map, country"}


@dataclass(frozen=True)
class Plan:
    """Pages that are measured with the same data.

    module   is asked for it: `python -m MODULE --share 0.1 --addresses FILE`
    made_by  its files in bench/, on which the data depends
    prefix   of the names of its databases and of what is written
    """

    module: str
    made_by: tuple[str, ...]
    bars: Mapping[str, Bar]
    prefix: str = ""
    grown: frozenset[str] = frozenset()
    told: str = "pages"

    def addresses(self, kind: str, size: str) -> Path:
        return VAR / f"{self.prefix}{kind}-{size}.json"

    def bar(self, page: str, who: str) -> Bar:
        found = self.bars[page]
        return replace(found, queries=found.queries + (SIGNED_IN_MORE if who == "in" else 0))


PAGES = Plan(
    module="bench.data",
    made_by=("data.py", "directory.py", "structures.py"),
    bars=BARS,
    grown=frozenset(GROWN),
)


class Server:
    """A gunicorn with two workers, as `kumppanuus serve` starts it, and requests to it."""

    def __init__(self, application: str, database: str) -> None:
        self.port = free_port()
        self.environment = environment(database, self.port)
        sys.path.insert(0, str(ROOT / "src"))
        from kumppanuus.config.processes import THREADS, web_command

        os.environ["LOG_LEVEL"] = "WARNING"
        command = web_command(f"127.0.0.1:{self.port}", WORKERS, THREADS)
        self.environment |= {name: value for name, value in os.environ.items() if name.startswith("MALLOC_")}
        command[command.index("kumppanuus.config.wsgi:application")] = application
        for option in ("--max-requests", "--max-requests-jitter"):
            command[command.index(option) + 1] = "0"
        command += ["--keep-alive", "60"]  # both connections stay with their workers between turns
        self.process = subprocess.Popen(command, env=self.environment, cwd=ROOT)
        self.path = "/" if application.startswith("bench.") else "/healthz"

    def wait(self) -> None:
        """Return when it answers."""
        for _ in range(300):
            with contextlib.suppress(OSError):
                Connection(self).get(self.path)
                if len(self.workers()) == WORKERS:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError("The server did not start")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def workers(self) -> list[int]:
        master = self.process.pid
        return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]

    def cpu(self) -> dict[int, int]:
        """Return nanoseconds on a processor by worker, all threads together."""
        return {
            pid: sum(int(p.read_text().split()[0]) for p in Path(f"/proc/{pid}/task").glob("*/schedstat"))
            for pid in self.workers()
        }

    def memory(self) -> tuple[float, float]:
        """Return the megabytes of the largest worker: its share (what it shares with others divided among them), and
        with all of that counted in.
        """
        found = []
        for pid in self.workers():
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            told = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
            found.append((told["Pss"] * 1024 / 1e6, told["Rss"] * 1024 / 1e6))
        return max(found)

    def pair(self) -> list[Connection]:
        """Return two connections that two different workers hold."""
        held: dict[int, Connection] = {}
        for _ in range(40):
            connection = Connection(self)
            before = self.cpu()
            for _ in range(3):
                connection.get(self.path)
            after = self.cpu()
            worker = max(after, key=lambda pid: after[pid] - before[pid])
            if worker in held:
                connection.close()
                continue
            held[worker] = connection
            if len(held) == WORKERS:
                break
        return list(held.values())


class Connection:
    """One kept-alive connection that reads answers of a known length."""

    def __init__(self, server: Server) -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.host = f"127.0.0.1:{server.port}"

    def close(self) -> None:
        self.socket.close()

    def get(self, path: str, cookie: str = "") -> bytes:
        """Return the body; anything but 200 is an error."""
        lines = [f"GET {path} HTTP/1.1", f"Host: {self.host}"] + ([f"Cookie: {cookie}"] if cookie else [])
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        got = self.socket.recv(65536)
        while b"\r\n\r\n" not in got:
            more = self.socket.recv(65536)
            if not more:
                raise OSError("The server closed the connection")
            got += more
        head, _, body = got.partition(b"\r\n\r\n")
        status = int(head.split(None, 2)[1])
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = int(fields[b"content-length"])
        parts, have = [body], len(body)
        while have < length:
            more = self.socket.recv(262144)
            if not more:
                raise OSError("The server closed the connection")
            parts.append(more)
            have += len(more)
        return b"".join(parts)


@dataclass
class Turn:
    """Requests of one page in a row: milliseconds of each, and CPU milliseconds per request."""

    times: list[float]
    cpu: float

    @property
    def p50(self) -> float:
        return statistics.median(self.times)


def turn(server: Server, path: str, cookie: str, requests: int, warm: int = 2) -> Turn:
    """Ask over two connections at once."""
    pair = server.pair()
    times: list[float] = []

    def ask(connection: Connection) -> None:
        for _ in range(requests):
            start = time.perf_counter()
            connection.get(path, cookie)
            times.append((time.perf_counter() - start) * 1000)

    for connection in pair:
        for _ in range(warm):
            connection.get(path, cookie)
    before = sum(server.cpu().values())
    threads = [threading.Thread(target=ask, args=(connection,)) for connection in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cpu = (sum(server.cpu().values()) - before) / 1e6 / len(times)
    for connection in pair:
        connection.close()
    return Turn(times, cpu)


@dataclass
class Measured:
    """One page for one reader."""

    page: str
    who: str
    bar: Bar
    grown: bool  # its growth is told, not judged
    floor: list[Turn] = field(default_factory=list)
    tenth: list[Turn] = field(default_factory=list)
    full: list[Turn] = field(default_factory=list)
    bytes: int = 0
    busy: bool = False
    queries: list[int] = field(default_factory=list)
    anew_queries: int = 0
    anew_more: float = 0.0  # milliseconds of CPU more than with kept pieces
    work: dict[str, dict[str, float]] = field(default_factory=dict)  # by size: instructions, rows that PostgreSQL read

    @property
    def ratio(self) -> float:
        return statistics.median(full.p50 / floor.p50 for full, floor in zip(self.full, self.floor, strict=True))

    @property
    def cpu_ratio(self) -> float:
        return statistics.median(full.cpu / floor.cpu for full, floor in zip(self.full, self.floor, strict=True))

    @property
    def judged(self) -> float:
        """Return the ratio as it is judged: of time, on a busy machine of time on a processor."""
        return self.cpu_ratio if self.busy else self.ratio

    @property
    def growth(self) -> float:
        """How many times the instructions of a tenth the full size takes."""
        return self.work["full"]["instructions"] / self.work["tenth"]["instructions"]

    @property
    def time_growth(self) -> float:
        """The same of time, by the quickest turn of each: whatever disturbs a turn only adds to it."""
        return min(one.p50 for one in self.full) / min(one.p50 for one in self.tenth)

    @property
    def rows(self) -> tuple[float, float] | None:
        """Return how many rows PostgreSQL read at a tenth and at full size."""
        few, many = self.work["tenth"]["rows"], self.work["full"]["rows"]
        return None if few is None else (few, many)

    @property
    def anew_ratio(self) -> float:
        """Return the CPU ratio when kept pieces are made anew."""
        return statistics.median(
            (full.cpu + self.anew_more) / floor.cpu for full, floor in zip(self.full, self.floor, strict=True)
        )

    def misses(self) -> list[str]:
        """Say which bars are missed."""
        bar, missed, grown = self.bar, [], not self.grown
        if self.judged > bar.ratio:
            missed.append(f"{self.judged:.1f} × the floor, at most {bar.ratio:g}")
        if self.growth > bar.growth and grown:
            missed.append(f"grows {self.growth:.2f} ×, at most {bar.growth:g}")
        if self.rows and self.rows[1] > max(bar.growth * self.rows[0], self.rows[0] + FEW_ROWS) and grown:
            missed.append(f"reads {self.rows[1]:.0f} rows, {self.rows[0]:.0f} of a tenth")
        if max(self.queries) > bar.queries:
            missed.append(f"{max(self.queries)} queries, at most {bar.queries}")
        if len(set(self.queries[1:])) > 1:
            missed.append(f"{self.queries[1]} queries with 5 rows, {self.queries[2]} with 50")
        return missed

    def is_near(self) -> bool:
        """Say whether there is doubt: it is over its bar by less than a half."""
        return self.bar.ratio < self.judged < 1.5 * self.bar.ratio

    def as_json(self) -> dict[str, Any]:
        times = sorted(ms for one in self.full for ms in one.times)
        return {
            "page": self.page,
            "who": self.who,
            "p50_ms": round(statistics.median(times), 1),
            "p95_ms": round(times[int(len(times) * 0.95)], 1),
            "ratio": round(self.ratio, 2),
            "cpu_ratio": round(self.cpu_ratio, 2),
            "bar": self.bar.ratio,
            "cpu_ms": round(statistics.median(one.cpu for one in self.full), 1),
            "growth": round(self.growth, 3),
            "growth_told": self.grown,
            "time_growth": round(self.time_growth, 3),
            "rows": self.rows,
            "queries": self.queries,
            "anew": {"queries": self.anew_queries, "cpu_ratio": round(self.anew_ratio, 2)},
            "queries_most": self.bar.queries,
            "gzipped_bytes": self.bytes,
            "misses": self.misses(),
        }


def spin(seconds: float) -> float:
    """Return the share of a processor that a loop of so many seconds got."""
    start, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - start < seconds:
        pass
    return (time.process_time() - used) / (time.perf_counter() - start)


def is_busy() -> bool:
    """Say whether others take processors from us. The load does not tell it: work in the idle class counts there."""
    count = os.cpu_count() or 1
    with ProcessPoolExecutor(count) as pool:
        return min(pool.map(spin, [2.0] * count)) < BUSY


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def environment(database: str, port: int = 8000) -> dict[str, str]:
    """Return production settings for a database."""
    return os.environ | {
        "KUMPPANUUS_MODE": "production",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database,
        "VAR_DIR": str(VAR),
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "kumppanuus.config.settings",
    }


def run(module: str, *arguments: str, database: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(
        command, check=True, env=environment(database), cwd=ROOT, stdout=subprocess.PIPE, text=True
    ).stdout


def database_url(plan: Plan, kind: str, size: str) -> str:
    """Return the address of the database of one size; on PostgreSQL it is made on the server that runs for us."""
    if kind == "sqlite":
        return f"sqlite:///{VAR / f'{plan.prefix}{size}.sqlite3'}"
    if not exists(plan, kind, size):
        on_server(f'CREATE DATABASE "bench_{plan.prefix}{size}"')
    return f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/bench_{plan.prefix}{size}"


def prepare(plan: Plan, kind: str, size: str, *, reuse: bool) -> tuple[str, dict[str, Any]]:
    """Make the data of one size; return the database's address and the pages' addresses."""
    addresses, made_of = plan.addresses(kind, size), fingerprint(plan)
    if reuse and addresses.exists():
        written = json.loads(addresses.read_text(encoding="utf-8"))
        if written.get("made_of") == made_of and exists(plan, kind, size):
            return database_url(plan, kind, size), written
    remove(plan, kind, size)
    url = database_url(plan, kind, size)
    print(run(plan.module, "--share", str(SIZES[size]), "--addresses", str(addresses), database=url).strip())
    written = json.loads(addresses.read_text(encoding="utf-8")) | {"made_of": made_of}
    addresses.write_text(json.dumps(written, indent=1, ensure_ascii=False), encoding="utf-8")
    return url, written


def fingerprint(plan: Plan) -> str:
    """Return what changes with the tables, with what is loaded into them and with how they are filled."""
    package = ROOT / "src" / "kumppanuus"
    files = [ROOT / "bench" / name for name in plan.made_by]
    files += [*package.glob("*/migrations/*.py"), *package.glob("*/checklists/*.json")]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()[:16]


def exists(plan: Plan, kind: str, size: str) -> bool:
    """Say whether the database of a size is there from the last time."""
    if kind == "sqlite":
        return (VAR / f"{plan.prefix}{size}.sqlite3").exists()
    found = on_server("SELECT 1 FROM pg_database WHERE datname = %s", f"bench_{plan.prefix}{size}")
    return bool(found)


def remove(plan: Plan, kind: str, size: str) -> None:
    """Drop the database of a size, if it is there."""
    if kind == "sqlite":
        for old in VAR.glob(f"{plan.prefix}{size}.sqlite3*"):
            old.unlink()
    else:
        on_server(f'DROP DATABASE IF EXISTS "bench_{plan.prefix}{size}"')


def on_server(statement: str, *values: str) -> list[Any]:
    """Run a statement on the PostgreSQL that runs for us, outside a transaction."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        cursor = connection.execute(statement, values)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def running(*servers: Server) -> Iterator[None]:
    try:
        for server in servers:
            server.wait()
        yield
    finally:
        for server in servers:
            server.stop()


def take(
    rows: Sequence[Measured], made: dict[str, Any], options: argparse.Namespace, *, weigh: bool = False
) -> tuple[float, float]:
    """Start the floor and both sizes, ask each page in turn, and stop them: one taking adds `--repeats` turns to each.

    Return the memory of the largest worker. With `weigh` the pages are weighed, too. How a process happens to lie in
    memory stays with it for as long as it runs, so that more turns alone do not take its part out of a ratio.
    """
    floor = Server("bench.floor:application", made["full"][0])
    product = {size: Server("kumppanuus.config.wsgi:application", made[size][0]) for size in SIZES}

    def ask(size: str, row: Measured, requests: int, warm: int = 2) -> Turn:
        path, cookie = where(made[size][1], row)
        return turn(product[size], path, cookie, requests, warm)

    with running(floor, *product.values()):
        turn(floor, "/", "", 50)
        for row in rows:
            for size in SIZES:
                ask(size, row, 5, warm=10)
            if weigh:
                row.bytes = len(gzip.compress(Connection(product["full"]).get(*where(made["full"][1], row)), 6))
        for number in range(options.repeats):
            for row in rows:
                for part in ("floor", "full", "tenth") if number % 2 else ("tenth", "full", "floor"):
                    requests = options.requests
                    done = turn(floor, "/", "", requests) if part == "floor" else ask(part, row, requests)
                    getattr(row, part).append(done)
        return max(server.memory() for server in product.values())


def where(written: dict[str, Any], row: Measured) -> tuple[str, str]:
    """Return the address of a page and the cookie of its reader."""
    return written["pages"][row.page][0], f"sessionid={written['session']}" if row.who == "in" else ""


def measure(plan: Plan, kind: str, options: argparse.Namespace) -> dict[str, Any]:
    """Measure every page on one kind of database."""
    VAR.mkdir(parents=True, exist_ok=True)
    made = {size: prepare(plan, kind, size, reuse=options.reuse) for size in SIZES}
    url = made["full"][0]
    setup = "import django; django.setup(); from kumppanuus.config.loading import collect_static; collect_static()"
    subprocess.run([sys.executable, "-c", setup], check=True, env=environment(url), cwd=ROOT)
    wanted = [name for name in plan.bars if not options.only or name in options.only]
    queries = json.loads(run("bench.counts", str(plan.addresses(kind, "full")), *wanted, database=url))
    with ThreadPoolExecutor() as pool:
        work = dict(
            zip(
                SIZES,
                pool.map(lambda size: worked(plan.addresses(kind, size), made[size][0], wanted), SIZES),
                strict=True,
            )
        )
    busy = is_busy()
    rows = [
        Measured(
            *(name, who, plan.bar(name, who), name in plan.grown),
            **queries[name][who],
            busy=busy,
            work={size: work[size][name][who] for size in SIZES},
        )
        for name in wanted
        for who in ("out", "in")
    ]
    load = os.getloadavg()
    memory = take(rows, made, options, weigh=True)
    doubtful = [row for row in rows if row.is_near()]
    for _ in range(DOUBT if doubtful else 0):
        take(doubtful, made, options)
    floors = [one for row in rows for one in row.floor]
    times = sorted(ms for one in floors for ms in one.times)
    return {
        "database": kind,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "load": [round(load[0], 1), round(os.getloadavg()[0], 1)],
        "floor": {
            "p50_ms": round(statistics.median(times), 2),
            "p95_ms": round(times[int(len(times) * 0.95)], 2),
            "cpu_ms": round(statistics.median(one.cpu for one in floors), 2),
        },
        "judged_by": "CPU (others kept the machine busy)" if busy else "time",
        "worker_mb": round(memory[0]),
        "worker_with_shared_mb": round(memory[1]),
        "rows": {size: made[size][1]["rows"] for size in SIZES},
        "pages": [row.as_json() for row in rows],
    }


def worked(addresses: Path, url: str, wanted: Sequence[str]) -> dict[str, Any]:
    """Return the work of pages at one size (bench/work.py)."""
    found: dict[str, Any] = json.loads(run("bench.work", str(addresses), *wanted, database=url))
    return found


def markdown(result: dict[str, Any]) -> str:
    """Return the table of one database."""
    floor = result["floor"]
    head = (
        f"**{result['database']}**: floor p50 {floor['p50_ms']} ms, p95 {floor['p95_ms']} ms, CPU {floor['cpu_ms']} ms; "
        f"largest worker {result['worker_mb']} MB (bar {WORKER_MB}: "
        f"{'held' if result['worker_mb'] <= WORKER_MB else 'MISSED'}; with all that it shares with others counted in "
        f"{result['worker_with_shared_mb']}); load {result['load'][0]}–{result['load'][1]} on "
        f"{result['machine']}; judged by {result['judged_by']}; {result['at']}"
    )
    lines = [
        head,
        "",
        "| page | who | p50 ms | p95 ms | ÷ floor | bar | CPU ÷ floor | SQL (5, 50 rows) | bar | anew: SQL, CPU ÷ floor | growth: work, rows read, time | gz kB | bars held |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for one in result["pages"]:
        timed, *rows = one["queries"]
        counted = f"{timed} ({', '.join(map(str, rows))})" if rows else str(timed)
        anew = one["anew"]
        read = "" if one["rows"] is None else ", {:.0f} → {:.0f}".format(*one["rows"])
        made = f"{anew['queries']}, {anew['cpu_ratio']:.1f}" if anew["queries"] != timed else "the same"
        lines.append(
            f"| {one['page']} | {one['who']} | {one['p50_ms']} | {one['p95_ms']} | {one['ratio']:.1f} | {one['bar']:g} | "
            f"{one['cpu_ratio']:.1f} | {counted} | {one['queries_most']} | {made} | "
            f"{one['growth']:.3f}{read}, {one['time_growth']:.2f}{' (told)' if one['growth_told'] else ''} | "
            f"{one['gzipped_bytes'] / 1000:.1f} | {'**no**: ' + '; '.join(one['misses']) if one['misses'] else 'yes'} |"
        )
    return "\n".join(lines)


def main(plan: Plan = PAGES, module: str = "bench.pages", words: str | None = __doc__) -> int:
    """Measure a plan as the command line of its module asks, and print its tables."""
    asked = argparse.ArgumentParser(description=words, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--database", nargs="+", choices=("sqlite", "postgres"), default=["sqlite", "postgres"])
    asked.add_argument("--repeats", type=int, default=7)
    asked.add_argument("--requests", type=int, default=30, help="of each of the two connections in one turn")
    asked.add_argument("--only", nargs="+", choices=tuple(plan.bars))
    asked.add_argument("--reuse", action="store_true", help="take the data of the last time if it still fits")
    asked.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)  # DATABASE_URL is a server for us
    options = asked.parse_args()
    missed = 0
    for kind in options.database:
        if kind == "postgres" and not options.inside:
            arguments = [one for one in sys.argv[1:] if one not in ("sqlite", "postgres", "--database")]
            again = [sys.executable, "-m", module, "--inside", *arguments, "--database", "postgres"]
            wrapper = [shutil.which("bash") or "bash", "tests/postgres.sh", *again]
            room = {"POSTGRES_ROOM": str(Path(tempfile.gettempdir()) / "kumppanuus-bench-postgres")}
            missed |= subprocess.run(wrapper, check=False, cwd=ROOT, env=os.environ | room).returncode
            continue
        result = measure(plan, kind, options)
        (VAR / f"{plan.told}-{kind}.json").write_text(
            json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8"
        )
        table = markdown(result)
        (VAR / f"{plan.told}-{kind}.md").write_text(table + "\n", encoding="utf-8")
        print(table, flush=True)
        missed |= any(one["misses"] for one in result["pages"]) or result["worker_mb"] > WORKER_MB
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
