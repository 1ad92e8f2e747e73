"""The demo's operating models: the region's own model with its versions, ten more, three collections, who uses them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.demo.bodies import at
from kumppanuus.demo.reading import read
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.practices import actions
from kumppanuus.practices.models import Adoption, Collection, Practice, PracticeVersion
from kumppanuus.questionnaires.models import BankItem
from kumppanuus.taxonomy.models import Term

Made = Mapping[str, Organisation]
People = Mapping[str, Person]
Row = Mapping[str, Any]


def describe_practices(made: Made, people: People) -> None:
    """Describe them, each on its own day."""
    actions.load_templates(system("command"))
    for row in read("practices"):
        keeper = Actor(people[row["by"]].pk, made[row["owner"]].pk)
        with at(_day(row["day"])):
            practice = _begin(keeper, made[row["owner"]], row, made, people)
        _fork(practice, 1, row, made, people)
        for version in row["versions"]:
            with at(_day(version["day"])):
                written = _write(keeper, actions.draft(keeper, practice), version["texts"], Text(version["note"]))
            _fork(practice, written.number, row, made, people)
        practice.refresh_from_db()
        _include(practice, keeper, row, people)
        for one in row["adopters"]:
            _adopt(practice, one, made, people)


def _day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def _begin(keeper: Actor, owner: Organisation, row: Row, made: Made, people: People) -> Practice:
    practice = actions.create(
        keeper,
        owner,
        name=Text(row["name"]),
        short=Text(row["short"]),
        stage=row["stage"],
        languages=row["languages"],
        terms=[
            *Term.objects.filter(scheme="theme", code__in=row["topics"]),
            *Term.objects.filter(scheme="target_group", code__in=row["targets"]),
        ],
        places=list(Area.objects.filter(slug__in=row["places"])),
        helps=list(BankItem.objects.filter(slug__in=row["helps"])),
    )
    for one in row["developers"]:
        invited = actions.invite(keeper, practice, organisation=made[one["who"]])
        actions.accept(Actor(people[one["by"]].pk, made[one["who"]].pk), invited)
    _write(keeper, practice.versions.get(), row["texts"], Text())
    practice.refresh_from_db()
    return practice


def _fork(above: Practice, number: int, row: Row, made: Made, people: People) -> None:
    """Make the own versions that were begun while this version was in force; some keep up with it later."""
    for one in row.get("forks", []):
        maker = Actor(people[one["by"]].pk, made[one["who"]].pk)
        if one["after"] == number:
            above.refresh_from_db()
            with at(_day(one["day"])):
                own = actions.fork(maker, above.versions.get(number=number), name=Text(one["name"]))
                version = _write(maker, own.versions.get(), one["texts"], Text())
            if offer := one.get("offer"):
                with at(_day(offer["day"])):
                    actions.contribute(maker, version, code=offer["code"], why=offer["why"])
        elif one["after"] == number - 1 and "looked" in one:
            own = Practice.objects.get(forked_from__practice=above, owner=maker.organisation_id)
            with at(_day(one["looked"]["day"])):
                _look(maker, own, above.versions.get(number=number), one["looked"])


def _look(maker: Actor, own: Practice, original: PracticeVersion, row: Row) -> None:
    """Take and leave what the original changed, and publish that."""
    draft = actions.draft(maker, own)
    for outcome, codes in (("taken", row["take"]), ("left", row["leave"])):
        for code in codes:
            text = original.sections.get(field__code=code).text if outcome == "taken" else {}
            told = {"code": code, "outcome": outcome, "text": text, "revision": actions.revision_of(draft, code)}
            actions.settle(maker, draft, original=original, **told)
    note = Text(fi="Katsottu, mikä alkuperäisessä muuttui.", sv="Sett över vad som ändrats i originalet.")
    actions.publish(maker, own.versions.get(status="draft"), note_text=note)


def _write(keeper: Actor, version: PracticeVersion, texts: Row, note: Text) -> PracticeVersion:
    fields = {one.code: one for one in version.template.fields.all()}
    stands = dict(version.sections.values_list("field__code", "revision"))
    for code, text in texts.items():
        actions.write(keeper, version, field=fields[code], text=text, revision=stands.get(code, 0))
    return actions.publish(keeper, version, note_text=note)


def _include(practice: Practice, keeper: Actor, row: Row, people: People) -> None:
    """Bring it to collections; a curator has looked at those that name one."""
    for one in row["into"]:
        collection = Collection.objects.get(slug=one["collection"])
        with at(_day(row["day"] + 5)):
            inclusion = actions.include(keeper, practice, collection=collection)
        if one["by"] and inclusion.state == "waiting":
            with at(_day(row["day"] + 9)):
                actions.approve(people[one["by"]].as_actor(), inclusion)


def _adopt(practice: Practice, one: Row, made: Made, people: People) -> None:
    user = Actor(people[one["by"]].pk, made[one["who"]].pk)
    dropped = one["stage"] == "dropped"
    with at(_day(one["day"])):
        told: dict[str, Any] = {name: Text(one.get(name)) for name in ("changed", "results")}
        stage = "piloting" if dropped else one["stage"]
        told |= {"stage": stage, "since": timezone.localdate()}
        said = Adoption.objects.filter(practice=practice, organisation=user.organisation_id).first()
        adoption = actions.change_adoption(user, said, **told) if said else actions.adopt(user, practice, **told)
    if dropped:
        with at(_day(one["end"])):
            actions.drop(user, adoption, why=Text(one["why"]))
    elif one["day"] < -200:
        with at(_day(-40)):
            actions.confirm(user, adoption)
