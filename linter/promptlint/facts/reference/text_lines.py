"""Where lines of text may stand: the detector of PP-OCR (differentiable binarisation, Liao et al. 2020)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from promptlint.facts.reference.components import Component, components
from promptlint.facts.reference.decode import Rgb
from promptlint.facts.reference.networks.runtime import Network, run

Points: TypeAlias = NDArray[np.float64]

_GRID: Final = 32
"""Width and height that the network takes are multiples of this."""
_MEAN: Final = 255 * np.array([0.485, 0.456, 0.406], np.float32)
_DEVIATION: Final = 255 * np.array([0.229, 0.224, 0.225], np.float32)
_PIXEL: Final = 0.2
_LINE: Final = 0.4
_LEAST_SIDE: Final = 3
_LONG: Final = 1.5


@dataclass(frozen=True, slots=True)
class Line:
    """A rectangle, upright or not.

    Attributes:
        middle: x and y.
        along: from the middle to the end of the line.
        across: from the middle to its lower edge.
        score: of the detector, 0 to 1.
    """

    middle: Points
    along: Points
    across: Points
    score: float

    def corners(self) -> Points:
        """4 x 2: upper left, upper right, lower right and lower left, as one reads it."""
        turns = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
        corners: Points = self.middle + turns @ np.stack([self.along, self.across])
        return corners

    def grown(self, times: float) -> Line:
        """The line with a margin of so many times its area over its perimeter."""
        long, tall = float(np.hypot(*self.along)), float(np.hypot(*self.across))
        margin = times * long * tall / (long + tall)
        return Line(self.middle, self.along * (1 + margin / long), self.across * (1 + margin / tall), self.score)

    def scaled(self, scale: Points) -> Line:
        """The line on a copy of another size."""
        return Line(self.middle * scale, self.along * scale, self.across * scale, self.score)


def find_lines(rgb: Rgb) -> list[Line]:
    """The cores of what may be lines of text, the surest first; textures are among them."""
    height, width = rgb.shape[:2]
    tensor = np.zeros((1, 3, -(-height // _GRID) * _GRID, -(-width // _GRID) * _GRID), np.float32)
    for channel in range(3):
        plane = tensor[0, channel, :height, :width]
        np.subtract(rgb[:, :, 2 - channel], _MEAN[channel], out=plane)
        np.divide(plane, _DEVIATION[channel], out=plane)
    likely = run(Network.TEXT_LINES, tensor)[0][0, 0, :height, :width]
    sums = np.concatenate([np.zeros((height, 1)), np.cumsum(likely, axis=1)], axis=1)
    lines = []
    for part in components(likely > _PIXEL):
        rows, starts, stops = part.runs.T
        score = float((sums[rows, stops] - sums[rows, starts]).sum()) / part.area
        if score >= _LINE and min(part.box.width, part.box.height) >= _LEAST_SIDE:
            lines.append(_line(part, score))
    return sorted(lines, key=lambda line: -line.score)


def _line(part: Component, score: float) -> Line:
    """The smallest rectangle around a part."""
    outline = _hull(part)
    edges = np.roll(outline, -1, axis=0) - outline
    axes = edges / np.linalg.norm(edges, axis=1, keepdims=True)
    normals = np.stack([-axes[:, 1], axes[:, 0]], axis=1)
    spans = [outline @ directions.T for directions in (axes, normals)]
    lows, highs = np.array([span.min(axis=0) for span in spans]), np.array([span.max(axis=0) for span in spans])
    best = int(np.argmin(np.prod(highs - lows, axis=0)))
    frame = np.stack([axes[best], normals[best]])
    middle = (lows[:, best] + highs[:, best]) / 2 @ frame
    halves = (highs[:, best] - lows[:, best]) / 2
    lying = int(abs(frame[1, 0]) > abs(frame[0, 0]))
    first = int(np.argmax(halves)) if halves.max() >= _LONG * halves.min() else lying
    along = frame[first] * halves[first]
    along = along if along[0] >= 0 else -along
    across = np.array([-along[1], along[0]]) * (halves[1 - first] / halves[first])
    return Line(middle, along, across, score)


def _hull(part: Component) -> Points:
    """The corners of the convex hull of a part's pixels, in order."""
    rows, firsts = np.unique(part.runs[:, 0], return_index=True)
    left = part.runs[firsts, 1]
    right = np.maximum.reduceat(part.runs[:, 2], firsts)
    pixels = [np.stack([side, rows + below], axis=1) for side in (left, right) for below in (0, 1)]
    points = sorted(map(tuple, np.concatenate(pixels).tolist()))
    chains = []
    for ordered in (points, points[::-1]):
        chain: list[tuple[int, int]] = []
        for point in ordered:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        chains += chain[:-1]
    return np.array(chains, np.float64)


def _turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
