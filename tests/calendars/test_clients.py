"""Programs of others follow the feeds over HTTP: vdirsyncer keeps a copy, khal shows it and takes each version by its
UID. They see a meeting, its move (one event, not two) and its cancellation, and the entries of one's own clock.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from kumppanuus.calendars import actions as calendars
from kumppanuus.links.resolve import stand_in
from kumppanuus.meetings import actions
from tests.factories import bodies as made_up
from tests.factories import meetings
from tests.factories.calendars import SECRET_DATE, entry
from tests.factories.cast import make_cast

pytestmark = pytest.mark.django_db(transaction=True)
VDIRSYNCER = Path(sys.executable).with_name("vdirsyncer")
HELSINKI = ZoneInfo("Europe/Helsinki")
KHAL = shutil.which("khal")
CONFIG = """
[general]
status_path = "{home}/status/"
[pair clock]
a = "there"
b = "here"
collections = null
conflict_resolution = "a wins"
[storage there]
type = "http"
url = "{url}"
[storage here]
type = "filesystem"
path = "{home}/here/"
fileext = ".ics"
"""


class Follower:
    """Somebody with vdirsyncer, and khal where there is one, who follows an address."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.url = home, url
        for folder in ("here", "taken"):
            (home / folder).mkdir(parents=True)
        (home / "config").write_text(CONFIG.format(home=home, url=url))
        self._vdirsyncer("discover")

    def _vdirsyncer(self, verb: str) -> None:
        command = [VDIRSYNCER, "-c", self.home / "config", verb]
        done = subprocess.run(command, input="y\n", capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr

    def sync(self) -> list[tuple[str, int, object, str]]:
        """Fetch what is new; return (summary, sequence, when it begins, state) of each event of the copy.

        vdirsyncer gives what it subscribes to UIDs of its own making, so they are not looked at here.
        """
        self._vdirsyncer("sync")
        return [told for file in (self.home / "here").glob("*.ics") for told in _told(file)]

    def take(self) -> dict[str, tuple[str, int, object, str]]:
        """Let khal import the address anew into a calendar of its own; return what it holds by UID."""
        (self.home / "feed.ics").write_bytes(urllib.request.urlopen(self.url, timeout=60).read())
        self._khal("import", "--batch", "-a", "taken", self.home / "feed.ics")
        files = list((self.home / "taken").glob("*.ics"))
        return {file.stem: told for file in files for told in _told(file)}

    def shown(self, day: dt.date) -> list[str]:
        """Return what khal shows of a day from the copy of vdirsyncer."""
        form = "{start-time}–{end-time} {title} {status}"
        return self._khal("list", "-a", "clock", "--day-format", "", "--format", form, day.isoformat(), "1d").split(
            "\n"
        )

    def _khal(self, *words: object) -> str:
        config = self.home / "khal.conf"
        config.write_text(
            f"[calendars]\n[[clock]]\npath = {self.home}/here/\nreadonly = True\n[[taken]]\npath = {self.home}/taken/\n"
            "[locale]\nlocal_timezone = Europe/Helsinki\ndefault_timezone = Europe/Helsinki\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {self.home}/khal.db\n"
        )
        command = [KHAL, "-c", config, *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def _told(file: Path) -> list[tuple[str, int, object, str]]:
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    return [
        (str(event["SUMMARY"]), int(event["SEQUENCE"]), event.decoded("DTSTART"), str(event["STATUS"]))
        for event in events
    ]


@pytest.fixture
def served(live_server, settings):
    """The address of a real server, by which links in feeds are made, too."""
    settings.SITE_URL = live_server.url
    return live_server.url


def test_programs_see_a_meeting_its_move_and_its_cancellation(served, tmp_path):
    cast = make_cast()
    aino = cast.actor("aino")
    table = made_up.body(aino, cast.municipality_a, cast.space, cast.municipality_a.governs)
    meeting = meetings.planned(aino, table, 30)
    follower = Follower(tmp_path, f"{served}{reverse('calendars:ics')}?body={table.slug}")

    def follows(state: str) -> None:
        meeting.refresh_from_db()
        told = (f"{table}: {meeting}", meeting.sequence, meeting.starts_at, state)
        assert follower.sync() == [told]
        if KHAL:
            hours = f"{meeting.starts_at.astimezone(HELSINKI):%H:%M}–{meeting.ends_at.astimezone(HELSINKI):%H:%M}"
            assert follower.take() == {f"{meeting.uid}@localhost": told}
            assert follower.shown(meeting.day) == [f"{hours} {told[0]} {state}"]

    follows("TENTATIVE")
    actions.change(aino, meeting, starts_at=meetings.at(37, 9), ends_at=meetings.at(37, 11))
    follows("TENTATIVE")
    assert not KHAL or follower.shown(made_up.today(30)) == [""]
    actions.cancel(aino, meeting, why="Myrsky")
    follows("CANCELLED")
    assert meeting.sequence == 2


def test_program_follows_ones_own_clock_without_a_cookie_until_it_is_withdrawn(served, tmp_path):
    cast = make_cast()
    aino = cast.actor("aino")
    hidden = entry(aino, cast.municipality_a, SECRET_DATE, 12, members_only=True)
    entry(cast.actor("akseli"), cast.municipality_b, SECRET_DATE, 12, members_only=True)
    link = calendars.open_feed(aino, cast.people["aino"])
    follower = Follower(tmp_path, f"{served}{reverse('calendars:own_ics', args=[stand_in(link)])}")
    assert follower.sync() == [(f"{hidden.organisation}: {SECRET_DATE}", 0, hidden.first, "CONFIRMED")]
    calendars.close_feed(aino, cast.people["aino"])
    with pytest.raises(AssertionError, match="Gone"):
        follower.sync()
