"""The catalogues are complete in Finnish and Swedish: nothing untranslated, nothing fuzzy, no string left out.

Run alone by `make messages-check`, last in `make test`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.laws.snapshots import ROOT

pytestmark = pytest.mark.messages
LANGUAGES = ("fi", "sv")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A copy of the package into which the strings have been gathered anew."""
    room = tmp_path_factory.mktemp("messages") / "kumppanuus"
    shutil.copytree(ROOT / "src" / "kumppanuus", room, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    for language in LANGUAGES:
        (room / "locale" / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "--no-location", "--no-wrap", "--no-obsolete", "-v", "0"]
    command += [part for language in LANGUAGES for part in ("-l", language)]
    # No settings: the strings are gathered below the folder it runs in, into its locale folder.
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=room, env=environment, check=True, capture_output=True, text=True)
    return room


def catalogue(path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def keys(found: Catalog) -> set[tuple[str, str]]:
    return {(message.context or "", str(message.id)) for message in found if message.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_every_string_of_the_source(language, fresh):
    path = ROOT / "src" / "kumppanuus" / "locale" / language / "LC_MESSAGES" / "django.po"
    assert path.exists(), f"there is no catalogue for {language} yet: make messages"
    wanted = keys(catalogue(fresh / "locale" / language / "LC_MESSAGES" / "django.po"))
    assert len(wanted) > 500, "the strings were not gathered"
    missing = sorted(wanted - keys(catalogue(path)))
    assert missing == [], f"{len(missing)} strings are not in the catalogue: make messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_translated_throughout(language):
    path = ROOT / "src" / "kumppanuus" / "locale" / language / "LC_MESSAGES" / "django.po"
    assert path.exists(), f"there is no catalogue for {language} yet: make messages"
    lacking = []
    for message in catalogue(path):
        words = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and (message.fuzzy or not all(words)):
            lacking.append(str(message.id)[:80])
    assert lacking == [], f"{len(lacking)} strings are untranslated or fuzzy"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_their_placeholders(language):
    path = ROOT / "src" / "kumppanuus" / "locale" / language / "LC_MESSAGES" / "django.po"
    assert path.exists(), f"there is no catalogue for {language} yet: make messages"
    assert [str(message.id) for message in catalogue(path) if message.id and list(message.check())] == []
