"""The quality at which a JPEG was saved, from its quantisation table.

Encoders that use the tables of the Independent JPEG Group scale them by one factor, so the sum of the luma table tells
the quality on that scale, whatever the order of the coefficients. Other tables get the quality of the nearest sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

_LUMA: Final = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
    87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
"""ITU-T T.81, table K.1."""


def jpeg_quality(tables: Mapping[int, Sequence[int]] | None) -> int | None:
    """Quality, 1 to 100, of the quantisation tables by their number; None without a luma table."""
    luma = (tables or {}).get(0)
    if not luma or len(luma) != len(_LUMA):
        return None
    total = sum(luma)
    return min(_sums(), key=lambda known: abs(known[1] - total))[0]


@cache
def _sums() -> list[tuple[int, int]]:
    """Every quality with the sum of its table, the best first: of equal sums the better quality counts."""
    return [(quality, sum(_scaled(quality))) for quality in range(100, 0, -1)]


def _scaled(quality: int) -> list[int]:
    factor = 5000 // quality if quality < 50 else 200 - 2 * quality
    return [min(max((value * factor + 50) // 100, 1), 255) for value in _LUMA]
