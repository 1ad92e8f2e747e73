"""All addresses. Pages live under /fi/, /sv/ and /en/; the API, feeds and health checks have no language."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from kumppanuus.config import health
from kumppanuus.config.api import api, hsds, oparl
from kumppanuus.config.developers import developers
from kumppanuus.dashboard.catalogue import catalogue
from kumppanuus.services.views.opening import profile

APPS_WITH_PAGES = (
    *(
        "accounts",
        "places",
        "organisations",
        "spaces",
        "links",
        "files",
        "notices",
        "activity",
        "following",
        "continuity",
        "search",
        "calendars",
    ),
    *(
        "questionnaires",
        "consultations",
        "measures",
        "matters",
        "interop",
        "services",
        "merging",
        "assessments",
        "bodies",
        "projects",
        "practices",
        "bulletins",
        "forums",
        "meetings",
        "calls",
        "negotiations",
        "demo",
        "ui",
        "dashboard",
    ),
)

handler404 = "kumppanuus.config.api.nothing_there"

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", health.robots, name="robots"),
    path("sitemap.xml", health.sitemap, name="sitemap"),
    path("catalogue.<slug:fmt>", catalogue, name="catalogue"),
    path("api/v1/docs", RedirectView.as_view(pattern_name="developers", permanent=False), name="api_docs"),
    path("api/v1/", api.urls),
    path("api/hsds/profile", profile, name="hsds-profile"),
    path("api/hsds/", hsds.urls),
    path("api/oparl/", oparl.urls),
    *i18n_patterns(
        path("developers/", developers, name="developers"),
        *[
            path("", include(f"kumppanuus.{app}.urls"))
            for app in APPS_WITH_PAGES
            if f"kumppanuus.{app}" in settings.INSTALLED_APPS and find_spec(f"kumppanuus.{app}.urls")
        ],
        path("account/", include("allauth.urls")),
    ),
]
