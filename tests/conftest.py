"""What every test has: law 4 watched, files kept apart, the cast and their world at hand."""

from __future__ import annotations

import os
import shutil

import pytest
from django.core.cache import caches
from django.db import connections
from django.db.backends.signals import connection_created
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests import only_actions_write

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

hypothesis_settings.register_profile("unhurried", deadline=None)  # machines are noisy: no test fails by the clock
hypothesis_settings.load_profile("unhurried")


@pytest.fixture(scope="session", autouse=True)
def _watch_connections():
    """Every connection, also those of a live server's threads, tells what it writes."""
    connection_created.connect(only_actions_write.attach, weak=False)
    for connection in connections.all(initialized_only=True):
        only_actions_write.attach(connection=connection)


LONG = ("tests/demo/", "tests/laws/", "tests/bench/", "tests/notices/test_together", "tests/assessments/test_privacy")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what is long, so that no process is left with it at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Each process copies a database that has its tables already, instead of making them anew: on SQLite a file."""
    template = os.environ.get("TEST_TEMPLATE")
    if template and connections["default"].vendor == "sqlite":
        creation = connections["default"].creation
        creation._create_test_db = _copying(creation._create_test_db, template)
    elif template:
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = template


def _copying(make, template):
    def made(*args, **kwargs):
        name = make(*args, **kwargs)
        shutil.copyfile(template, name)
        return name

    return made


@pytest.fixture(autouse=True)
def _only_actions_write():
    """Law 4: a write to a product table outside an action fails the test, even if the code swallows the error."""
    with only_actions_write.watching() as found:
        yield
    assert found == []


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path_factory):
    """Uploads of tests never land in the checkout."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "files"


@pytest.fixture(autouse=True)
def _fresh_caches():
    """No test meets what another left in a cache (rate limits, page fragments, the names of its own places)."""
    from kumppanuus.organisations.likeness import forget_places
    from kumppanuus.search import gazetteer

    for cache in caches.all(initialized_only=True):
        cache.clear()
    forget_places()
    gazetteer.forget()


@pytest.fixture(autouse=True)
def _english():
    """Words outside a request are the source's own; no test meets the language of another's last request."""
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db):
    """The ten of tests.factories.cast.Cast, alone in an otherwise empty world."""
    from tests.factories.cast import make_cast

    return make_cast()


@pytest.fixture
def world(db):
    """The cast with everything around them: see tests.factories.world."""
    from tests.factories.world import build

    return build()


@pytest.fixture
def enter(cast, client):
    """Sign somebody of the cast in, acting for her organisation."""
    from kumppanuus.organisations.middleware import SESSION_KEY

    def go(name):
        client.force_login(cast.people[name], backend=BACKEND)
        session = client.session
        session[SESSION_KEY] = cast.acting_for[name]
        session.save()
        return client

    return go
