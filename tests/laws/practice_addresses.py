"""Samples of the arguments of addresses about practices, and what their lists cost; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.texts import Text
from kumppanuus.practices import actions
from kumppanuus.practices.models import Practice
from tests.factories import building
from tests.factories.cast import organisation
from tests.factories.organisations import member
from tests.factories.practices import published, wrote
from tests.laws.meeting_lists import ENTRY, LIST, SIGNED_IN

COMPOSED = 12


def of_open(w: Any) -> dict[str, Any]:
    return {"slug": w.practices.open.slug}


def of_collection(w: Any) -> dict[str, Any]:
    return {"slug": w.practices.collection.slug}


def of_version(w: Any) -> dict[str, Any]:
    return {**of_open(w), "number": 1}


def of_own(w: Any) -> dict[str, Any]:
    return {"slug": w.practices.own.slug}


def of_heading(w: Any) -> dict[str, Any]:
    return {**of_open(w), "code": "tips"}


def of_space(w: Any) -> dict[str, Any]:
    return {"space": w.cast.space.slug}


OF_HEADINGS = ("headings", "begin_template", "add_heading", "publish_template", "discard_template")
OF_A_HEADING = ("change_heading", "move_heading", "remove_heading")
OF_ONE = (
    *("practice", "edit", "bring_in", "leftover", "describe", "draft", "publish", "discard", "withdraw", "choose"),
    *("invite", "include", "adopt"),
)
PRACTICE_ADDRESSES = {
    **{f"practices:{name}": lambda w: {} for name in ("practices", "atom", "mine", "create", "collections")},
    "practices:export": lambda w: {"fmt": "csv"},
    "practices:template": lambda w: {"code": "innokyla"},
    "practices:attachment": lambda w: {"pk": w.practices.attachment.pk},
    "practices:detach": lambda w: {"pk": w.practices.attachment.pk},
    **{f"practices:{name}": lambda w: {"pk": w.practices.invited.pk} for name in ("accept", "refuse")},
    "practices:end": lambda w: {"pk": w.practices.develops.pk},
    **{f"practices:{name}": lambda w: {"pk": w.practices.adoption.pk} for name in ("change_adoption", "confirm")},
    "practices:still": lambda w: {"token": w.tokens["still"]},
    **{f"practices:{name}": lambda w: {"pk": w.practices.waiting.pk} for name in ("approve", "decline", "remove")},
    **{f"practices:{name}": of_collection for name in ("collection", "collection_atom", "change_collection", "order")},
    "practices:make_collection": of_space,
    **{f"practices:{name}": of_open for name in OF_ONE},
    **{f"practices:{name}": of_space for name in OF_HEADINGS},
    **{f"practices:{name}": lambda w: {**of_space(w), "code": "tips"} for name in OF_A_HEADING},
    "practices:put_back_heading": lambda w: {**of_space(w), "code": "environment"},
    "practices:take_template": of_open,
    "practices:reopen": lambda w: {"slug": w.practices.withdrawn.slug},
    **{f"practices:{name}": of_version for name in ("version", "take_out")},
    "practices:document": lambda w: {**of_version(w), "fmt": "md"},
    "practices:compare": lambda w: {**of_version(w), "other": 2},
    **{f"practices:{name}": of_heading for name in ("section", "here", "attach")},
    **{
        f"practices:{name}": lambda w: {"slug": w.practices.offered.slug}
        for name in ("request", "offer", "take_over", "decline_offer")
    },
    **{f"practices:{name}": of_open for name in ("fork", "family")},
    "practices:original": of_own,
    **{f"practices:{name}": lambda w: {**of_own(w), "code": "tips"} for name in ("settle", "contribute")},
    **{
        f"practices:{name}": lambda w: {**of_open(w), "pk": w.practices.contribution.pk}
        for name in ("contribution", "decline_contribution", "withdraw_contribution")
    },
    "practices:users": lambda w: {**of_open(w), "fmt": "csv"},
    "api-1:list_practices": lambda w: {},
    "api-1:get_practice": of_open,
    "api-1:get_version": of_version,
    "api-1:list_collections": lambda w: {},
}


def more_practices(w: Any) -> None:
    for n in range(3):
        made = published(w.actor("aino"), w.cast.municipality_a, f"Malli {n}", places=[w.area_a])
        actions.include(w.actor("kaisa"), made, collection=w.practices.collection)


def more_offers(w: Any) -> None:
    """Three more own versions, each offering what it wrote, and one of a fork."""
    made = w.practices.open
    for n in range(3):
        own = organisation(f"Tekijä {n}", areas=[w.area_a], home=w.area_a)
        member(w.cast.people["kaisa"], own)
        kaisa = w.cast.people["kaisa"].as_actor(own.pk)
        above = Practice.objects.get(pk=w.practices.own.pk if n == 2 else made.pk)
        fork = actions.fork(kaisa, above.current, name=Text(fi=f"Oma {n}"))
        wrote(kaisa, fork.versions.get(), "needs", fi=f"Tarve {n}")
        version = actions.publish(kaisa, fork.versions.get())
        actions.contribute(kaisa, version, code="needs", why="Auttaa muitakin")


def more_of_a_family(w: Any) -> None:
    """The same, and the original's next version."""
    aino = w.actor("aino")
    more_offers(w)
    wrote(aino, w.practices.draft, "needs", fi="Tarve")
    actions.publish(aino, w.practices.draft)


def more_of_one(w: Any) -> None:
    """Three more who develop it, use it, and collections in which it stands."""
    aino, made = w.actor("aino"), w.practices.open
    for n in range(3):
        own = organisation(f"Kumppani {n}", areas=[w.area_a], home=w.area_a)
        member(w.cast.people["kaisa"], own)
        kaisa = w.cast.people["kaisa"].as_actor(own.pk)
        invited = actions.invite(aino, made, organisation=own)
        actions.accept(kaisa, invited)
        actions.adopt(kaisa, made, stage="piloting")
        collection = actions.make_collection(w.actor("kaisa"), w.cast.space, name=Text(fi=f"Kokonaisuus {n}"))
        actions.include(aino, made, collection=collection)
        with building():
            Practice.objects.filter(pk=made.pk).update(stage="ready")


def more_headings(w: Any) -> None:
    for n in range(3):
        told = {"heading": Text(fi=f"Kohta {n}"), "part": "description", "kind": "text"}
        actions.add_heading(w.actor("kaisa"), w.practices.headings, **told)


# (address, who, queries, budget, what more)
PRACTICE_LISTS = [
    ("practices:practices", "dani", 5, LIST, more_practices),
    ("practices:practices", "aino", 8, LIST + SIGNED_IN, more_practices),
    ("practices:export", "dani", 3, LIST, more_practices),
    ("practices:atom", "dani", 2, LIST, more_practices),
    ("practices:mine", "aino", 5, LIST + SIGNED_IN, more_practices),
    ("practices:practice", "dani", 11, COMPOSED, more_of_one),
    ("practices:practice", "aino", 14, COMPOSED + SIGNED_IN, more_of_one),
    ("practices:collections", "dani", 1, LIST, more_of_one),
    ("practices:collection", "dani", 3, ENTRY, more_practices),
    ("practices:users", "dani", 2, LIST, more_of_one),
    ("practices:family", "dani", 5, COMPOSED, more_of_a_family),
    ("practices:family", "aino", 9, COMPOSED + SIGNED_IN, more_of_a_family),
    ("practices:original", "beata", 14, COMPOSED + SIGNED_IN, more_of_a_family),
    ("practices:settle", "beata", 14, COMPOSED + SIGNED_IN, more_of_a_family),
    ("practices:contribution", "aino", 11, COMPOSED + SIGNED_IN, more_offers),
    ("practices:headings", "kaisa", 9, ENTRY + SIGNED_IN, more_headings),
    ("api-1:list_practices", "dani", 2, LIST, more_practices),
    ("api-1:get_practice", "dani", 6, ENTRY, more_of_one),
    ("api-1:list_collections", "dani", 3, LIST, more_practices),
]
