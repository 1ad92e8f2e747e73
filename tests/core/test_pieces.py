"""What is kept is never older than the newest event, and never shown to one with other rights."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from kumppanuus.assessments import actions as assessments
from kumppanuus.core.pieces import kept
from kumppanuus.core.texts import Text
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Membership
from tests.factories import building, people
from tests.factories import organisations as make


def test_piece_is_made_once_until_anything_happens(cast):
    made = []
    for _n in range(3):
        kept("piece", lambda: made.append(1) or len(made))
    assert len(made) == 1
    organisations.change(cast.actor("bertil"), cast.ngo_a, description=Text(fi="Uusi"))
    assert kept("piece", lambda: made.append(1) or len(made)) == 2


def test_mirror_kept_for_one_reader_gives_another_no_tools(client, world):
    address = reverse("assessments:mirror", args=[world.released.pk, world.area_a.slug])
    agree = reverse("assessments:agree", args=[world.released.pk, world.area_a.slug, "1"])
    keep = reverse("assessments:keep_assessment", args=[world.released.pk, world.area_a.slug])
    seen = {}
    for name in ("aino", "dani", "kaisa", "beata", "aino", "dani"):
        client.logout()
        if name != "dani":
            client.force_login(world.cast.people[name])
        body = client.get(address).content.decode()
        seen.setdefault(name, set()).add((agree in body, keep in body))
    assert seen == {
        "aino": {(True, False)}, "dani": {(False, False)}, "kaisa": {(True, True)}, "beata": {(False, False)},
    }  # fmt: skip


def test_table_kept_for_a_member_shows_a_visitor_no_names(client, world):
    """Bertil's post at his NGO is not on the table; the municipality's hidden holder is shown to members only."""
    organisations.show_name(world.actor("aino"), world.holding, public=False)
    address = reverse("dashboard:municipality", args=[world.area_a.slug])
    name = world.cast.people["aino"].name
    assert name not in client.get(address).content.decode().split("<main")[1]
    client.force_login(world.cast.people["aino"])
    assert name in client.get(address).content.decode().split("<main")[1]
    client.logout()
    assert name not in client.get(address).content.decode().split("<main")[1]


def test_member_who_was_ended_a_moment_ago_sees_no_names_any_more(client, world):
    """Her own piece is still kept, but it is no longer hers."""
    organisations.show_name(world.actor("aino"), world.holding, public=False)
    other = make.member(people.person("Taru"), world.cast.municipality_a, "editor")
    address = reverse("dashboard:municipality", args=[world.area_a.slug])
    name = world.cast.people["aino"].name
    client.force_login(other.person)
    assert name in client.get(address).content.decode().split("<main")[1]
    with building():
        Membership.objects.filter(pk=other.pk).update(end=timezone.localdate() - dt.timedelta(days=1))
    assert name not in client.get(address).content.decode().split("<main")[1]


def test_round_tells_at_once_that_a_municipality_has_begun_its_answer(client, world):
    """Beginning leaves no event: it would tell who is answering."""
    address = f"/en/rounds/{world.open.pk}/"
    begun = [client.get(address).content.decode().count("Being prepared")]
    assessments.prepare(world.actor("akseli"), world.now_b, item=world.items()[0], value=1)
    begun.append(client.get(address).content.decode().count("Being prepared"))
    assert begun == [1, 2]
