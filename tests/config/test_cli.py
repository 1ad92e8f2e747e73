from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kumppanuus.accounts.models import Person
from kumppanuus.config import cli, loading, operating, processes
from kumppanuus.core.actors import Actor, system
from kumppanuus.organisations.models import Membership
from kumppanuus.places import actions as places
from kumppanuus.spaces.models import Space
from tests.laws.snapshots import ROOT


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as an operator does, in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "-m", "kumppanuus.config.cli", *arguments],
        env=kept | {"PYTHONPATH": str(ROOT / "src")} | environment,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize("secret", [{}, {"SECRET_KEY": "not-a-secret-only-for-demo-and-tests"}])
def test_production_does_not_start_without_a_secret(secret, tmp_path):
    done = run("check", VAR_DIR=str(tmp_path), **secret)
    assert done.returncode == 1
    assert done.stderr.startswith("Cannot start: Set SECRET_KEY")
    assert "Traceback" not in done.stderr


def test_production_does_not_start_with_debug(tmp_path):
    done = run("check", VAR_DIR=str(tmp_path), SECRET_KEY="x" * 60, DEBUG="1")
    assert (done.returncode, done.stderr.strip()) == (1, "Cannot start: DEBUG must be off in production.")


def test_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "secret").write_text("y" * 60)
    done = run("check", VAR_DIR=str(tmp_path), SECRET_KEY_FILE=str(tmp_path / "secret"), SITE_URL="https://a.example")
    assert "Cannot start" not in done.stderr
    assert "ok     SITE_URL begins with https://" in done.stdout


def test_check_says_what_is_wrong_in_an_empty_installation(tmp_path):
    done = run("check", VAR_DIR=str(tmp_path), SECRET_KEY="x" * 60)
    wrong = [line for line in done.stdout.splitlines() if line.startswith("WRONG")]
    assert done.returncode == 1
    assert any("tables are up to date" in line for line in wrong)
    assert any("SITE_URL begins with https://" in line for line in wrong)
    assert any("set EMAIL_URL" in line for line in wrong)
    assert done.stdout.splitlines()[-1].endswith("to put right.")


def test_help_lists_every_command():
    words = cli.parser().format_help()
    missing = [
        name
        for name in (
            *("demo", "serve", "worker", "clock", "migrate", "load", "load-borders", "collect-static", "check"),
            *("create-operator", "replay-redactions"),
        )
        if name not in words
    ]
    assert missing == []


def test_demo_environment_leaves_what_is_given():
    made = processes.demo_environment(8080, {"SITE_URL": "http://table.example"})
    assert made == {"KUMPPANUUS_MODE": "demo", "LOG_LEVEL": "WARNING"}
    assert processes.demo_environment(8080, {})["SITE_URL"] == "http://127.0.0.1:8080"


def test_web_server_writes_no_access_log():
    assert "--access-logfile" not in processes.web_command("127.0.0.1:1", 2, 4)


@pytest.mark.django_db
def test_load_can_be_run_again():
    first: list[str] = []
    again: list[str] = []
    loading.load(first.append)
    loading.load(again.append)
    assert again == first[:-1]
    assert (first[0], first[2], first[3]) == (
        "Loaded: 351 areas.",
        "Loaded: 6 kinds of bodies.",
        "Loaded: 4 checklists.",
    )
    assert first[-1].startswith("Indexed: ")


@pytest.mark.django_db
def test_load_borders_says_what_is_wrong(tmp_path):
    said: list[str] = []
    assert loading.load_borders(tmp_path / "none.geojson", said.append) == 1
    (tmp_path / "bad.geojson").write_text("{}")
    assert loading.load_borders(tmp_path / "bad.geojson", said.append) == 1
    assert said[0].startswith("There is no file")
    assert len(said) == 2


@pytest.mark.django_db
def test_create_operator_makes_an_administrator_who_edits_and_keeps_once():
    places.load_areas(system("command"), None)
    given = {
        "email": "Oma@Example.org", "person": "Oma Ylläpitäjä", "organisation": "Mallin Verkko", "space": "Mallin pöytä",
        "area": "varsinais-suomi",
    }  # fmt: skip
    said: list[str] = []
    assert operating.create_operator(said.append, **given) == 0
    assert operating.create_operator(said.append, **given) == 0
    person, membership, space = Person.objects.get(), Membership.objects.get(), Space.objects.get()
    assert (person.email, membership.role, space.slug) == ("oma@example.org", "admin", "mallin-poyta")
    actor = Actor(person_id=person.pk, organisation_id=membership.organisation_id)
    assert actor.may("spaces.change", space)
    assert actor.may("assessments.create", space)


@pytest.mark.django_db
def test_create_operator_refuses_an_unknown_area_and_a_wrong_address():
    said: list[str] = []
    given = {"person": "", "organisation": "Mallin Verkko", "space": "Pöytä", "area": "nowhere"}
    assert operating.create_operator(said.append, email="a@example.org", **given) == 1
    assert operating.create_operator(said.append, email="not an address", **given) == 1
    assert "There is no area 'nowhere'" in said[0]
    assert Person.objects.count() == 0


@pytest.mark.django_db
def test_replay_redactions_says_how_many():
    said: list[str] = []
    assert operating.replay_redactions(said.append) == 0
    assert said == ["Replayed: 0 redactions."]
