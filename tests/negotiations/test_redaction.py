"""Removing personal data that was written into a proposal reaches the signed text, the measure and the next year."""

from __future__ import annotations

import json

import pytest

from kumppanuus.activity.actions import redact
from kumppanuus.measures.models import Measure
from kumppanuus.negotiations import actions
from kumppanuus.negotiations.models import Agreement, Negotiation, Proposal
from tests.factories.negotiations import convened, proposal, sign

NAME = "Maija Meikäläinen, 044 123"


@pytest.fixture
def signed(cast):
    cecilia = cast.actor("cecilia")
    made = convened(cast, 2028)
    proposal(cecilia, made, cast.municipality_a, f"Soita: {NAME}")
    proposal(cecilia, made, cast.municipality_b, "Kyytipalvelu")
    actions.offer(cecilia, made)
    for name in ("cecilia", "aino", "akseli", "bertil"):
        sign(cast.actor(name), made)
    return Negotiation.objects.get(pk=made.pk)


def everything():
    texts = [json.dumps(one.content, ensure_ascii=False) for one in Agreement.objects.all()]
    texts += [str(one.title) for one in (*Proposal.objects.all(), *Measure.objects.all())]
    return " ".join(texts)


def test_words_of_a_proposal_leave_the_signed_text_and_the_measure(cast, signed):
    assert everything().count(NAME) == 3
    row = signed.proposals.order_by("pk").first()
    redact(cast.actor("cecilia"), row, field="title", reason="Puhelinnumero")
    assert everything().count(NAME) == 0
    assert everything().count("Kyytipalvelu") == 3


def test_other_proposals_keep_their_words(cast, signed):
    row = signed.proposals.order_by("pk").last()
    redact(cast.actor("cecilia"), row, field="title", reason="Väärä tieto")
    assert everything().count(NAME) == 3
    assert everything().count("Kyytipalvelu") == 0
