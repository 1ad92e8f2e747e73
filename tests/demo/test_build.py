"""The demo region is believable, built through actions, and building it again changes nothing."""

from collections import Counter

import pytest
from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.assessments.models import Cell, Participation, Release, Round
from kumppanuus.calls.models import Call
from kumppanuus.demo.build import build, own_name
from kumppanuus.measures.models import Measure
from kumppanuus.meetings.models import Meeting, Minutes
from kumppanuus.merging.models import Merge, Pair
from kumppanuus.notices.models import Delivery
from kumppanuus.organisations.models import Membership, Organisation, Post
from tests.meetings.oparl import PROPERTIES, Reader, faults, type_of
from tests.services.hsds.reference import SCHEMAS, faults_of_everything

pytestmark = pytest.mark.one_database  # on PostgreSQL its building takes minutes


def _all_counts() -> dict[str, int]:
    models = (Person, Organisation, Post, Membership, Round, Participation, Release, Cell, Measure, Delivery)
    return {model.__name__: model.objects.count() for model in models}


def test_demo_region_tells_the_whole_story(db, client):
    assert build() is True
    counts = _all_counts()
    assert Organisation.objects.filter(kind="municipality").count() == 27
    assert 115 <= Organisation.objects.ngos().count() <= 125
    assert Organisation.objects.exclude(email="").exclude(email__endswith=".example").count() == 0
    for year in (2024, 2026):
        answered = Release.objects.filter(assessment__round__year=year).values_list("answered", flat=True)
        assert sum(number >= 7 for number in answered) >= 8, year
        assert sum(number < 5 for number in answered) >= 2, year
        hidden = Cell.objects.filter(release__assessment__round__year=year, release__answered__lt=5)
        assert set(hidden.values_list("ngo_half_levels", flat=True)) == {None}
    assert Round.objects.open().count() == 1
    states = Counter(Measure.objects.values_list("state", flat=True))
    assert set(states) == {"proposed", "agreed", "under_way", "done", "dropped"}
    assert Membership.objects.current().filter(person__email__startswith="eero").count() == 0
    bilingual = Release.objects.get(assessment__area__slug="parainen", assessment__round__year=2026)
    assert bilingual.municipal_response.answers.filter(comment_language="sv").exclude(comment="").exists()
    if SCHEMAS.is_dir():  # every record of the directory fits HSDS 3.1
        assert {what: wrong for what, wrong in faults_of_everything(client, lang="sv").items() if wrong} == {}
    reader = Reader(client, lang="sv")
    reader.walk()  # everything of bodies and meetings fits OParl 1.1
    assert [fault for row in reader.objects.values() for fault in faults(row)] == []
    assert {*map(type_of, reader.objects.values())} == {*PROPERTIES}
    assert _likely() == {
        ("organisation", "unelmalan-omaishoitajat", "unelmasataman-omaiset"),
        ("entry", "ruoka-apu-2", "ruoka-apu-salossa"),
        ("entry", "senioritanssit", "senioritanssit-loimaa"),
    }
    assert Merge.objects.count() == 0
    phases = Counter(Minutes.objects.values_list("phase", "approved_how"))
    assert set(phases) == {
        *(("writing", ""), ("corrections", ""), ("approval", "")),
        *(("approved", "meeting"), ("approved", "silence"), ("approved", "inspectors")),
    }
    assert Minutes.objects.filter(number=2, phase="approved").count() == 1
    assert [meeting.is_under_way for meeting in Meeting.objects.filter(state="called")].count(True) == 1
    late = Meeting.objects.filter(state="called", starts_at__gt=timezone.now())
    assert [meeting for meeting in late if (meeting.day - timezone.localdate(meeting.called_at)).days < 7] == []
    nominated = [set(call.nominations.values_list("state", flat=True)) for call in Call.objects.order_by("closes_at")]
    under_way = {"complete", "waiting", "refused", "ineligible", "withdrawn"}
    assert nominated == [{"chosen", "not_chosen", "ineligible"}, under_way]
    assert build() is False
    assert _all_counts() == counts


def _likely() -> set[tuple[str, ...]]:
    return {(pair.what, *sorted(row.slug for row in pair.both())) for pair in Pair.objects.filter(state="open")}


def test_own_name_of_an_rf_was_written_in_swedish_first():
    names = [{"fi": "Sagobron rf", "sv": "Sagobron rf"}, {"fi": "Kerho ry", "sv": "Klubben rf"}]
    assert [own_name(name).original for name in names] == ["sv", "fi"]
