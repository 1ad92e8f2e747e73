"""Law 7: nothing rots."""

from __future__ import annotations

import io
import re
import subprocess

from django.core.management import call_command

from tests.laws.snapshots import ROOT

SOURCES = ("src", "tests")
MOST_LINES = 400
# Hosts from which packages come: a committed file names none (an installation may have its own mirror).
REGISTRY_HOSTS = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|proxy\.golang")
MACHINE_PATHS = re.compile(r"/work/(?:main|shared|\.library)|/root/|/home/\w+/")
ALLOWED_PATHS = ("tests/laws/test_rot.py",)


def committed(*suffixes: str) -> list[str]:
    """Return committed and about to be committed files with one of the endings (all, if none is named)."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        name
        for name in done.stdout.splitlines()
        if (ROOT / name).is_file() and (not suffixes or name.endswith(suffixes))
    ]


def test_no_migration_is_missing(db):
    out = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert out.getvalue().strip() == "No changes detected"


def test_every_setting_is_documented():
    code = "".join(
        (ROOT / name).read_text("utf-8") for name in committed(".py") if name.startswith("src/kumppanuus/config/")
    )
    read = set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z][A-Z0-9_]+)"', code))
    read |= set(re.findall(r'os\.environ\.get\(\s*"([A-Z][A-Z0-9_]+)"', code))
    table = [
        line.split("|")[1]
        for line in (ROOT / "docs/operations.md").read_text("utf-8").splitlines()
        if line[:3] == "| `"
    ]
    told = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", " ".join(table)))
    assert len(read) > 15
    assert sorted(read - told) == []
    assert sorted(name for name in told - read if not name.endswith("_FILE")) == []


def test_no_setting_is_read_elsewhere():
    elsewhere = [
        name
        for name in committed(".py")
        if name.startswith("src/kumppanuus/")
        and not name.startswith("src/kumppanuus/config/")
        and re.search(r"os\.environ|os\.getenv", (ROOT / name).read_text("utf-8"))
    ]
    assert elsewhere == []


def test_no_file_is_longer_than_400_lines():
    long = {
        name: lines
        for name in committed(".py", ".html", ".css", ".js", ".typ")
        if name.startswith(SOURCES) and "/migrations/" not in name
        if (lines := len((ROOT / name).read_text("utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_core_stays_small():
    core = [name for name in committed(".py") if name.startswith("src/kumppanuus/core/") and "/migrations/" not in name]
    assert sum(len((ROOT / name).read_text("utf-8").splitlines()) for name in core) < 1500


def test_no_registry_host_and_no_machine_path_is_committed():
    found = []
    for name in committed():
        if name in ALLOWED_PATHS:
            continue
        try:
            text = (ROOT / name).read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {hit}" for hit in (*REGISTRY_HOSTS.findall(text), *MACHINE_PATHS.findall(text))]
    assert found == []


def test_no_forbidden_drawer():
    drawers = {"utils.py", "helpers.py", "mixins.py", "managers.py", "signals.py"}
    assert [name for name in committed(".py") if name.rpartition("/")[2] in drawers] == []


def test_every_migration_has_a_name():
    unnamed = [name for name in committed(".py") if "/migrations/" in name and re.search(r"_auto_\d", name)]
    assert unnamed == []


def test_what_keeps_a_draft_stands_inside_its_form():
    outside = []
    for name in committed(".html"):
        text = (ROOT / name).read_text("utf-8")
        for found in re.finditer(r"{% keep ", text):
            before = text[: found.start()].replace("&lt;form", "<form")
            if before.rfind("<form") <= before.rfind("</form"):
                outside.append(name)
    assert outside == []


def test_titles_and_descriptions_are_plain_words():
    """`{% text %}` marks another language by an element, which a title would show as letters."""
    blocks = re.compile(r"{% block (?:title|description) %}(.*?){% endblock %}", re.DOTALL)
    wrong = [
        f"{name}: {found.strip()}"
        for name in committed(".html")
        for found in blocks.findall((ROOT / name).read_text())
        if "{% text " in found
    ]
    assert wrong == []
