"""Set the stage in a running demo's database: one thing for each address of the table, and a session for each of the cast.

    python -m tests.audit.stage PORT        (with the demo's VAR_DIR; prints JSON)

The demo has what a region has; what is missing for the table (a draft, an invitation, a claimed answer …) is made here
by actions, as people would. So an address that is added to `tests/laws/addresses.py` is audited without another line.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

# Addresses that only a running demo has, or that make sense after a step before.
MORE = (
    "notices:sent_mail",
    "notices:sent_one",
    "notices:stop",
    "account_reauthenticate",
    "mfa_add_webauthn",
    "account_email_verification_sent",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "(a page that is not there)",
    "(a link that was altered)",
)


def main(port: int) -> dict[str, Any]:
    """Make what is missing; return the addresses by name and the sessions by member of the cast."""
    from kumppanuus.config.processes import demo_environment

    os.environ.update(demo_environment(port, os.environ))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
    import django

    django.setup()
    from django.db import transaction
    from django.urls import reverse
    from django.utils.translation import override

    with transaction.atomic():
        world = build()
    from tests.laws.addresses import ADDRESSES

    found = {}
    with override("en"):
        for name, arguments in (ADDRESSES | more(world)).items():
            found[name] = reverse(name, kwargs=arguments(world))
    found["(a page that is not there)"] = "/en/no-such-page/"
    found["(a link that was altered)"] = reverse_answer("altered-token")
    return {"addresses": found, "sessions": sessions(world)}


def reverse_answer(token: str) -> str:
    from django.urls import reverse
    from django.utils.translation import override

    with override("en"):
        return reverse("assessments:begin", kwargs={"token": token})


def more(world: Any) -> dict[str, Any]:
    """Return addresses that only a running demo has."""
    from kumppanuus.notices.models import Delivery
    from kumppanuus.notices.rendering import stop_token

    sent = Delivery.objects.order_by("pk").last()
    assert sent is not None
    bare: dict[str, Any] = {name: lambda w: {} for name in MORE if not name.startswith("(")}
    return bare | {"notices:sent_one": lambda w: {"pk": sent.pk}, "notices:stop": lambda w: {"token": stop_token(sent)}}


def build() -> Any:
    """Return the demo as a World, after making what it lacks."""
    from django.utils import timezone

    from kumppanuus.accounts import actions as accounts
    from kumppanuus.assessments import actions as assessments
    from kumppanuus.assessments.models import Participation, Round
    from kumppanuus.core.actors import Actor, system
    from kumppanuus.core.texts import Text
    from kumppanuus.links.models import Link
    from kumppanuus.links.resolve import stand_in
    from kumppanuus.measures import actions as measures
    from kumppanuus.measures.models import Measure
    from kumppanuus.organisations import actions as organisations
    from kumppanuus.organisations.models import Membership, Organisation
    from kumppanuus.questionnaires import actions as questionnaires
    from kumppanuus.search import actions as search
    from kumppanuus.spaces import actions as spaces
    from tests.factories import services
    from tests.factories import world as made_up

    cast = the_cast()
    a, b = cast.municipality_a.governs, cast.municipality_b.governs
    kaisa, aino, bertil = cast.actor("kaisa"), cast.actor("aino"), cast.actor("bertil")
    released = Round.objects.filter(released_at__isnull=False).order_by("closes").last()
    open_ = Round.objects.filter(released_at__isnull=True).order_by("-pk").first()
    assert released is not None
    assert open_ is not None
    mirror_a, mirror_b = released.assessments.get(area=a), released.assessments.get(area=b)
    now_a, now_b = open_.assessments.get(area=a), open_.assessments.get(area=b)
    version = open_.version
    item = open_.themes.get().items.first() if open_.themes.exists() else version.items.first()
    assert item is not None
    own = now_a.participations.get(organisation=cast.ngo_a)
    waiting = (
        now_a.participations.filter(response=None, draft=None, link_id__isnull=False).exclude(pk=own.pk).order_by("pk")
    )
    by_link: Participation = waiting[0]
    cast.link_id, cast.link_organisation_id = by_link.link_id, by_link.organisation_id
    holder = Actor(link_id=by_link.link_id, organisation_id=by_link.organisation_id)
    assessments.begin(holder, by_link)
    assessments.answer(holder, by_link, item=item, value=2, comment="Kesken", comment_public=True)
    token, _code = assessments.print_sheet(kaisa, now_a)
    claimed = claim_and_give(now_a)
    assessments.prepare(aino, now_a, item=item, value=2, comment="Kesken")
    assessments.assign(aino, now_a, item=item, person=cast.people["aino"])
    assessments.discuss(aino, now_a, item=item, text="Tarkistetaan tämä")
    assessments.attach(aino, now_a, item=item, kind="link", title=Text(fi="Ohjelma"), url="https://example.org/ohjelma")
    fields = made_up._fields(cast, version, cast.space.area, "2027")
    draft_round = assessments.create(kaisa, cast.space, areas=[a], **fields)
    draft_checklist = questionnaires.create(
        kaisa, cast.space, slug="oma-lista", title=Text(fi="Oma lista"), copy_of=version
    )
    measure = Measure.objects.filter(owner=cast.municipality_a, state="agreed").order_by("pk").last()
    measure = measure or Measure.objects.filter(owner=cast.municipality_a).order_by("pk").last()
    proposed = measures.propose(
        bertil, a, title=Text(fi="Yhteinen kalenteri"), owner=cast.municipality_a, due=timezone.localdate()
    )
    post = cast.municipality_a.posts.filter(ended=None).order_by("pk").first()
    assert post is not None
    holding = post.holdings.filter(end=None).first() or organisations.set_holder(aino, post, person=cast.people["aino"])
    invitation = organisations.invite(aino, cast.municipality_a, email="uusi@example.org", role="editor")
    join_request = organisations.ask_to_join(cast.actor("cecilia"), cast.municipality_a, message="Olen uusi sihteeri")
    files = (
        made_up._file(cast, "Esite.txt", "public"),
        made_up._file(cast, "Muistio.txt", f"organisation:{cast.municipality_a.pk}"),
    )
    curator = accounts.add_person(system("command"), None, email="apu@example.org", name="Apu Kuvitelma", language="fi")
    spaces.appoint(kaisa, cast.space, person=curator, role="curator")
    feedback = spaces.give_feedback(Actor(), cast.space, message="Taulukkoa ei voi lukea", email="lukija@example.org")
    search.add_word(kaisa, cast.space, language="fi", saying="kuvitelmasta kiinni", meaning="keskusteluapu")
    for _time in range(3):
        search.tell_silent(Actor(), None, words="kuumatka", language="fi")
    accounts.look(bertil, None, subjects=[cast.people["aino"].pk], what="organisations.members")
    marks = spaces.wear_marks(kaisa, spaces.draw_marks(kaisa, cast.space, theme="moss", **made_up.logo()))
    spaces.draw_marks(kaisa, cast.space, theme="heather", alternative_text=Text(fi="Tilan merkki"))
    kept = Membership.objects.filter(role="admin").values("organisation")
    unkept = Organisation.objects.filter(kind="association", areas=a).exclude(pk__in=kept).order_by("pk")[0]
    made = made_up.World(
        cast=cast, area_a=a, area_b=b, region=cast.space.area, version=version, released=released, open=open_,
        draft_round=draft_round, draft_checklist=draft_checklist, mirror_a=mirror_a, mirror_b=mirror_b, now_a=now_a,
        now_b=now_b, participation=own, by_link=by_link, claimed=claimed, more_ngos=[], measure=measure,
        proposed=proposed, post=post, holding=holding, hidden_holding=holding, invitation=invitation,
        join_request=join_request, public_file=files[0], own_file=files[1], feedback=feedback, marks=marks,
        directory=services.directory(cast, unkept, a), **made_up.around(cast, a, b),
    )  # fmt: skip
    made.items = lambda: [item]  # the open round asks one theme only
    made.tokens = {
        "answer": stand_in(Link.objects.get(pk=by_link.link_id)),
        "join": token,
        "invitation": stand_in(invitation.link),
        **made_up.tokens_around(made),
    }
    return made


def claim_and_give(assessment: Any) -> Any:
    """Let an organisation that nobody knows answer by the open link; it waits for the keeper."""
    from kumppanuus.assessments import actions as assessments
    from kumppanuus.core.actors import Actor

    assessment.refresh_from_db()
    made = assessments.claim(
        Actor(link_id=assessment.sheet_link_id), assessment, name="Kosken uusi seura", address="uusi@example.org"
    )
    made = made[0] if isinstance(made, tuple) else made
    made.refresh_from_db()
    holder = Actor(link_id=made.link_id, organisation_id=made.organisation_id)
    assessments.begin(holder, made)
    round_ = assessment.round
    theme = round_.themes.first()
    for place, item in enumerate(theme.items.all() if theme else round_.version.items.all()):
        words = "Sali on aina varattu, kun <b>me</b> kysymme" if place == 0 else ""
        assessments.answer(holder, made, item=item, value=place % 5, comment=words, comment_public=bool(words))
    assessments.give(holder, made)
    made.refresh_from_db()
    return made


def the_cast() -> Any:
    """Return the demo's people as the cast of the laws."""
    from kumppanuus.accounts.models import Person
    from kumppanuus.demo.build import read
    from kumppanuus.organisations.models import Organisation
    from kumppanuus.spaces.models import Space
    from tests.factories.cast import Cast

    rows = {row["key"]: row for row in read("people")}
    people = {name: Person.objects.get(email=rows[name]["email"]) for name in Cast.NAMES[:8]}
    home = {name: Organisation.objects.get(slug=rows[name]["organisation"]) for name in people}
    return Cast(
        people=people,
        acting_for={name: one.pk for name, one in home.items()},
        municipality_a=home["aino"],
        municipality_b=home["akseli"],
        ngo_a=home["bertil"],
        ngo_b=home["beata"],
        county=home["cecilia"],
        umbrella=home["kaisa"],
        operator=home["oona"],
        space=Space.objects.get(),
    )


def sessions(world: Any) -> dict[str, str]:
    """Sign each of the cast in, just now and by code, without the mail."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from kumppanuus.organisations.middleware import SESSION_KEY as ACTING

    made = {}
    for name, person in world.cast.people.items():
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session[ACTING] = world.cast.acting_for[name]
        session["account_authentication_methods"] = [{"method": "code", "at": time.time(), "email": person.email}]
        session.create()
        made[name] = session.session_key
    return made


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
