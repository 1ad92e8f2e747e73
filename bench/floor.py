"""The floor: a bare Django page with one indexed query and 20 rows in a template. No middleware, no apps.

It reads the same database and runs under the same web server as the product, so that ratios travel to other machines.
"""

from __future__ import annotations

import os

import environ
from django.conf import settings

database = environ.Env.db_url_config(os.environ["DATABASE_URL"])
database["CONN_MAX_AGE"] = None
if database["ENGINE"].endswith("sqlite3"):
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
    database["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
else:
    database["CONN_HEALTH_CHECKS"] = True

PAGE = """<!DOCTYPE html><html lang="fi"><head><title>Floor</title></head><body><h1>Floor</h1><ul>
{% for row in rows %}<li><a href="/organisations/{{ row.slug }}/">{{ row.sort_name }}</a> {{ row.kind }} {{ row.email }}
{{ row.created_at|date:"j.n.Y" }}</li>{% endfor %}</ul></body></html>"""
LOADER = ("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", {"floor.html": PAGE})])

settings.configure(
    SECRET_KEY="the floor keeps no secrets",  # noqa: S106
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="bench.floor",
    DATABASES={"default": database},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [LOADER]}}],
    USE_TZ=True,
    TIME_ZONE="Europe/Helsinki",
)

from django.core.wsgi import get_wsgi_application  # noqa: E402 - after the settings
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402

application = get_wsgi_application()


class Row(models.Model):
    slug = models.CharField(max_length=120)
    sort_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    email = models.CharField(max_length=254)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "floor"
        managed = False
        db_table = "organisations_organisation"


def page(request: HttpRequest) -> HttpResponse:
    """Show the first 20 organisations by their slugs: one query by an index."""
    response = render(request, "floor.html", {"rows": Row.objects.order_by("slug")[:20]})
    response["Content-Length"] = str(len(response.content))
    return response


urlpatterns = [path("", page)]
