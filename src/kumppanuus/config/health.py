"""For machines: is the process alive, can it serve, what may be indexed, what is there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kumppanuus.ui.languages import INTERFACE

MOST_ADDRESSES = 50_000 // len(INTERFACE)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process does; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether database, migrations and worker are there: 200, or 503 with what is missing."""
    found = {"database": False, "migrations": False, "worker": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        found["database"] = True
        found["migrations"] = _migrated()
        if found["migrations"]:
            from kumppanuus.notices.sending import seen

            found["worker"] = seen("worker")
    except DatabaseError:
        pass
    return JsonResponse(found, status=200 if all(found.values()) else 503)


_known_migrated = False


def _migrated() -> bool:
    """Say whether no migration waits; asked until it is true, then remembered (a new version is a new process)."""
    global _known_migrated  # noqa: PLW0603 - one fact about the process
    if not _known_migrated:
        executor = MigrationExecutor(connection)
        _known_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _known_migrated


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let public pages be indexed; personal links, sign-in and the API not."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: /{code}/{path}/" for code in INTERFACE for path in ("account", "me", "code", "demo")]
    lines += ["Disallow: /api/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@cache
def _providers() -> list[Any]:
    apps = [name for name in settings.INSTALLED_APPS if name.startswith("kumppanuus.")]
    return [import_module(f"{app}.sitemaps") for app in apps if find_spec(f"{app}.sitemaps")]


def public_pages() -> Iterable[str | tuple[str, Any]]:
    """Return what the apps' `sitemaps.addresses()` give: paths without language, or (URL name, arguments)."""
    yield "developers", ()
    for provider in _providers():
        yield from provider.addresses()


def in_languages(page: str | tuple[str, Any]) -> dict[str, str]:
    """Return {language: whole address} of a public page; empty where the address does not exist here."""
    found = {}
    for code in INTERFACE:
        if isinstance(page, str):
            path = f"/{code}/{page.lstrip('/')}"
        else:
            name, arguments = page
            try:
                with override(code):
                    path = reverse(
                        name,
                        kwargs=arguments if isinstance(arguments, dict) else None,
                        args=None if isinstance(arguments, dict) else list(arguments),
                    )
            except NoReverseMatch:
                return {}
        found[code] = f"{settings.SITE_URL}{path}"
    return found


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page in each language, each with its versions in the others."""
    response = HttpResponse(content_type="application/xml")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement(
        "urlset",
        AttributesImpl(
            {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9", "xmlns:xhtml": "http://www.w3.org/1999/xhtml"}
        ),
    )
    for number, page in enumerate(public_pages()):
        if number >= MOST_ADDRESSES:
            break
        versions = in_languages(page)
        for address in versions.values():
            xml.startElement("url", AttributesImpl({}))
            xml.addQuickElement("loc", address)
            for code, other in versions.items():
                xml.addQuickElement("xhtml:link", attrs={"rel": "alternate", "hreflang": code, "href": other})
            xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    return response
