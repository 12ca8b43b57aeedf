"""The main subject and what is behind it, by the small U-2-Net (Qin et al. 2020)."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from promptlint.facts.reference.colour import lightness
from promptlint.facts.reference.components import components
from promptlint.facts.reference.decode import Decoded
from promptlint.facts.reference.model import SIMILAR_FACE, Background, Face, Subject, SubjectFacts
from promptlint.facts.reference.networks.runtime import Network, Tensor, run
from promptlint.facts.reference.regions import regions
from promptlint.geometry import Box, around

Mask: TypeAlias = NDArray[np.float32]
"""Height x width, 0 to 1: how surely a pixel belongs to the subject."""

INPUT_SIDE: Final = 320
"""The network sees every picture squeezed into a square of this many pixels."""
_OUTPUT: Final = "1959"
_MEAN: Final = np.array([0.485, 0.456, 0.406], np.float32)
_DEVIATION: Final = np.array([0.229, 0.224, 0.225], np.float32)

_SURE: Final = 0.8
"""Mean of |2p - 1| over the pixels with p > 0.1. Of 77 pictures, those below this have a box that shares less than a
half with the subject as a person sees it (intersection over union) in 10 of 20 cases, those above in 4 of 45."""
_PEAK: Final = 0.9
_PART: Final = 0.12
"""A separate thing belongs to the subject from this share of the largest one's area on."""
_BODY_ASIDE, _BODY_ABOVE, _BODY_BELOW = 1.0, 0.45, 5.5
"""How far a body reaches around its face, in the face's width and height."""

_EDGES_AT: Final = 256
_EDGE: Final = 6.0
"""L* by pixel, on a copy whose longest side has 256."""
_MARGIN: Final = 9
_LEAST_BACKGROUND: Final = 500
_PLAIN: Final = 0.08
_BUSY: Final = 0.35
"""Of 48 pictures with a subject 13 of the 18 with a plain background lie below the first, and 1 of the 22 with a
moderate one; 2 of 8 busy ones lie above the second, and 1 moderate one."""


def find_subject(picture: Decoded, faces: tuple[Face, ...]) -> SubjectFacts:
    """What stands out, and how restless the rest is.

    Args:
        picture: the pixels.
        faces: those of the picture; the body below a face belongs to the subject even where the network missed it.
    """
    square = _look(picture)
    subject = _subject(square, _confidence(square), picture, faces)
    edges = _background_edges(picture, square if subject else np.zeros_like(square))
    coloured = regions(picture, square if subject else None, faces)
    return SubjectFacts(subject, _background(edges), edges, coloured)


def _look(picture: Decoded) -> Mask:
    """What the network sees, as a square."""
    small = Image.fromarray(picture.rgb(2 * INPUT_SIDE)).resize((INPUT_SIDE, INPUT_SIDE), Image.Resampling.BILINEAR)
    values = np.asarray(small, np.float32)
    values = (values / max(float(values.max()), 1.0) - _MEAN) / _DEVIATION
    tensor: Tensor = np.ascontiguousarray(values.transpose(2, 0, 1)[None])
    seen: Mask = run(Network.SUBJECT, tensor, [_OUTPUT])[0][0, 0]
    return seen


def _fitted(square: Mask, height: int, width: int) -> Mask:
    fitted: Mask = np.asarray(Image.fromarray(square).resize((width, height), Image.Resampling.BILINEAR))
    return fitted


def _confidence(square: Mask) -> float:
    """How sure the network is, 0 to 1; 0 where it is sure of no pixel."""
    near = square[square > 0.1]
    return float(np.abs(2 * near - 1).mean()) if near.size and near.max() >= _PEAK else 0.0


def _subject(square: Mask, confidence: float, picture: Decoded, faces: tuple[Face, ...]) -> Subject | None:
    if confidence < _SURE and not faces:
        return None
    across, down = picture.width / INPUT_SIDE, picture.height / INPUT_SIDE
    found = components(square > 0.5)
    parts = [_stretched(part.box, across, down) for part in found if part.area > _PART * found[0].area]
    tallest = max((face.box.height for face in faces), default=0)
    bodies = [
        _body(face.box, picture)
        for face in faces
        if face.box.height >= SIMILAR_FACE * tallest and not _has_body(face.box, parts, picture.height)
    ]
    if not (boxes := parts + bodies):
        return None
    box = around(boxes)
    share = box.share_of(picture.width, picture.height)
    return Subject(box, round(share, 4), round(confidence, 3), tuple(parts or bodies))


def _stretched(box: Box, across: float, down: float) -> Box:
    left, top = round(box.x * across), round(box.y * down)
    return Box(left, top, max(round(box.right * across) - left, 1), max(round(box.bottom * down) - top, 1))


def _has_body(face: Box, parts: list[Box], height: int) -> bool:
    """Whether a part of the mask holds the face, and as much again below it or all that the frame shows."""
    x, y = face.x + face.width / 2, face.y + face.height / 2
    needed = min(face.bottom + face.height, 0.98 * height)
    return any(part.x <= x < part.right and part.y <= y < part.bottom and part.bottom >= needed for part in parts)


def _body(face: Box, picture: Decoded) -> Box:
    left, top = face.x - _BODY_ASIDE * face.width, face.y - _BODY_ABOVE * face.height
    width, height = (1 + 2 * _BODY_ASIDE) * face.width, (1 + _BODY_ABOVE + _BODY_BELOW) * face.height
    return Box(round(left), round(top), round(width), round(height)).within(picture.width, picture.height)


def _background_edges(picture: Decoded, square: Mask) -> float:
    """Share of the pixels away from the subject that lie on edges; 0 where hardly any are left."""
    light = lightness(picture.rgb(_EDGES_AT))
    height, width = light.shape
    if min(height, width) < 2:
        return 0.0
    subject = Image.fromarray(_fitted(square, height, width) > 0.5).convert("L").filter(ImageFilter.MaxFilter(_MARGIN))
    behind = np.asarray(subject) == 0
    if behind.sum() < min(_LEAST_BACKGROUND, 0.1 * behind.size):
        return 0.0
    down, across = np.gradient(light)
    return round(float((np.hypot(down, across)[behind] > _EDGE).mean()), 4)


def _background(edges: float) -> Background:
    if edges <= _PLAIN:
        return "plain"
    return "busy" if edges >= _BUSY else "moderate"
