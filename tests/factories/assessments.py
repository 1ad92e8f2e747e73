"""A round that speaks the domain: a municipality, its NGOs, the keeper, and short ways to answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import time_machine
from django.utils import timezone

from kumppanuus.assessments import actions
from kumppanuus.assessments.models import Assessment, Participation, Release, Round
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.questionnaires import actions as questionnaires
from kumppanuus.questionnaires.models import Item, Questionnaire
from tests.factories.cast import Cast, make_cast, organisation
from tests.factories.kept import kept


@dataclass
class Table:
    """An open round in Koski Tl (eight NGOs, none of the cast's) and Marttila (the cast's Beata)."""

    cast: Cast
    round: Round
    assessment: Assessment
    other: Assessment
    ngos: list[Organisation]

    @property
    def keeper(self) -> Actor:
        return self.cast.actor("kaisa")

    @property
    def aino(self) -> Actor:
        return self.cast.actor("aino")

    def items(self) -> list[Item]:
        return list(self.round.version.items.prefetch_related("levels"))

    def participation(self, place: int) -> Participation:
        return self.assessment.participations.get(organisation=self.ngos[place])

    def holder(self, participation: Participation) -> Actor:
        return Actor(link_id=participation.link_id, organisation_id=participation.organisation_id)

    def answer(self, place: int, level: int | None, comment: str = "") -> Participation:
        """Let an NGO give the same level to every item; a comment goes to the first."""
        participation = self.participation(place)
        holder = self.holder(participation)
        if participation.response_id:
            actions.reopen(holder, participation)
        else:
            actions.begin(holder, participation)
        for number, item in enumerate(self.items()):
            words = comment if number == 0 else ""
            actions.answer(
                holder, participation, item=item, value=level, cannot_say=level is None, comment=words,
                comment_public=bool(words),
            )  # fmt: skip
        return actions.give(holder, participation)

    def sign(self, level: int = 3) -> None:
        """Let the municipality give one level to every item, and sign."""
        for item in self.items():
            actions.prepare(self.aino, self.assessment, item=item, value=level)
        actions.sign(self.aino, self.assessment, body="Kunnanhallitus § 5", decided_on=timezone.localdate())
        self.assessment.refresh_from_db()

    def close(self) -> None:
        actions.close(self.keeper, self.round)
        self.round.refresh_from_db()

    def release(self) -> list[Release]:
        made = actions.release(self.keeper, self.round)
        self.round.refresh_from_db()
        return made

    def take_late_answers(self) -> None:
        """Let the keeper give more time."""
        actions.extend(self.keeper, self.round, closes=timezone.localdate() + dt.timedelta(days=10))
        self.round.refresh_from_db()


def set_table(days_open: int = 20) -> Table:
    """Set the table: a round that is open so many days."""
    return _usual_table() if days_open == 20 else _table(days_open)


@kept
def _usual_table() -> Table:
    return _table(20)


def _table(days_open: int) -> Table:
    cast = make_cast()
    questionnaires.load(system("command"), None)
    version = Questionnaire.objects.get(slug="core-nine").versions.published().get()
    area_a, area_b = cast.municipality_a.governs, cast.municipality_b.governs
    ngos = [organisation(f"Kosken kerho {n}", areas=[area_a], home=area_a) for n in "ABCDEFGHIJKL"]
    today = timezone.localdate()
    round_ = actions.create(
        cast.actor("kaisa"), cast.space, areas=[area_a, area_b], title=Text(fi="Kierros", sv="Rundan", en="Round"),
        year=today.year, keeper=cast.umbrella, version=version, area=area_a.region, opens=today,
        closes=today + dt.timedelta(days=days_open), rule="open",
    )  # fmt: skip
    actions.open(cast.actor("kaisa"), round_)
    round_.refresh_from_db()
    return Table(cast, round_, round_.assessments.get(area=area_a), round_.assessments.get(area=area_b), ngos)


def later(days: int):
    """Travel forward in time."""
    return time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=True)
