from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from promptlint.facts.reference.components import components
from promptlint.geometry import Box

masks = arrays.arrays(
    np.bool_, arrays.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=12), elements=st.booleans()
)

Pixels = frozenset[tuple[int, int]]


def flooded(mask: NDArray[np.bool_]) -> set[Pixels]:
    left = set(map(tuple, np.argwhere(mask).tolist()))
    found = set()
    while left:
        reached, open_ends = set(), [left.pop()]
        while open_ends:
            y, x = open_ends.pop()
            reached.add((y, x))
            near = {(y + down, x + across) for down in (-1, 0, 1) for across in (-1, 0, 1)} & left
            left -= near
            open_ends += near
        found.add(frozenset(reached))
    return found


@given(masks)
def test_as_flooding_finds_them(mask: NDArray[np.bool_]) -> None:
    found = components(mask)
    pixels = [frozenset((y, x) for y, first, end in part.runs.tolist() for x in range(first, end)) for part in found]
    assert set(pixels) == flooded(mask)
    assert [part.area for part in found] == sorted(map(len, pixels), reverse=True)
    for part, held in zip(found, pixels, strict=True):
        rows, columns = zip(*held, strict=True)
        assert part.box == Box(min(columns), min(rows), max(columns) + 1 - min(columns), max(rows) + 1 - min(rows))


def test_a_long_winding_line_is_one_part() -> None:
    mask = np.zeros((201, 60), np.bool_)
    mask[::2] = True
    mask[1::4, -1] = True
    mask[3::4, 0] = True
    assert len(components(mask)) == 1
