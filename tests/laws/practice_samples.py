"""Samples of the actions about practices; see tests.laws.samples."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from kumppanuus.core.texts import Text
from tests.factories.practices import field, published
from tests.laws.samples import fixed, nothing, sample

fixed("practices.load_templates", nothing)
fixed("practices.ask_adopters", nothing)
sample("practices.create")(lambda w: (w.cast.municipality_a, {"name": Text(fi="Uusi malli")}))
fixed("practices.describe", lambda w: w.practices.open, stage="ready")
fixed(
    "practices.write_head",
    lambda w: w.practices.draft,
    name={"fi": "Toinen nimi"},
    short={"fi": "Lyhyesti"},
    revision=0,
)
sample("practices.write")(
    lambda w: (w.practices.draft, {"field": field(w.practices.draft, "needs"), "text": {"fi": "Tarve"}, "revision": 0})
)
sample("practices.be_here")(lambda w: (w.practices.draft, {"field": w.practices.idea}))
fixed("practices.bring_in", lambda w: w.practices.draft, texts={"needs": "Tarve"}, language="fi")
fixed("practices.keep_leftover", lambda w: w.practices.draft, text={}, seen={})
sample("practices.attach")(
    lambda w: (w.practices.draft, {"file": SimpleUploadedFile("uusi.txt", b"Uusi"), "title": Text(fi="Uusi")})
)
fixed("practices.detach", lambda w: w.practices.attachment)
fixed("practices.publish", lambda w: w.practices.draft)
fixed("practices.discard", lambda w: w.practices.draft)


@sample("practices.draft")
def of_the_next_version(w):
    aino = w.actor("aino")
    return published(aino, w.cast.municipality_a, "Kolmas malli"), {}


sample("practices.fork")(lambda w: (w.practices.offered.current, {"name": Text(fi="Oma verkosto")}))


@sample("practices.settle")
def a_change_of_the_original(w):
    told = {"original": w.practices.open.current, "code": "tips", "outcome": "taken"}
    return w.practices.own_draft, {**told, "text": {"fi": "Aloittakaa pienestä."}, "revision": 0}


sample("practices.settle_rest")(
    lambda w: (w.practices.own_draft, {"original": w.practices.open.current, "outcome": "left"})
)
sample("practices.contribute")(lambda w: (w.practices.own.current, {"code": "target-group", "why": "Auttaa muitakin"}))
fixed("practices.accept_contribution", lambda w: w.practices.contribution, text={"fi": "Kaksikymmentä"}, revision=1)
fixed("practices.decline_contribution", lambda w: w.practices.contribution, reason="On jo")
fixed("practices.withdraw_contribution", lambda w: w.practices.contribution)
fixed("practices.withdraw", lambda w: w.practices.open, why="Ei toimi")
fixed("practices.reopen", lambda w: w.practices.withdrawn)
sample("practices.invite")(lambda w: (w.practices.open, {"organisation": w.cast.umbrella}))
fixed("practices.request", lambda w: w.practices.offered, message="Tulemme mukaan")
fixed("practices.accept", lambda w: w.practices.invited)
fixed("practices.refuse", lambda w: w.practices.invited)
fixed("practices.end", lambda w: w.practices.develops)
sample("practices.offer")(lambda w: (w.practices.open, {"organisation": w.cast.umbrella}))
fixed("practices.take_over", lambda w: w.practices.offered)
fixed("practices.decline_offer", lambda w: w.practices.offered)
sample("practices.make_collection")(lambda w: (w.cast.space, {"name": Text(fi="Uusi kokonaisuus")}))
fixed("practices.change_collection", lambda w: w.practices.collection, aim=Text(fi="Tarkoitus"))
fixed("practices.order", lambda w: w.practices.collection, inclusions=[])


@sample("practices.include")
def into_a_collection(w):
    from kumppanuus.practices.models import Collection

    return w.practices.open, {"collection": Collection.objects.filter(space=None).order_by("-pk")[0]}


def without_a_draft(w):
    """The space once its draft of headings is thrown away."""
    from kumppanuus.practices import actions

    return actions.discard_template(w.actor("kaisa"), w.practices.headings)


fixed("practices.begin_template", without_a_draft)
fixed("practices.add_heading", lambda w: w.practices.headings, heading=Text(fi="Uusi"), part="ours", kind="line")
fixed("practices.change_heading", lambda w: w.practices.headings, code="tips", help=Text(fi="Neuvo seuraavalle"))
fixed("practices.move_heading", lambda w: w.practices.headings, code="tips")
fixed("practices.remove_heading", lambda w: w.practices.headings, code="tips")
fixed("practices.put_back_heading", lambda w: w.practices.headings, code="environment")
fixed("practices.publish_template", lambda w: w.practices.headings)
fixed("practices.discard_template", lambda w: w.practices.headings)


@sample("practices.take_template")
def a_draft_under_older_headings(w):
    from kumppanuus.practices import actions

    actions.publish_template(w.actor("kaisa"), w.practices.headings)
    return w.practices.draft, {}


fixed("practices.approve", lambda w: w.practices.waiting)
fixed("practices.decline", lambda w: w.practices.waiting, why="Ei sovi tähän")
fixed("practices.remove", lambda w: w.practices.waiting)
sample("practices.adopt")(lambda w: (w.practices.offered, {"stage": "considering"}))
fixed("practices.change_adoption", lambda w: w.practices.adoption, results=Text(fi="Hyvä"))
fixed("practices.confirm", lambda w: w.practices.adoption)
fixed("practices.drop", lambda w: w.practices.adoption, why=Text(fi="Ei ollut kävijöitä"))
