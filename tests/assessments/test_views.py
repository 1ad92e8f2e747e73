"""Answering from a link, as a browser without scripts does it, and what goes wrong with good manners."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from kumppanuus.assessments import actions
from kumppanuus.assessments.models import Participation
from kumppanuus.core.actors import system
from kumppanuus.links import actions as links
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from kumppanuus.questionnaires.models import Evidence


def _token(table, place=0):
    return stand_in(Link.objects.get(pk=table.participation(place).link_id))


def test_nine_items_take_eleven_taps(client, table):
    """Begin, nine levels, send: each tap is one POST, and each leads to the next screen."""
    address, taps = reverse("assessments:begin", args=[_token(table)]), 0
    page = client.post(address)
    taps += 1
    while "/summary/" not in page.url:
        page = client.post(page.url, {"value": str(taps % 5), "revision": "0", "comment": ""})
        taps += 1
    page = client.post(page.url)
    taps += 1
    assert taps == 11
    assert "/receipt/" in page.url
    participation = table.participation(0)
    assert participation.state == "answered"
    assert list(participation.response.answers.values_list("value", flat=True)) == [n % 5 for n in range(1, 10)]


def test_reading_a_link_changes_nothing(client, table):
    """Mail scanners follow links."""
    client.get(reverse("assessments:begin", args=[_token(table)]))
    participation = table.participation(0)
    assert (participation.state, participation.draft) == ("invited", None)


def test_first_screen_says_who_sees_what(client, table):
    body = client.get(reverse("assessments:begin", args=[_token(table)]), headers={"accept-language": "en"})
    assert "at least five" in body.content.decode() or "vähintään viisi" in body.content.decode()
    assert str(table.cast.umbrella.name) in body.content.decode()


def test_altered_and_revoked_links_say_what_is_wrong(client, table):
    token = _token(table)
    assert client.get(reverse("assessments:begin", args=["x" + token])).status_code == 404
    links.revoke(system("assessments"), Link.objects.get(pk=table.participation(0).link_id))
    assert client.get(reverse("assessments:begin", args=[token])).status_code == 410


def test_too_long_a_comment_is_told_and_kept(client, table):
    token = _token(table)
    client.post(reverse("assessments:begin", args=[token]))
    words = "a" * 100_000
    page = client.post(
        reverse("assessments:answer", args=[token, 1]), {"value": "2", "revision": "0", "comment": words}
    )
    assert page.status_code == 422
    assert words in page.content.decode()
    assert table.participation(0).draft.answers.count() == 0


def test_pasted_html_is_text(client, table):
    token = _token(table)
    client.post(reverse("assessments:begin", args=[token]))
    client.post(
        reverse("assessments:answer", args=[token, 1]),
        {"value": "2", "revision": "0", "comment": "<script>alert(1)</script>"},
    )
    body = client.get(reverse("assessments:give", args=[token])).content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(1)" in body


def test_a_second_window_is_told_of_the_conflict(client, table):
    token = _token(table)
    client.post(reverse("assessments:begin", args=[token]))
    address = reverse("assessments:answer", args=[token, 1])
    client.post(address, {"value": "1", "revision": "0", "comment": ""})
    page = client.post(address, {"value": "4", "revision": "0", "comment": "omani"})
    assert page.status_code == 422
    assert "omani" in page.content.decode()
    assert 'name="revision" value="1"' in page.content.decode()
    client.post(address, {"value": "4", "revision": "1", "comment": "omani"})
    assert table.participation(0).draft.answers.get().value == 4


def test_member_answers_without_a_link(client, table):
    person = table.cast.people["bertil"]
    client.force_login(person)
    participation = table.assessment.participations.get(organisation=table.cast.ngo_a)
    page = client.post(reverse("assessments:begin", args=[f"own-{participation.pk}"]))
    assert page.url.endswith("/1/")
    foreign = table.participation(0)
    assert client.get(reverse("assessments:begin", args=[f"own-{foreign.pk}"])).status_code == 404


def test_join_by_the_printed_code(client, table):
    _address, code = actions.print_sheet(table.keeper, table.assessment)
    page = client.post(reverse("links:enter"), {"code": code.lower().replace("-", " ")})
    page = client.post(page.url, {"name": "Kerho Uusi", "number": "", "address": "kerho@example.org"})
    assert client.post(page.url).url.endswith("/1/")
    assert Participation.objects.get(claimed_name="Kerho Uusi").state == "invited"


def test_program_named_pdf_is_refused_as_evidence(client, table):
    client.force_login(table.cast.people["aino"])
    address = reverse("assessments:attach", args=[table.round.pk, table.assessment.area.slug, "1"])
    program = SimpleUploadedFile("paatos.pdf", b"MZ\x90\x00" + b"\x00" * 3000, content_type="application/pdf")
    page = client.post(address, {"kind": "file", "title_fi": "Päätös", "file": program})
    assert page.status_code == 422
    assert Evidence.objects.count() == 0


def test_municipality_cannot_open_the_keepers_desk(client, table):
    client.force_login(table.cast.people["aino"])
    assert client.get(reverse("assessments:keep", args=[table.round.pk])).status_code == 403
    client.force_login(table.cast.people["bertil"])
    address = reverse("assessments:prepare", args=[table.round.pk, table.assessment.area.slug])
    assert client.get(address).status_code == 403


def test_membership_that_ended_yesterday_opens_nothing(client, table):
    client.force_login(table.cast.people["eero"])
    address = reverse("assessments:prepare", args=[table.round.pk, table.assessment.area.slug])
    assert client.get(address).status_code == 403


def test_numbers_that_are_none_are_not_found_rather_than_a_fault(client, world):
    mirror = reverse("assessments:mirror", args=[world.released.pk, world.area_a.slug])
    assert client.get(f"{mirror}?release=²").content.decode().count("<h1") == 1
    assert client.get("/en/answer/own-²/").status_code == 404


def test_answering_pages_leave_the_main_navigation_out(client, table):
    begin = client.get(reverse("assessments:begin", args=[_token(table)])).content.decode()
    mirror = client.get(table.assessment.get_absolute_url()).content.decode()
    assert ['class="site-nav"' in page for page in (begin, mirror)] == [False, True]


def test_buttons_of_free_texts_name_the_municipality_and_the_item(client, table):
    table.answer(0, 2, "Hyvin menee")
    client.force_login(table.cast.people["kaisa"])
    with translation.override("en"):
        page = client.get(reverse("assessments:texts", args=[table.round.pk])).content.decode()
    item = table.items()[0].name["en"]
    assert re.findall(r'Publish<span class="visually-hidden">([^<]+)<', page) == [f": Koski Tl, {item}"]
