"""A post that answers for a measure, links of follow-ups sent anew, and invitations after one has left."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import LinkProblem, follow, stand_in
from kumppanuus.measures.models import Measure
from kumppanuus.negotiations import actions
from kumppanuus.negotiations.actions.following import FOLLOW
from kumppanuus.negotiations.models import FollowUp, Negotiation
from kumppanuus.negotiations.reading import signed_lines
from kumppanuus.notices.models import Delivery
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Post
from tests.factories import building
from tests.factories.negotiations import proposal, sign
from tests.laws.test_lists import _client

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(cast):
    with building():
        return Post.objects.create(
            organisation=cast.municipality_a, kind="contact_person", title=Text(fi="Hyvinvointikoordinaattori")
        )


def again(row):
    return type(row).objects.get(pk=row.pk)


def mails(template):
    return Delivery.objects.filter(template=f"negotiations/mail/{template}").count()


def test_the_post_of_a_proposal_is_signed_and_answers_for_the_measure(cast, negotiation, cecilia, aino, post):
    proposal(cecilia, negotiation, cast.municipality_a, post=post)
    text = actions.offer(cecilia, negotiation)
    sign(cecilia, negotiation)
    sign(aino, negotiation)
    assert Measure.objects.get().post == post
    assert [str(one["post_name"]) for one in signed_lines(text)] == ["Hyvinvointikoordinaattori"]


def test_a_text_signed_before_posts_were_told_is_read_without_one(cast, negotiation, cecilia):
    proposal(cecilia, negotiation, cast.municipality_a)
    text = actions.offer(cecilia, negotiation)
    for line in text.content["measures"]:
        del line["post"], line["post_name"]
    assert [one["post_name"] for one in signed_lines(text)] == [Text()]


def test_anothers_post_and_one_that_has_ended_are_refused(cast, negotiation, cecilia, aino, post):
    with pytest.raises(Refused, match="belongs to another organisation"):
        proposal(cecilia, negotiation, cast.municipality_b, post=post)
    made = proposal(cecilia, negotiation, cast.municipality_a, post=post)
    organisations.end_post(aino, post)
    with pytest.raises(Refused, match="post that answers for a measure has ended"):
        actions.offer(cecilia, again(negotiation))
    told = {"edition": 1, "owner": made.owner, "due": made.due}
    with pytest.raises(Refused, match="The post has ended"):
        actions.rewrite(cecilia, again(made), post=again(post), **told)
    actions.rewrite(cecilia, again(made), post=None, **told)
    assert actions.offer(cecilia, again(negotiation)).number == 1


def test_the_form_offers_the_posts_of_parties_and_says_when_one_is_anothers(world):
    here, cast = world.negotiations.under_way, world.cast
    post = Post.objects.filter(organisation=cast.municipality_a, ended=None).first()
    client = _client(world, "cecilia")
    told = {
        "goal_fi": "Tavoite", "title_fi": "Toimi", "due": "2031-01-01", "owner": cast.municipality_b.pk,
        "area": here.area_id, "post": post.pk,
    }  # fmt: skip
    answer = client.post(f"/en/negotiations/{here.pk}/propose/", told)
    assert (answer.status_code, "belongs to another organisation" in answer.content.decode()) == (422, True)
    answer = client.post(f"/en/negotiations/{here.pk}/propose/", {**told, "owner": cast.municipality_a.pk})
    assert (answer.status_code, here.proposals.order_by("-pk").first().post) == (303, post)


def test_whoever_is_invited_again_is_told_again_also_on_the_same_day(cast, negotiation, cecilia):
    before = mails("invited")
    party = negotiation.parties.get(organisation=cast.municipality_b)
    for n in (1, 2):
        actions.leave(cast.actor("akseli"), again(party), reason="Ei nyt")
        actions.invite(cecilia, negotiation, organisations=[cast.municipality_b])
        assert (mails("invited"), mails("left")) == (before + n, n)
    actions.invite(cecilia, negotiation, organisations=[cast.municipality_b])
    assert mails("invited") == before + 2


def test_a_new_link_stops_the_one_before(world):
    found = world.negotiations.follow_up
    first = Link.objects.get(pk=found.link_id)
    actions.send_again(world.actor("cecilia"), found)
    second = Link.objects.get(pk=again(found).link_id)
    assert (follow(stand_in(first), FOLLOW), follow(stand_in(second), FOLLOW)) == (LinkProblem.REVOKED, second)
    own = FollowUp.objects.filter(party=found.party)
    to_it = Delivery.objects.filter(template="negotiations/mail/follow_up", address=found.party.organisation.email)
    assert (own.count(), to_it.count()) == (1, 2)


def test_a_withdrawn_link_can_be_sent_anew_but_not_without_an_address(world):
    found, aino = world.negotiations.follow_up, world.actor("aino")
    actions.withdraw_link(aino, found)
    with building():
        type(found.party.organisation).objects.filter(pk=found.party.organisation_id).update(email="")
    with pytest.raises(Refused, match="no e-mail address"):
        actions.send_again(aino, FollowUp.objects.get(pk=found.pk))
    assert follow(stand_in(Link.objects.get(pk=found.link_id)), FOLLOW) is LinkProblem.REVOKED


def test_links_are_buttons_of_the_convener_and_the_party_itself(world):
    found, here = world.negotiations.follow_up, world.negotiations.agreed
    paths = [f"/en/negotiations/follow-ups/{found.pk}/{verb}/" for verb in ("send", "withdraw")]
    seen = {}
    for name in ("cecilia", "aino", "bertil", "dani"):
        shown = _client(world, name).get(f"/en/negotiations/{here.pk}/").content.decode()
        seen[name] = [f'action="{path}"' in shown for path in paths]
    assert seen == {"cecilia": [True, True], "aino": [True, True], "bertil": [False, False], "dani": [False, False]}
    client: Client = _client(world, "cecilia")
    assert [client.get(path).status_code for path in paths] == [405, 405]
    assert client.post(paths[1]).status_code == 303
    shown = client.get(f"/en/negotiations/{here.pk}/").content.decode()
    assert [f'action="{path}"' in shown for path in paths] == [True, False]
    with pytest.raises(PermissionDenied):
        actions.send_again(world.actor("bertil"), found)


def test_the_api_tells_each_version_and_which_one_is_in_force(world):
    here = world.negotiations.agreed
    actions.reopen(world.actor("cecilia"), Negotiation.objects.get(pk=here.pk), reason="Uusi toimi")
    told = _client(world, "dani").get(reverse("api-1:get_negotiation", args=[here.pk])).json()
    assert {(one["signed"], *one["decisions"]) for one in told["parties"]} == {(False,)}
    assert [(one["number"], one["in_force"], len(one["signatures"])) for one in told["versions"]] == [(1, False, 4)]
    other = world.negotiations.to_sign
    told = _client(world, "dani").get(reverse("api-1:get_negotiation", args=[other.pk])).json()
    assert [one["in_force"] for one in told["versions"]] == [True]
    assert [one["organisation"] for one in told["versions"][0]["signatures"]] == [world.cast.county.slug]
    assert sum(one["signed"] for one in told["parties"]) == 1
