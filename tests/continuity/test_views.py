from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kumppanuus.continuity import actions
from kumppanuus.continuity.models import Handover
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.middleware import SESSION_KEY
from kumppanuus.organisations.models import Post
from tests.factories import organisations as organisations_made_up
from tests.factories.continuity import HIDDEN, TOLD, handovers

pytestmark = pytest.mark.django_db


@pytest.fixture
def around(cast):
    return handovers(cast, cast.municipality_a.governs)


@pytest.fixture
def handover(around):
    return around["handover"]


def client(cast, name: str) -> Client:
    made = Client()
    made.force_login(cast.people[name])
    session = made.session
    session[SESSION_KEY] = cast.actor(name).organisation_id
    session.save()
    return made


def text(response) -> str:
    return response.content.decode()


def test_a_handover_is_read_inside_and_is_not_there_for_others(handover, cast):
    address = handover.get_absolute_url()
    assert TOLD in text(client(cast, "aino").get(address))
    assert client(cast, "bertil").get(address).status_code == 404
    assert Client().get(address).status_code == 302  # to signing in


def test_the_way_from_begin_to_done(cast, around):
    aino = client(cast, "aino")
    post = organisations_made_up.post(cast.municipality_a)
    organisations.set_holder(cast.actor("aino"), post, person=cast.people["aino"])
    day = timezone.localdate()
    answer = aino.post(
        reverse("continuity:begin", args=[post.pk]), {"part": "holder", "last_day": day, "told": "Kuulumiset"}
    )
    made = Handover.objects.get(post=post)
    assert (answer.status_code, answer["Location"]) == (303, made.get_absolute_url())
    other = organisations_made_up.acting("Seuraaja", cast.municipality_a)
    leija = made.person.as_actor(cast.municipality_a.pk)
    actions.write(leija, made, told="Kuulumiset", notes={})
    with time_machine.travel(timezone.now() + dt.timedelta(days=2), tick=True):
        from kumppanuus.continuity.reading import lines_of

        actions.take_over(other, made, keys=[line.key for line in lines_of(made)])
    assert not Handover.objects.get(pk=made.pk).is_open


def test_writing_keeps_the_notes_of_lines(handover, around, cast):
    aino = client(cast, "aino")
    key = f"note-measures.measure:{around['handed'].pk}"
    aino.post(reverse("continuity:write", args=[handover.pk]), {"told": "Kaikki", key: "Katso sopimus"})
    assert "Katso sopimus" in text(aino.get(handover.get_absolute_url()))


def test_too_much_text_is_refused_and_stays_on_the_form(handover, cast):
    aino = client(cast, "aino")
    answer = aino.post(reverse("continuity:write", args=[handover.pk]), {"told": "x" * 100_000})
    assert "x" * 100_000 in text(answer)
    assert Handover.objects.get(pk=handover.pk).told == TOLD


def test_taking_over_without_a_tick_says_what_to_do(handover, cast):
    answer = client(cast, "aino").post(
        reverse("continuity:take_over", args=[handover.pk]), {"key": ["roskaa", "a:b", "x:1"]}
    )
    assert answer.status_code == 409
    assert handover.lines.count() == 0


def test_contacts_of_a_municipality_are_its_own_and_those_that_serve_it(cast, around):
    area = cast.municipality_a.governs
    serving = organisations_made_up.post(cast.municipality_b, "Naapurin yhdyshenkilö", areas=[area])
    other = organisations_made_up.post(cast.municipality_b, "Vain naapuri")
    page = text(Client().get(reverse("organisations:contacts"), {"area": area.slug}))
    assert (str(serving) in page, str(other) in page) == (True, False)


def test_contacts_show_a_name_only_where_its_bearer_agreed(cast, around):
    post = organisations_made_up.post(cast.municipality_a, "Nimetön")
    organisations.set_holder(cast.actor("aino"), post, person=cast.people["aino"])
    address = reverse("organisations:contacts")
    name = str(cast.people["aino"])
    assert name not in text(Client().get(address))
    assert name in text(client(cast, "aino").get(address))
    assert name not in text(client(cast, "bertil").get(address))
    feed = reverse("organisations:contacts_atom")
    assert [name in text(reader.get(feed)) for reader in (Client(), client(cast, "aino"))] == [False, False]
    organisations.show_name(cast.actor("aino"), post.holdings.get(), public=True)
    assert name in text(Client().get(feed))


def test_a_new_holder_brings_the_post_to_the_top_of_the_feed(cast):
    posts = [organisations_made_up.post(cast.municipality_a, title) for title in ("Ensimmäinen", "Toinen")]
    feed = reverse("organisations:contacts_atom")

    def order():
        return sorted(posts, key=lambda post: text(Client().get(feed)).index(str(post)))

    assert order() == [posts[1], posts[0]]
    organisations.set_holder(cast.actor("aino"), posts[0], person=cast.people["aino"])
    assert order() == posts


def test_a_theme_finds_its_posts_and_those_that_answer_for_all(cast, themes):
    area = cast.municipality_a.governs
    own = organisations_made_up.post(cast.municipality_a, "Nuorten asiat", themes=[themes["youth"]])
    other = organisations_made_up.post(cast.municipality_a, "Ikäihmisten asiat", themes=[themes["older"]])
    everything = organisations_made_up.post(cast.municipality_a, "Kaikki asiat")
    page = text(Client().get(reverse("organisations:contacts"), {"area": area.slug, "theme": "youth"}))
    assert [str(one) in page for one in (own, other, everything)] == [True, False, True]


def test_changing_a_post_keeps_what_the_form_shows(cast, themes):
    area = cast.municipality_a.governs
    post = organisations_made_up.post(
        cast.municipality_a, themes=[themes["youth"]], areas=[area], languages=["fi", "sv"]
    )
    aino, address = client(cast, "aino"), reverse("organisations:change_post", args=[post.pk])
    page = text(aino.get(address))
    assert (str(area) in page, f'value="{themes["youth"].pk}"' in page) == (True, True)
    sent = {"kind": "contact_person", "title_fi": "Uusi nimi", "title-fi": "Uusi nimi", "areas": str(area)}
    aino.post(address, sent | {"themes": [themes["older"].pk], "languages": ["sv"], "share": "30"})
    post = Post.objects.get(pk=post.pk)
    assert ([one.code for one in post.themes.all()], post.languages, post.share) == (["older"], ["sv"], 30)
    assert list(post.areas.all()) == [area]


def test_languages_and_vacancies_narrow_the_list(cast):
    both = organisations_made_up.post(cast.municipality_a, "Kaksikielinen", languages=["fi", "sv"])
    finnish = organisations_made_up.post(cast.municipality_a, "Suomeksi", languages=["fi"])
    organisations.set_holder(cast.actor("aino"), both, person=cast.people["aino"])
    address = reverse("organisations:contacts")
    page = text(Client().get(address, {"language": "sv"}))
    assert (str(both) in page, str(finnish) in page) == (True, False)
    page = text(Client().get(address, {"vacant": "1"}))
    assert (str(both) in page, str(finnish) in page) == (False, True)


def test_a_post_tells_its_vacancy_and_who_held_it(handover, cast):
    with time_machine.travel(timezone.now() + dt.timedelta(days=12), tick=True):
        page = text(Client().get(handover.post.get_absolute_url()))
    assert "The deputy gets its mail." in page
    assert "Leija" in page  # she agreed
    assert HIDDEN not in page
    assert TOLD not in page


def test_a_posts_superior_is_told_to_members_only(handover, cast):
    address = handover.post.get_absolute_url()
    assert "esihenkilo@example.org" not in text(Client().get(address))
    assert "esihenkilo@example.org" in text(client(cast, "aino").get(address))
    exported = Client().get(reverse("organisations:contacts_export", args=["csv"]))
    assert "esihenkilo@example.org" not in text(exported)


def test_the_list_as_a_file_has_the_names_that_are_shown_and_no_others(cast, around):
    exported = text(Client().get(reverse("organisations:contacts_export", args=["csv"])))
    assert "Leija" in exported
    assert str(cast.people["aino"]) not in exported  # the deputy


@pytest.fixture
def themes(db):
    from kumppanuus.core.actors import system
    from kumppanuus.taxonomy import actions as taxonomy
    from kumppanuus.taxonomy.models import Term

    taxonomy.load(system("command"), None)
    return {one.code: one for one in Term.objects.filter(scheme="theme")}
