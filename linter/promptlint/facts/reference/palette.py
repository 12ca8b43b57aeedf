"""The main colours of a picture, by k-means in CIELAB that begins the same way every time."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from promptlint.facts.reference.colour import Lab, hex_code
from promptlint.facts.reference.colour_names import nearest_name
from promptlint.facts.reference.decode import Rgb
from promptlint.facts.reference.model import Swatch

Points: TypeAlias = NDArray[np.float64]

MOST: Final = 8
_ALIKE: Final = 12.0
"""Colours that are nearer to each other in CIELAB are one swatch."""
_LEAST_SHARE: Final = 0.01
_BITS: Final = 4
"""Of each channel: pixels that agree in them move together, at the mean of their colours."""
_ROUNDS: Final = 10


def palette(rgb: Rgb, lab: Lab) -> tuple[Swatch, ...]:
    """At most eight colours of different names, the largest share first.

    The shares add up to 1 but for colours of less than one percent.

    Args:
        rgb: the pixels.
        lab: the same.
    """
    points, weights = _condensed(rgb, lab)
    centres = _first_centres(points, weights)
    for _ in range(_ROUNDS):
        moved = _means(points, weights, _nearest(points, centres), len(centres))[0]
        if np.allclose(moved, centres, atol=0.05):
            break
        centres = moved
    centres, shares = _merged(*_means(points, weights, _nearest(points, centres), len(centres)))
    named: dict[str, Swatch] = {}
    for index in np.argsort(-shares, kind="stable"):
        swatch = _swatch(centres[index], float(shares[index]))
        larger = named.get(swatch.name, replace(swatch, share=0.0))
        named[swatch.name] = replace(larger, share=round(larger.share + swatch.share, 4))
    kept = [swatch for swatch in named.values() if swatch.share >= _LEAST_SHARE]
    return tuple(sorted(kept, key=lambda swatch: -swatch.share))


def _swatch(centre: Points, share: float) -> Swatch:
    light, a, b = (round(float(value), 1) for value in centre)
    return Swatch((light, a, b), hex_code(light, a, b), nearest_name((light, a, b)), round(share, 4))


def _condensed(rgb: Rgb, lab: Lab) -> tuple[Points, Points]:
    """Mean colours (n x 3) of pixels that are nearly alike, and their shares (n)."""
    red, green, blue = (rgb[..., channel].ravel().astype(np.int32) >> (8 - _BITS) for channel in range(3))
    codes = (red << 2 * _BITS) + (green << _BITS) + blue
    counts = np.bincount(codes, minlength=1 << 3 * _BITS)
    used = np.flatnonzero(counts)
    sums = [np.bincount(codes, plane.ravel(), minlength=len(counts))[used] for plane in (lab.light, lab.a, lab.b)]
    return np.stack(sums, axis=1) / counts[used, None], counts[used] / codes.size


def _first_centres(points: Points, weights: Points) -> Points:
    """The commonest colour, then always the one that is farthest from all so far, by weight."""
    chosen = [int(weights.argmax())]
    distance = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < min(MOST, len(points)):
        chosen.append(int((weights * distance).argmax()))
        distance = np.minimum(distance, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return points[chosen]


def _nearest(points: Points, centres: Points) -> NDArray[np.intp]:
    distances = (centres**2).sum(axis=1) - 2 * points @ centres.T
    nearest: NDArray[np.intp] = distances.argmin(axis=1)
    return nearest


def _means(points: Points, weights: Points, owner: NDArray[np.intp], count: int) -> tuple[Points, Points]:
    """Means and shares of the groups; groups without points are left out."""
    shares = np.bincount(owner, weights, minlength=count).astype(np.float64)
    kept = shares > 0
    sums = np.stack([np.bincount(owner, weights * axis, minlength=count) for axis in points.T], axis=1)
    return sums[kept] / shares[kept, None], shares[kept]


def _merged(centres: Points, shares: Points) -> tuple[Points, Points]:
    """Centres of which no two are alike."""
    while len(centres) > 1:
        distances = np.linalg.norm(centres[:, None] - centres, axis=2)
        np.fill_diagonal(distances, np.inf)
        one, other = np.unravel_index(int(distances.argmin()), distances.shape)
        if distances[one, other] >= _ALIKE:
            break
        owner = np.arange(len(centres), dtype=np.intp)
        owner[other] = one
        centres, shares = _means(centres, shares, owner, len(centres))
    return centres, shares
