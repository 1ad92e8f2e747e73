from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kumppanuus.places.actions import rows
from kumppanuus.places.tiles import neighbours, place, project, rows_of

pytestmark = pytest.mark.one_database  # none is asked
CENTRES = {row["code"]: (float(row["lon"]), float(row["lat"])) for row in rows("municipalities")}
REGIONS = sorted({row["region_code"] for row in rows("municipalities")})

a_point = st.tuples(st.floats(19.0, 31.5), st.floats(59.5, 70.1))
some_points = st.lists(a_point, min_size=1, max_size=40).map(
    lambda points: {f"{i:03}": p for i, p in enumerate(points)}
)
some_municipalities = st.sets(st.sampled_from(sorted(CENTRES)), min_size=2, max_size=60)


@settings(max_examples=60, deadline=None)
@given(some_points)
def test_place_gives_each_a_cell_of_its_own(centres: dict[str, tuple[float, float]]) -> None:
    cells = place(centres)
    assert cells.keys() == centres.keys()
    assert len(set(cells.values())) == len(centres)
    assert (min(x for x, _ in cells.values()), min(y for _, y in cells.values())) == (0, 0)


@settings(max_examples=40, deadline=None)
@given(some_points, st.randoms())
def test_place_does_not_depend_on_the_order(centres: dict[str, tuple[float, float]], chance: random.Random) -> None:
    shuffled = list(centres.items())
    chance.shuffle(shuffled)
    assert place(dict(shuffled)) == place(centres)


@settings(max_examples=40, deadline=None)
@given(some_municipalities)
def test_place_keeps_neighbours_near(codes: set[str]) -> None:
    centres = {code: CENTRES[code] for code in codes}
    assert mean_distance(centres) <= 2.6


def mean_distance(centres: dict[str, tuple[float, float]]) -> float:
    """Return the mean distance on the grid between those that are near each other on the ground."""
    keys = sorted(centres)
    cells = place(centres)
    near = neighbours(project([centres[key] for key in keys]))
    pairs = [(keys[i], keys[j]) for i, group in enumerate(near) for j in group if j > i]
    return sum(math.dist(cells[a], cells[b]) for a, b in pairs) / len(pairs)


def test_place_keeps_neighbours_near_in_the_country() -> None:
    assert mean_distance(CENTRES) < 1.45


@pytest.mark.parametrize("region", REGIONS)
def test_place_keeps_directions_in_every_region(region: str) -> None:
    """Of pairs that lie clearly north-south or east-west of each other, nearly all still do."""
    codes = [row["code"] for row in rows("municipalities") if row["region_code"] == region]
    cells = place({code: CENTRES[code] for code in codes})
    turned = clear = 0
    for a in codes:
        for b in codes:
            (lon1, lat1), (lon2, lat2) = CENTRES[a], CENTRES[b]
            if lat1 - lat2 > 0.25:
                clear += 1
                turned += cells[a][1] > cells[b][1]
            if lon2 - lon1 > 0.5:
                clear += 1
                turned += cells[a][0] > cells[b][0]
    assert turned <= clear * 0.08


def test_place_makes_the_country_taller_than_wide() -> None:
    cells = place(CENTRES).values()
    width, height = max(x for x, _ in cells) + 1, max(y for _, y in cells) + 1
    assert (width, height) == (21, 30)


def test_data_file_has_the_tiles_that_the_command_gives() -> None:
    stored = {row["code"]: (int(row["tile_x"]), int(row["tile_y"])) for row in rows("municipalities")}
    assert stored == place(CENTRES)


def test_place_takes_points_that_coincide() -> None:
    cells = place(dict.fromkeys("abcd", (25.0, 61.0)))
    assert len(set(cells.values())) == 4


def test_rows_of_reads_from_north_west() -> None:
    assert rows_of({"b": (1, 0), "c": (0, 1), "a": (0, 0)}) == [["a", "b"], ["c"]]
