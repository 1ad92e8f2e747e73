"""The demo's comment rounds: one on which thirty organisations were asked, answered in full, and one under way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone, translation

from kumppanuus.accounts.models import Person
from kumppanuus.consultations import actions
from kumppanuus.consultations.models import ANSWER, Consultation, Part, Remark
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.demo.bodies import at
from kumppanuus.demo.reading import read
from kumppanuus.links.models import Link
from kumppanuus.organisations.models import Organisation
from kumppanuus.practices import actions as practices
from kumppanuus.practices.models import Practice

Made = Mapping[str, Organisation]
People = Mapping[str, Person]
Row = Mapping[str, Any]
CLOCK = system("clock")


def ask_for_comments(made: Made, people: People) -> None:
    """Run the rounds, each step on its own day."""
    for row in read("consultations"):
        keeper = Actor(people[row["by"]].pk, made[row["owner"]].pk)
        practice = Practice.objects.select_related("current").get(slug=row["practice"])
        with at(_day(row["opens"])):
            round_ = _announce(keeper, practice, row, made)
        _comment(round_, row, made, people)
        if "summary" in row:
            _answer(keeper, round_, row)
            _take_in(keeper, practice, row["version"])


def _day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def _announce(keeper: Actor, practice: Practice, row: Row, made: Made) -> Consultation:
    last = timezone.localtime().replace(hour=23, minute=59, second=0, microsecond=0)
    round_ = actions.prepare(
        keeper,
        made[row["owner"]],
        target=practice.current,
        title=Text(row["title"]),
        introduction=Text(row["introduction"]),
        questions=[Text(one) for one in row.get("questions", ())],
        closes_at=last + dt.timedelta(days=row["closes"] - row["opens"]),
    )
    actions.invite(keeper, round_, organisations=[made[one] for one in row["invited"]])
    return actions.announce(keeper, round_)


def _comment(round_: Consultation, row: Row, made: Made, people: People) -> None:
    """Let those who have somebody here comment signed in, the others by the link in their mail."""
    parts = {part.key: part for part in round_.parts.all()}
    invitations = {one.organisation_id: one for one in round_.invitations.all()}
    links = dict(
        Link.objects.filter(purpose=ANSWER, target_id__in=[one.pk for one in invitations.values()])
        .order_by("pk")
        .values_list("target_id", "pk")
    )

    def holder(one: Row) -> Actor:
        own = made[one["who"]].pk
        return (
            Actor(people[one["by"]].pk, own)
            if "by" in one
            else Actor(link_id=links[invitations[own].pk], organisation_id=own)
        )

    days = -row["opens"] + min(row["closes"], 0)
    with at(_day(row["opens"] + 1)):
        for slug in row["nothing"]:
            actions.nothing_to_state(holder({"who": slug}), invitations[made[slug].pk])
    for number, one in enumerate(row["remarks"]):
        day = _day(row["opens"] + 1 + number * (days - 2) // len(row["remarks"]))
        with at(day), translation.override(one.get("language", "fi")):
            _give(holder(one), round_, parts[one["part"]], one)


def _give(actor: Actor, round_: Consultation, part: Part, one: Row) -> None:
    told = {name: one[name] for name in ("text", "stance", "quote", "approved_by") if name in one}
    if "approved_by" in one:
        told["approved_on"] = timezone.localdate()
    actions.give(actor, actions.save_remark(actor, round_, part=part, **told))


def _answer(keeper: Actor, round_: Consultation, row: Row) -> None:
    """Remind, close, group, answer each group once, publish what became of it."""
    for days in (row["closes"] - 2, row["closes"] + 1):
        with at(_day(days)):
            actions.turn(CLOCK, None)
    remarks = list(Remark.objects.given().filter(consultation=round_).order_by("pk"))
    said = list(zip(remarks, row["remarks"], strict=True))
    with at(_day(row["closes"] + 4)):
        for theme in row["themes"]:
            own = {remark.pk: None for remark, one in said if one["theme"] == theme["key"]}
            actions.group(keeper, round_, seen=own, title=Text(theme["title"]))
        for made_, theme in zip(round_.themes.all(), row["themes"], strict=True):
            actions.reply_theme(keeper, made_, verdict=theme["verdict"], text=Text(theme["text"]))
        alone = [remark for remark, one in said if one["theme"] is None]
        for remark, one in zip(alone, row["alone"], strict=True):
            actions.reply_remark(keeper, remark, verdict=one["verdict"], text=Text(one["text"]))
    with at(_day(row["closes"] + 10)):
        actions.publish_summary(keeper, round_, summary=Text(row["summary"]))


def _take_in(keeper: Actor, practice: Practice, row: Row) -> None:
    """Publish the version that takes in what was promised: those who said it are told."""
    with at(_day(row["day"])):
        version = practices.draft(keeper, practice)
        stands = dict(version.sections.values_list("field__code", "revision"))
        fields = {one.code: one for one in version.template.fields.filter(code__in=row["texts"])}
        for code, text in row["texts"].items():
            practices.write(keeper, version, field=fields[code], text=text, revision=stands.get(code, 0))
        practices.publish(keeper, version, note_text=Text(row["note"]))
