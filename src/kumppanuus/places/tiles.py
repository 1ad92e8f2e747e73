"""The tile map: one equal tile per municipality, placed from its centre's coordinates.

Three steps, all deterministic: points are pushed apart until a tile fits at each and pulled back towards
their neighbours (`spread`); each takes a cell of the grid (`snap`); cells are exchanged while that brings
neighbours nearer (`improve`). Pure Python: a region takes milliseconds, the whole country some seconds, so
the country's tiles stand in the data file and the command `place_tiles` writes them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

Cell = tuple[int, int]
Point = tuple[float, float]
Axes = tuple[list[float], list[float]]
NEIGHBOURS = 5
ROUNDS = 200


def place(centres: Mapping[str, tuple[float, float]]) -> dict[str, Cell]:
    """Return a column and a row, from 0, for each key; `centres` are longitudes and latitudes.

    No two keys share a cell. The same centres give the same cells in whatever order they come.
    """
    keys = sorted(centres)
    if len(keys) < 2:
        return dict.fromkeys(keys, (0, 0))
    flat = project([centres[key] for key in keys])
    near = neighbours(flat)
    wanted = spread(flat, near)
    cells = improve(snap(wanted), wanted, near)
    left, top = min(x for x, _ in cells), min(y for _, y in cells)
    return {key: (x - left, y - top) for key, (x, y) in zip(keys, cells, strict=True)}


def project(centres: list[tuple[float, float]]) -> list[Point]:
    """Return flat points, y downwards, so scaled that a crowd must be spread and the far are near."""
    squeeze = math.cos(math.radians(sum(lat for _, lat in centres) / len(centres)))
    # A hair of order keeps two equal points apart.
    points = [(lon * squeeze + i * 1e-9, -lat - i * 1e-9) for i, (lon, lat) in enumerate(centres)]
    nearest = sorted(min(math.dist(p, q) for q in points if q is not p) for p in points)
    unit = max(nearest[len(nearest) // 2] * 1.7, 1e-6)
    return [(x / unit, y / unit) for x, y in points]


def neighbours(points: list[Point]) -> list[list[int]]:
    """Return for each point its nearest others, made mutual."""
    found: list[set[int]] = [set() for _ in points]
    for i, p in enumerate(points):
        nearest = sorted((math.dist(p, q), j) for j, q in enumerate(points) if j != i)[:NEIGHBOURS]
        for _, j in nearest:
            found[i].add(j)
            found[j].add(i)
    return [sorted(group) for group in found]


def spread(points: list[Point], near: list[list[int]]) -> list[Point]:
    """Return the points at least about one tile apart, neighbours drawn together where there is room."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    pairs = [(i, j) for i, group in enumerate(near) for j in group if j > i]
    for step in range(ROUNDS):
        dx, dy = [0.0] * len(xs), [0.0] * len(xs)
        draw_together((xs, ys), (dx, dy), pairs, 0.2 * (1 - step / ROUNDS))
        push_apart((xs, ys), (dx, dy))
        for i in range(len(xs)):
            xs[i] += max(-0.5, min(0.5, dx[i]))
            ys[i] += max(-0.5, min(0.5, dy[i]))
    return list(zip(xs, ys, strict=True))


def draw_together(at: Axes, moves: Axes, pairs: list[tuple[int, int]], force: float) -> None:
    """Add to the moves the pull between neighbours that are more than a tile apart."""
    (xs, ys), (dx, dy) = at, moves
    for i, j in pairs:
        ax, ay = xs[j] - xs[i], ys[j] - ys[i]
        gap = math.hypot(ax, ay)
        if gap > 1.05:
            pull = force * (gap - 1.05) / gap
            dx[i] += ax * pull
            dy[i] += ay * pull
            dx[j] -= ax * pull
            dy[j] -= ay * pull


def push_apart(at: Axes, moves: Axes) -> None:
    """Add to the moves the push between any two that are less than a tile apart."""
    (xs, ys), (dx, dy) = at, moves
    order = sorted(range(len(ys)), key=ys.__getitem__)
    for a, i in enumerate(order):
        for j in order[a + 1 :]:
            ay = ys[j] - ys[i]
            if ay >= 1:
                break
            ax = xs[j] - xs[i]
            gap = math.hypot(ax, ay)
            if gap < 1:
                push = 0.5 * (1 - gap) / (gap or 1e-9)
                dx[i] -= ax * push
                dy[i] -= ay * push
                dx[j] += ax * push
                dy[j] += ay * push


def snap(points: list[Point]) -> list[Cell]:
    """Give each point the nearest free cell; the most crowded choose first."""
    crowd = [sum(1 for q in points if math.dist(p, q) < 1.5) for p in points]
    cells: list[Cell] = [(0, 0)] * len(points)
    taken: set[Cell] = set()
    for i in sorted(range(len(points)), key=lambda i: (-crowd[i], points[i])):
        cells[i] = free_cell(points[i], taken)
        taken.add(cells[i])
    return cells


def free_cell(point: Point, taken: set[Cell]) -> Cell:
    """Return the free cell nearest to the point."""
    x, y = round(point[0]), round(point[1])
    best: tuple[float, Cell] | None = None
    reach = 0
    while best is None or reach - 0.75 <= math.sqrt(best[0]):
        for cell in ring(x, y, reach):
            if cell not in taken:
                found = ((cell[0] - point[0]) ** 2 + (cell[1] - point[1]) ** 2, cell)
                best = min(best, found) if best else found
        reach += 1
    return best[1]


def ring(x: int, y: int, reach: int) -> list[Cell]:
    """Return the cells at exactly `reach` steps (diagonal steps count one)."""
    if reach == 0:
        return [(x, y)]
    side = range(-reach, reach + 1)
    inner = range(-reach + 1, reach)
    return [(x + d, y + e) for d in side for e in (-reach, reach)] + [
        (x + e, y + d) for d in inner for e in (-reach, reach)
    ]


def improve(cells: list[Cell], wanted: list[Point], near: list[list[int]]) -> list[Cell]:
    """Exchange cells, or move to free ones, while neighbours come nearer and tiles nearer to their points."""
    at = {cell: i for i, cell in enumerate(cells)}
    for _ in range(40):
        changed = False
        for i in range(len(cells)):
            x, y = cells[i]
            for target in ring(x, y, 1) + ring(x, y, 2):
                j = at.get(target)
                before = cost(i, cells, wanted, near) + (cost(j, cells, wanted, near) if j is not None else 0)
                here = cells[i]
                cells[i] = target
                if j is not None:
                    cells[j] = here
                after = cost(i, cells, wanted, near) + (cost(j, cells, wanted, near) if j is not None else 0)
                if after < before - 1e-9:
                    at[target] = i
                    if j is None:
                        del at[here]
                    else:
                        at[here] = j
                    changed = True
                    break
                cells[i] = here
                if j is not None:
                    cells[j] = target
        if not changed:
            break
    return cells


def cost(i: int, cells: list[Cell], wanted: list[Point], near: list[list[int]]) -> float:
    """Return how badly tile i lies: from its point, and each neighbour from where it should be beside it."""
    (x, y), (px, py) = cells[i], wanted[i]
    total = (x - px) ** 2 + (y - py) ** 2
    for j in near[i]:
        ax, ay = cells[j][0] - x - (wanted[j][0] - px), cells[j][1] - y - (wanted[j][1] - py)
        total += 0.35 * (ax * ax + ay * ay)
    return total


def edges(cells: Mapping[str, Cell]) -> int:
    """Return the number of pairs of tiles that stand side by side or one above the other."""
    taken = set(cells.values())
    return sum(((x + 1, y) in taken) + ((x, y + 1) in taken) for x, y in taken)


def rows_of(cells: Mapping[str, Cell]) -> list[list[str]]:
    """Return the keys row by row from the north, each row from the west: the reading order of the map."""
    order = sorted(cells, key=lambda key: (cells[key][1], cells[key][0]))
    breaks = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(order)) if cells[a][1] != cells[b][1]), len(order)]
    return [order[a:b] for a, b in pairwise(breaks)]
