"""What is kept for visitors is never older than the newest event, and never shown to anyone else."""

from kumppanuus.activity.fragments import kept
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations import actions as organisations


def test_piece_is_made_once_until_anything_happens(cast):
    made = []
    for _n in range(3):
        kept(Actor(), "piece", lambda: made.append(1) or len(made))
    assert len(made) == 1
    organisations.change(cast.actor("bertil"), cast.ngo_a, description=Text(fi="Uusi"))
    assert kept(Actor(), "piece", lambda: made.append(1) or len(made)) == 2


def test_piece_of_a_signed_in_reader_is_her_own(cast):
    assert kept(Actor(), "piece", lambda: "everybody's") == "everybody's"
    assert kept(cast.actor("aino"), "piece", lambda: "Aino's") == "Aino's"
    assert kept(Actor(), "piece", lambda: "made anew") == "everybody's"
