"""Law 6: every list that has a news feed names it to feed readers and to people, and the feed is whole."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree as ET

from django.conf import settings

from tests.laws.test_pages import address, known

ATOM = "{http://www.w3.org/2005/Atom}"
NAMED = re.compile(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]+)"')
EMPTY = {"practices:collection_atom"}  # in the world of the laws
OF_ONE_THING = {"activity:atom", "practices:collection_atom", "calendars:atom"}  # no list of things with files


def feeds() -> list[str]:
    """Return the names of the addresses of feeds."""
    return [name for name in known() if name.endswith("atom")]


def test_every_feed_is_whole_and_names_each_thing_once(world, client):
    faults = []
    for name in feeds():
        response = client.get(address(world, name, "sv"))
        feed = ET.fromstring(response.content)  # noqa: S314 - our own
        entries = feed.findall(f"{ATOM}entry")
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        faults += [f"{name}: no {tag}" for tag in ("title", "id", "updated") if not feed.findtext(f"{ATOM}{tag}")]
        faults += [
            f"{name}: an entry has no {tag}"
            for tag in ("title", "updated")
            for entry in entries
            if not entry.findtext(f"{ATOM}{tag}")
        ]
        if len(ids) != len(set(ids)) or (not ids and name not in EMPTY):
            faults.append(f"{name}: {len(ids)} entries, {len(set(ids))} ids")
        for entry in entries:
            link = entry.find(f"{ATOM}link").get("href").removeprefix(settings.SITE_URL)
            if client.get(link, follow=True).status_code != 200:
                faults.append(f"{name}: {link} is not for everybody")
    assert faults == []


def test_every_list_with_a_feed_names_it_filtered_as_it_is_read(world, client):
    named, faults = set(), []
    for name in known():
        response = client.get(address(world, name, "fi"), {"area": "koski-tl"})
        if response.status_code != 200 or not response["content-type"].startswith("text/html"):
            continue
        text = response.content.decode()
        for found in NAMED.findall(text):
            feed = client.get(unescape(found))
            named.add(feed.resolver_match.view_name)
            if feed.status_code != 200:
                faults.append(f"{name}: {found} answers {feed.status_code}")
            if feed.resolver_match.view_name not in OF_ONE_THING and text.count(f'href="{found}"') < 2:
                faults.append(f"{name}: {found} is nowhere on the page")
    assert faults == []
    assert {*feeds()} - named == {"activity:atom"}  # stands on its page in words
