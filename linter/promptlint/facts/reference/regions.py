"""The colours of the parts of a picture that prompts speak of: the subject, and each larger face's hair and garment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PIL import Image

from promptlint.facts.reference.colour import Lab, Mask, Plane, lightness_of, shares
from promptlint.facts.reference.decode import Decoded
from promptlint.facts.reference.families import FAMILIES, HAIR, Sector
from promptlint.facts.reference.model import SIMILAR_FACE, DetectedObject, Face, Region, RegionName
from promptlint.facts.reference.tint import is_in_coloured_light, is_odd_skin
from promptlint.geometry import Box

SIDE: Final = 384
"""Longest side of the copy whose colours are told."""

_LEAST_PIXELS: Final = 40
_LEAST_THING: Final = 1000
_SURE_THING: Final = 0.4
"""Score from which a thing's box is taken to hold it."""
_LEAST_UNIT: Final = 5.0
"""Pixels from eyes to mouth; a smaller face has no hair to speak of."""

_ABOVE: Final = (1.02, 1.62)
_ABOVE_ASIDE: Final = 0.9
_BESIDE: Final = (1.0, 1.5)
_BESIDE_HEIGHT: Final = (-0.6, 1.02)
_CHEEKS: Final = (0.5, -0.95, -0.15)
"""Where the hair and the cheeks are, in distances from eyes to mouth: above the eyes, and to the sides."""
_SKIN_COLOUR: Final = 8.0
_SKIN_LIGHT: Final = 22.0
"""How near in a* and b*, and in L*, to the cheeks skin is; nearer where the cheeks are darker than this:"""
_LIT_SKIN: Final = 50.0

_GARMENT: Final = (-0.55, 1.55, 1.25, 3.4)
"""Left, right, top and bottom of the garment in widths and heights of the face."""


@dataclass(frozen=True, slots=True)
class _Copy:
    """A reduced copy with what was found in the picture, in pixels of the copy.

    Attributes:
        lab: height x width.
        subject: likewise; None where the subject is not known.
        scale: by which x and y of the picture are multiplied.
        tinted: whether light of one colour lies over all of it.
    """

    lab: Lab
    subject: Mask | None
    scale: tuple[float, float]
    tinted: bool

    def region(
        self, name: RegionName, mask: Mask, families: Mapping[str, Sector], face: int | None = None, *, tinted: bool
    ) -> Region | None:
        """The colours of a part; None where it has hardly any pixels."""
        pixels = int(np.count_nonzero(mask))
        if pixels < _LEAST_PIXELS:
            return None
        part = self.lab.at(mask)
        return Region(
            name,
            self._box(mask),
            pixels,
            lightness_of(part.light),
            shares(part, families),
            face=face,
            coloured_light=self.tinted or tinted,
        )

    def _box(self, mask: Mask) -> Box:
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        across, down = self.scale
        left, top = round(float(columns[0] / across)), round(float(rows[0] / down))
        right, bottom = round(float((columns[-1] + 1) / across)), round(float((rows[-1] + 1) / down))
        return Box(left, top, max(right - left, 1), max(bottom - top, 1))


def regions(picture: Decoded, mask: Plane | None, faces: tuple[Face, ...]) -> tuple[Region, ...]:
    """The subject, and the hair and the garment of each face that is not much smaller than the tallest.

    Args:
        picture: the pixels.
        mask: how surely each part of the picture belongs to the subject, 0 to 1; spread over the whole picture whatever
            its size. None where nothing stands out.
        faces: with landmarks.
    """
    copy = _copy(picture, mask)
    found = [copy.region("subject", copy.subject, FAMILIES, tinted=False)] if copy.subject is not None else []
    tallest = max((face.box.height for face in faces), default=0)
    for index, face in enumerate(faces):
        if face.box.height >= SIMILAR_FACE * tallest:
            found += _worn(copy, index, face)
    return tuple(region for region in found if region is not None)


def with_colours(picture: Decoded, found: tuple[DetectedObject, ...]) -> tuple[DetectedObject, ...]:
    """The things that were found with the colours in their boxes, where these are sure and large enough."""
    if all(thing.kind == "person" or thing.score < _SURE_THING for thing in found):
        return found
    copy = _copy(picture, None)
    return tuple(replace(thing, colours=_in_box(copy, thing)) for thing in found)


def _in_box(copy: _Copy, thing: DetectedObject) -> Region | None:
    if thing.kind == "person" or thing.score < _SURE_THING:
        return None
    box, (across, down) = thing.box, copy.scale
    mask = np.zeros(copy.lab.light.shape, bool)
    rows = slice(round(box.y * down), round((box.y + box.height) * down))
    mask[rows, round(box.x * across) : round((box.x + box.width) * across)] = True
    return copy.region("thing", mask, FAMILIES, tinted=False) if np.count_nonzero(mask) >= _LEAST_THING else None


def _copy(picture: Decoded, mask: Plane | None) -> _Copy:
    rgb = picture.rgb(SIDE)
    height, width = rgb.shape[:2]
    lab = Lab.of(rgb)
    subject = None
    if mask is not None:
        fitted = Image.fromarray(mask.astype(np.float32)).resize((width, height), Image.Resampling.BILINEAR)
        subject = np.asarray(fitted) > 0.5
    return _Copy(lab, subject, (width / picture.width, height / picture.height), is_in_coloured_light(lab))


def _worn(copy: _Copy, index: int, face: Face) -> Iterator[Region | None]:
    """Hair and garment of a face."""
    beside, above, unit = _along_face(copy, face)
    if unit < _LEAST_UNIT:
        return
    aside, low, high = _CHEEKS
    cheeks = copy.lab.at((np.abs(beside) < aside) & (above > low) & (above < high))
    if not cheeks.light.size:
        return
    skin = cheeks.middle
    tinted = is_odd_skin(skin)
    yield _hair(copy, index, (beside, above), skin, tinted=tinted)
    yield copy.region("garment", _garment(copy, face), FAMILIES, index, tinted=tinted)


def _along_face(copy: _Copy, face: Face) -> tuple[Plane, Plane, float]:
    """For every pixel how far it lies beside the eyes' middle and above it, in distances from eyes to mouth.

    The third value is that distance in pixels.
    """
    points = np.array(face.landmarks).reshape(5, 2) * copy.scale
    eyes, mouth = points[:2].mean(axis=0), points[3:].mean(axis=0)
    up = eyes - mouth
    unit = float(np.hypot(*up))
    if not unit:
        return np.zeros_like(copy.lab.light), np.zeros_like(copy.lab.light), 0.0
    up = up / unit**2
    height, width = copy.lab.light.shape
    x = np.arange(width, dtype=np.float32) - np.float32(eyes[0])
    y = np.arange(height, dtype=np.float32)[:, None] - np.float32(eyes[1])
    return x * np.float32(-up[1]) + y * np.float32(up[0]), x * np.float32(up[0]) + y * np.float32(up[1]), unit


def _hair(
    copy: _Copy, index: int, along: tuple[Plane, Plane], skin: tuple[float, float, float], *, tinted: bool
) -> Region | None:
    beside, above = along
    (low, high), (near, far), (bottom, top) = _ABOVE, _BESIDE, _BESIDE_HEIGHT
    aside = np.abs(beside)
    crown = (above > low) & (above < high) & (aside < _ABOVE_ASIDE)
    sides = (aside > near) & (aside < far) & (above > bottom) & (above < top)
    inner = (aside < 0.6) & (np.abs(above) < 0.9)
    band = crown | sides
    if copy.subject is not None and inner.any() and float(copy.subject[inner].mean()) > 0.5:
        band &= copy.subject
    lab = copy.lab
    lit = min(skin[0] / _LIT_SKIN, 1.0)
    like_skin = band & (np.hypot(lab.a - skin[1], lab.b - skin[2]) < _SKIN_COLOUR * lit)
    like_skin &= np.abs(lab.light - skin[0]) < _SKIN_LIGHT * lit
    hair = band & ~like_skin
    region = copy.region("hair", hair, HAIR, index, tinted=tinted)
    if region is None:
        return None
    return replace(
        region,
        skin=round(int(np.count_nonzero(like_skin)) / int(np.count_nonzero(band)), 3),
        unevenness=_apart(lab, hair & crown, hair & sides),
    )


def _apart(lab: Lab, one: Mask, other: Mask) -> float:
    """Distance of two parts' colours in CIELAB; 0 where one of them is missing."""
    if min(np.count_nonzero(one), np.count_nonzero(other)) < _LEAST_PIXELS // 2:
        return 0.0
    return round(float(np.linalg.norm(np.subtract(lab.at(one).middle, lab.at(other).middle))), 1)


def _garment(copy: _Copy, face: Face) -> Mask:
    left, right, top, bottom = _GARMENT
    across, down = copy.scale
    x, y = face.box.x, face.box.y
    edges = (
        x + left * face.box.width,
        x + right * face.box.width,
        y + top * face.box.height,
        y + bottom * face.box.height,
    )
    first, last = (max(round(edge * across), 0) for edge in edges[:2])
    upper, lower = (max(round(edge * down), 0) for edge in edges[2:])
    mask = np.zeros(copy.lab.light.shape, bool)
    mask[upper:lower, first:last] = True
    return mask & copy.subject if copy.subject is not None else mask
