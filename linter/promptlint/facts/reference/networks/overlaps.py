"""Keeping one of the many boxes that a detector draws around the same thing."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.floating[Any]]


def distinct(boxes: Numbers, scores: Numbers, most: float) -> list[int]:
    """Indices of the boxes that overlap no better one by more than is allowed, the best first.

    Args:
        boxes: n x 4: left, top, right, bottom.
        scores: n.
        most: intersection over union that two things may have.
    """
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    kept: list[int] = []
    left = np.argsort(-scores, kind="stable")
    while left.size:
        best, left = left[0], left[1:]
        kept.append(int(best))
        sides = np.minimum(boxes[best, 2:], boxes[left, 2:]) - np.maximum(boxes[best, :2], boxes[left, :2])
        common = np.prod(np.clip(sides, 0, None), axis=1)
        left = left[common <= most * (areas[best] + areas[left] - common)]
    return kept
