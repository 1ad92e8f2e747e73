"""The command `kumppanuus`: everything an operator does, in one place. Each command says what it did in words."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

DEFAULT_PORT = 8000
Command = Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit status (0 done, 1 not done and said why, 2 wrong call)."""
    asked = parser().parse_args(arguments)
    if asked.name == "demo":
        from kumppanuus.config.processes import demo_environment

        os.environ.update(demo_environment(asked.port, os.environ))
    try:
        _set_up_django()
    except Exception as exc:
        from django.core.exceptions import ImproperlyConfigured

        if not isinstance(exc, ImproperlyConfigured):
            raise
        say(f"Cannot start: {exc}", error=True)
        return 1
    run: Command = asked.run
    return run(asked)


def say(words: str, *, error: bool = False) -> None:
    """Write a line for the operator at once."""
    print(words, file=sys.stderr if error else sys.stdout, flush=True)


def parser() -> argparse.ArgumentParser:
    """Return the parser with all commands."""
    top = argparse.ArgumentParser(prog="kumppanuus", description="Kumppanuuspöytä: run and look after an installation.")
    commands = top.add_subparsers(dest="name", required=True, metavar="command")

    def command(name: str, run: Command, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        return made

    port = int(os.environ.get("PORT", DEFAULT_PORT))
    demo = command("demo", _demo, "Make the demo region and run everything on this machine.")
    demo.add_argument("--port", type=int, default=port)
    demo.add_argument("--prepare-only", action="store_true", help="make the data and stop")
    serve = command("serve", _serve, "Run the web server.")
    serve.add_argument("--bind", default=os.environ.get("BIND", f"127.0.0.1:{port}"))
    serve.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS", "2")))
    serve.add_argument("--threads", type=int, default=int(os.environ.get("WEB_THREADS", "2")))
    worker = command("worker", _worker, "Send mail and do the work that pages leave for later.")
    worker.add_argument("--once", action="store_true", help="do what waits and stop")
    clock = command("clock", _clock, "Run periodic work: digests, reminders, cleaning.")
    clock.add_argument("--once", action="store_true", help="do what is due and stop")
    command("migrate", _migrate, "Bring the database up to date.")
    command("load", _load, "Load the areas, classes and checklists that ship with the product. Can be run again.")
    borders = command("load-borders", _load_borders, "Load municipalities' borders from Statistics Finland's GeoJSON.")
    borders.add_argument("file", type=Path)
    command("collect-static", _collect_static, "Gather style sheets, scripts and pictures for the web server.")
    command("check", _check, "Look at settings, database, language tools and mail, and say what is wrong.")
    operator = command("create-operator", _create_operator, "Make the operator's organisation and its administrator.")
    operator.add_argument("--email", required=True)
    operator.add_argument("--person", default="", help="the administrator's name")
    operator.add_argument("--organisation", required=True, help="the organisation's name")
    operator.add_argument("--space", default="", help="name of a first space; its area is given by --area")
    operator.add_argument("--area", default="", help="slug of an area, for example varsinais-suomi")
    remove = command("redact", _redact, "Remove content for good, with its copies; a trace without it stays.")
    for name, words in (
        ("model", "for example organisations.organisation"),
        ("id", "its number"),
        ("field", "for example description, or description.sv"),
    ):
        remove.add_argument(name, help=words)
    remove.add_argument("--reason", required=True, help="it is kept: do not repeat in it what you remove")
    command("search-rebuild", _search_rebuild, "Index everything anew; the old index is searched meanwhile.")
    everyday = command("search-words", _search_words, "Load the everyday words that ship with the product, or a file.")
    everyday.add_argument("file", type=Path, nargs="?", help="CSV: language, saying, meaning_fi, note")
    command("replay-redactions", _replay_redactions, "After a restore: remove again what had been removed for good.")
    return top


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
    import django

    django.setup()


def _demo(asked: argparse.Namespace) -> int:
    from kumppanuus.config import processes

    processes.prepare_demo(say)
    if asked.prepare_only:
        return 0
    return processes.run_demo(asked.port, say)


def _serve(asked: argparse.Namespace) -> int:
    from kumppanuus.config.processes import web_command

    command = web_command(asked.bind, asked.workers, asked.threads)
    os.execv(command[0], command)  # noqa: S606 - replaces this process by the web server; no shell


def _worker(asked: argparse.Namespace) -> int:
    from kumppanuus.config import processes

    return processes.work(once=asked.once)


def _clock(asked: argparse.Namespace) -> int:
    from kumppanuus.config import processes

    return processes.keep_time(once=asked.once)


def _migrate(asked: argparse.Namespace) -> int:
    from kumppanuus.config.loading import migrate

    migrate()
    say("The database is up to date.")
    return 0


def _load(asked: argparse.Namespace) -> int:
    from kumppanuus.config.loading import load

    load(say)
    return 0


def _load_borders(asked: argparse.Namespace) -> int:
    from kumppanuus.config.loading import load_borders

    return load_borders(asked.file, say)


def _collect_static(asked: argparse.Namespace) -> int:
    from kumppanuus.config.loading import collect_static

    say(f"{collect_static()} files stand ready.")
    return 0


def _check(asked: argparse.Namespace) -> int:
    from kumppanuus.config.checks import check

    return check(say)


def _create_operator(asked: argparse.Namespace) -> int:
    from kumppanuus.config.operating import create_operator

    return create_operator(
        say,
        email=asked.email,
        person=asked.person,
        organisation=asked.organisation,
        space=asked.space,
        area=asked.area,
    )


def _redact(asked: argparse.Namespace) -> int:
    from kumppanuus.config.operating import redact

    return redact(say, model=asked.model, pk=asked.id, field=asked.field, reason=asked.reason)


def _search_rebuild(asked: argparse.Namespace) -> int:
    from kumppanuus.config.operating import rebuild_search

    return rebuild_search(say)


def _search_words(asked: argparse.Namespace) -> int:
    from kumppanuus.config.operating import load_words

    return load_words(say, asked.file)


def _replay_redactions(asked: argparse.Namespace) -> int:
    from kumppanuus.config.operating import replay_redactions

    return replay_redactions(say)


if __name__ == "__main__":
    sys.exit(main())
