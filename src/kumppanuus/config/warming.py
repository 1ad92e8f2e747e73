"""Reading what every worker of the web server needs, before it forks them: they share it, and none makes the first
reader wait. Where there is no database yet, the rest is read and the server starts.
"""

from __future__ import annotations

import ctypes
import gc
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.template.loader import get_template
from django.urls import get_resolver, reverse
from django.utils import translation
from django.utils.translation import gettext

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]

OK = "200 OK"
LISTS = (
    *("search:search", "places:areas", "services:services", "assessments:rounds", "bodies:bodies", "meetings:meetings"),
    *("matters:matters", "measures:measures", "practices:practices", "organisations:organisations"),
)
log = logging.getLogger(__name__)


def warm(application: Application) -> None:
    """Read addresses, catalogues, templates and what search keeps; ask for the front page; give back what this took.

    Side effect: connections to the database are closed afterwards, since no worker may share one. Raises only for a
    fault in the addresses, which is to stop the server at its start.
    """
    get_resolver().url_patterns  # noqa: B018
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            gettext("Search")
    for name in _templates():
        try:
            get_template(name)
        except Exception:  # noqa: BLE001 - whoever asks for it is told
            log.warning("a template cannot be read: %s", name)
    try:
        from kumppanuus.search.warming import warm as warm_search

        warm_search()
    except Exception as exc:  # noqa: BLE001 - no tables yet, or no database: the first search reads it
        log.warning("search is not read in advance: %s", exc)
    try:
        _ask_once(application)
    except Exception:  # no tables yet: the first reader asks
        log.warning("the front page is not asked in advance", exc_info=True)
    finally:
        connections.close_all()
    gc.collect()
    _give_back()
    gc.freeze()  # garbage collection shall not touch what the workers share


def _ask_once(application: Application) -> None:
    """Ask for the front page in each language, and for the lists that lead on from it, as a visitor would.

    The first answer of a process makes what all others use: addresses to write, middleware, relations of the models.
    A worker that made it itself would copy 15 MB of what it shares only by walking through it, and 2 MB more for what
    lists make first (docs/measured.md).
    """
    where, told = urlsplit(settings.SITE_URL), list[str]()
    fronts = [f"/{code}/" for code, _name in settings.LANGUAGES]
    with translation.override(settings.LANGUAGE_CODE):
        lists = [reverse(name) for name in LISTS]
    for path in (*fronts, *lists):
        asked: dict[str, Any] = {"HTTP_HOST": where.netloc, "PATH_INFO": path, "REMOTE_ADDR": "127.0.0.1"}
        setup_testing_defaults(asked)
        asked["wsgi.url_scheme"] = where.scheme
        answer = application(asked, lambda status, *_more: told.append(status))
        for _part in answer:
            pass
        answer.close()
        if told[-1] != OK:
            log.warning("%s answers %s when the server starts", path, told[-1])
            return


def _templates() -> list[str]:
    """Return the names of the product's own templates."""
    own = [config for config in apps.get_app_configs() if config.name.startswith("kumppanuus.")]
    return sorted(
        path.relative_to(folder).as_posix()
        for config in own
        for folder in [Path(config.path) / "templates"]
        for path in folder.rglob("*.html")
    )


def _give_back() -> None:
    """Let the C library return free memory to the system, where it can."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError):  # not glibc
        return
