from __future__ import annotations

from kumppanuus.assessments.models import Release, Stage
from kumppanuus.core.actors import Actor


def test_world_has_what_could_leak(world):
    assert world.released.stage == Stage.RELEASED
    assert world.open.stage == Stage.OPEN
    assert world.draft_round.stage == Stage.DRAFT
    assert {r.assessment.area.slug: r.answered for r in Release.objects.all()} == {"koski-tl": 6, "marttila": 1}
    hidden = Release.objects.get(assessment=world.mirror_b).cells.exclude(ngo_half_levels=None)
    assert not hidden.exists()
    assert world.by_link.draft is not None


def test_cast_has_doubles_that_act_for_different_organisations(cast):
    actors = cast.actors()
    assert len({actor.organisation_id for name, actor in actors.items() if name not in ("eero", "link", "dani")}) == 7
    assert not actors["eero"].may("organisations.change", cast.municipality_a)
    assert actors["aino"].may("organisations.change", cast.municipality_a)
    assert actors["dani"].tokens() == Actor().tokens() == {"public"}
