"""The processes of an installation: web, worker and clock; and the demo, which runs all three."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from types import FrameType

from django.db import close_old_connections, connection

log = logging.getLogger(__name__)
Say = Callable[[str], None]
BEAT_SECONDS = 20
# Python runs one thread of a process at a time: the second works while the first waits for the database. Each more
# has a connection of its own, with its copy of the tables' description (docs/measured.md: memory of a worker).
WORKERS, THREADS = 2, 2
SEND_SECONDS = 5
INDEX_SECONDS, INDEX_PAUSE, TIDY_EACH = 1.0, 0.05, 20
READ_SECONDS = 5.0


def web_command(bind: str, workers: int, threads: int) -> list[str]:
    """Return the command line of the web server. It writes no access log: addresses may hold personal links.

    Side effects: one arena of memory is enough, since one thread works at a time (glibc takes eight a processor); and
    of what is free it keeps 4 MB, as much as the arrays of a search take; glibc would keep up to 64 (docs/measured.md).
    A trace names the line, not the columns: those of all code take half a megabyte of each worker.
    """
    os.environ.setdefault("PYTHONNODEBUGRANGES", "1")
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", str(2**20))
    os.environ.setdefault("MALLOC_TRIM_THRESHOLD_", str(4 * 2**20))
    return [
        sys.executable,
        *("-m", "gunicorn", "kumppanuus.config.wsgi:application"),
        *("--bind", bind, "--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)),
        *("--timeout", "60", "--graceful-timeout", "20", "--max-requests", "5000", "--max-requests-jitter", "500"),
        *("--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"),  # noqa: PTH112, S108 - gunicorn's heartbeat
        *("--preload", "--no-control-socket", "--log-level", os.environ.get("LOG_LEVEL", "INFO").lower()),
    ]


def work(*, once: bool = False) -> int:
    """Do queued tasks and send due mail until told to stop; `once` does what waits and stops."""
    from django_tasks_db.management.commands.db_worker import Worker

    from kumppanuus.notices import sending
    from kumppanuus.search.semantic import embedding

    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=1.0,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"worker-{secrets.token_hex(6)}",
    )
    sending.beat("worker")
    if once:
        from kumppanuus.search.indexing import work_until_done

        worker.run()
        sending.send_due()
        work_until_done()
        return 0
    threading.Thread(target=_send_for_ever, name="sender", daemon=True).start()
    threading.Thread(target=_index_for_ever, name="indexer", daemon=True).start()
    if embedding.is_here():
        threading.Thread(target=_read_for_ever, name="reader", daemon=True).start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_args: setattr(worker, "running", False))
    worker.run()
    return 0


def _send_for_ever() -> None:
    """Send what is due and say that the worker is alive, whatever the queue is busy with."""
    from kumppanuus.notices import sending

    beat = 0.0
    while True:
        try:
            if time.monotonic() - beat >= BEAT_SECONDS:
                sending.beat("worker")
                beat = time.monotonic()
            sending.send_due()
        except Exception:
            log.exception("the sender stumbled; it goes on")
            connection.close()
        close_old_connections()
        time.sleep(SEND_SECONDS)


def _index_for_ever() -> None:
    """Index what nobody has indexed at once, whatever the queue is busy with; merge and sweep when nothing waits."""
    from kumppanuus.search import indexing, tiers

    rounds = 0
    while True:
        try:
            if indexing.work(spare=INDEX_SECONDS):
                rounds += 1
                if not rounds % TIDY_EACH:  # what others index at once makes a segment each, all the while
                    tiers.tidy()
                time.sleep(INDEX_PAUSE)
                continue
            tiers.tidy()
            tiers.sweep()
        except Exception:
            log.exception("the indexer stumbled; it goes on")
            connection.close()
        close_old_connections()
        time.sleep(INDEX_SECONDS)


def _read_for_ever() -> None:
    """Let the model of the optional extra read what it has not read yet, as slowly as that goes."""
    from kumppanuus.search.semantic import making

    while True:
        try:
            making.catch_up()
        except Exception:
            log.exception("the model's reader stumbled; it goes on")
            connection.close()
        close_old_connections()
        time.sleep(READ_SECONDS)


def keep_time(*, once: bool = False) -> int:
    """Run periodic work until told to stop."""
    from kumppanuus.config.clock import tick

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_args: stop.set())
    while not stop.is_set():
        try:
            tick()
        except Exception:
            if once:
                raise
            log.exception("the clock stumbled; it goes on")
            connection.close()
        if once:
            break
        close_old_connections()
        stop.wait(BEAT_SECONDS)
    return 0


def demo_environment(port: int, given: Mapping[str, str]) -> dict[str, str]:
    """Return what the demo sets where the environment does not say otherwise."""
    wanted = {"KUMPPANUUS_MODE": "demo", "SITE_URL": f"http://127.0.0.1:{port}", "LOG_LEVEL": "WARNING"}
    return {name: value for name, value in wanted.items() if name not in given}


def prepare_demo(say: Say) -> None:
    """Make the database, load what ships with the product and build the demo region. Can be run again.

    The index of search comes last: made at once it takes seconds, kept up to date at each step a third of the build.
    """
    from kumppanuus.config import loading

    started = time.monotonic()
    loading.migrate()
    loading.load_reference(say)
    loading.build_demo(say)
    loading.load_search(say)
    loading.collect_static()
    say(f"The demo is ready ({time.monotonic() - started:.0f} s).")


def run_demo(port: int, say: Say) -> int:
    """Run web, worker and clock as children until one ends or this process is told to stop; stop them all then."""
    from kumppanuus.config import loading

    connection.close()
    me = [sys.executable, "-m", "kumppanuus.config.cli"]
    children = [
        subprocess.Popen(command)  # noqa: S603 - own program, no shell
        for command in (web_command(f"127.0.0.1:{port}", WORKERS, THREADS), [*me, "worker"], [*me, "clock"])
    ]
    asked_to_stop = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        asked_to_stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    say("")
    say(f"Kumppanuuspöytä runs at http://127.0.0.1:{port}/ (Ctrl-C stops it)")
    for line in loading.sign_in_hints():
        say(line)
    while not asked_to_stop.wait(0.5):
        ended = [child for child in children if child.poll() is not None]
        if ended:
            say(f"A part of the demo ended by itself (status {ended[0].returncode}); stopping the others.")
            break
    _stop(children)
    return 0 if asked_to_stop.is_set() else 1


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    patience = time.monotonic() + 25
    for child in children:
        try:
            child.wait(timeout=max(0.1, patience - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
