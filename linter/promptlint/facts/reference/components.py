"""Connected parts of a mask, found on its runs of pixels instead of on the pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from promptlint.geometry import Box


@dataclass(frozen=True, slots=True)
class Component:
    """Pixels that touch each other at sides or corners.

    Attributes:
        runs: n x 3, in reading order: row, first column, and the column behind the last.
        box: around it.
        area: in pixels.
    """

    runs: NDArray[np.int_]
    box: Box
    area: int


def components(mask: NDArray[np.bool_]) -> list[Component]:
    """The connected parts of a mask of height x width, the largest first."""
    height, width = mask.shape
    framed = np.zeros((height, width + 2), np.int8)
    framed[:, 1:-1] = mask
    steps = np.diff(framed, axis=1)
    rows, starts = np.nonzero(steps == 1)
    stops = np.nonzero(steps == -1)[1]
    labels = _joined(rows, starts, stops, width + 2)
    order = np.argsort(labels, kind="stable")
    firsts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    runs = np.stack([rows, starts, stops], axis=1)[order]
    found = [_component(part) for part in np.split(runs, firsts[1:])] if len(runs) else []
    return sorted(found, key=lambda part: -part.area)


def _component(runs: NDArray[np.int_]) -> Component:
    top, left, right = int(runs[0, 0]), int(runs[:, 1].min()), int(runs[:, 2].max())
    box = Box(left, top, right - left, int(runs[-1, 0]) + 1 - top)
    return Component(runs, box, int((runs[:, 2] - runs[:, 1]).sum()))


def _joined(rows: NDArray[np.int_], starts: NDArray[np.int_], stops: NDArray[np.int_], stride: int) -> NDArray[np.int_]:
    """A label for each run, the same for runs that hang together: the smallest index among them."""
    below = (rows + 1) * stride
    first = np.searchsorted(rows * stride + stops, below + starts)
    last = np.searchsorted(rows * stride + starts, below + stops, side="right")
    touching = np.maximum(last - first, 0)
    upper = np.repeat(np.arange(len(rows)), touching)
    lower = np.arange(touching.sum()) - np.repeat(np.cumsum(touching) - touching - first, touching)
    labels = np.arange(len(rows))
    while (apart := labels[upper] != labels[lower]).any():
        upper, lower = upper[apart], lower[apart]
        low = np.minimum(labels[upper], labels[lower])
        np.minimum.at(labels, labels[upper], low)
        np.minimum.at(labels, labels[lower], low)
        while not np.array_equal(labels, jumped := labels[labels]):
            labels = jumped
    return labels
