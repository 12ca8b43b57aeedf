"""Faces, by YuNet (Wu, Peng and Yu 2023), with what their landmarks and light say."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from promptlint.facts.reference.colour import lightness
from promptlint.facts.reference.decode import WORKING_SIZE, Decoded, Rgb
from promptlint.facts.reference.model import Face, Pose
from promptlint.facts.reference.networks.overlaps import distinct
from promptlint.facts.reference.networks.runtime import Network, Tensor, run
from promptlint.geometry import Box

Points: TypeAlias = NDArray[np.float64]

INPUT_SIDE: Final = 640
"""The network takes squares of this many pixels."""
MIN_SCORE: Final = 0.8
"""At 0.6 five of 121 pictures show a face too many, at 0.8 none."""
_STRIDES: Final = (8, 16, 32)
_SAME_FACE: Final = 0.3
_CHEEK: Final = 12
"""Pixels of a cheek that its lightness needs at least."""
_LEAST_TO_JUDGE: Final = 96
_JUDGED_AT: Final = 160
_SHARP: Final = 0.15
"""Deviation of the Laplacian over that of the grey values, on faces of 96 to 160 pixels' height. The 23 sharp faces of
the reference pictures of public image-to-video projects have 0.21 to 0.83; blurred by a hundredth of their height
(sigma) all but one have less than this, by two hundredths all."""
_FRONTAL: Final = 0.32
_PROFILE: Final = 0.95
_PROFILE_EYES: Final = 0.55
"""In profile the eyes lie nearer together than this many distances from eyes to mouth."""


def find_faces(picture: Decoded) -> tuple[Face, ...]:
    """The faces of a picture, the tallest first."""
    rgb = picture.rgb(INPUT_SIDE)
    boxes, points, scores = _detect(rgb)
    copy = picture.rgb(WORKING_SIZE)
    to_picture = np.array([picture.width, picture.height]) / (rgb.shape[1], rgb.shape[0])
    to_copy = np.array([copy.shape[1], copy.shape[0]]) / (rgb.shape[1], rgb.shape[0])
    faces = []
    for index in distinct(boxes, scores, _SAME_FACE):
        corners = boxes[index].reshape(2, 2)
        box = _box(corners * to_picture).within(picture.width, picture.height)
        if not box.area:
            continue
        light, contrast = _light(copy, corners * to_copy, points[index] * to_copy)
        faces.append(
            Face(
                box,
                score=round(float(scores[index]), 3),
                landmarks=tuple((round(float(x), 1), round(float(y), 1)) for x, y in points[index] * to_picture),
                pose=pose(points[index]),
                height_share=round(box.height / picture.height, 4),
                lightness=light,
                side_contrast=contrast,
                blurred=_blurred(copy, _box(corners * to_copy)),
            )
        )
    return tuple(sorted(faces, key=lambda face: -face.box.height))


def _box(corners: Points) -> Box:
    (left, top), (right, bottom) = np.rint(corners).astype(int).tolist()
    return Box(left, top, right - left, bottom - top)


def _detect(rgb: Rgb) -> tuple[Points, Points, Points]:
    """Corners (n x 4: left, top, right, bottom), landmarks (n x 5 x 2) and scores (n) in pixels of the copy."""
    tensor = np.zeros((1, 3, INPUT_SIDE, INPUT_SIDE), np.float32)
    tensor[0, :, : rgb.shape[0], : rgb.shape[1]] = rgb[:, :, ::-1].transpose(2, 0, 1)
    names = [f"{kind}_{stride}" for stride in _STRIDES for kind in ("cls", "obj", "bbox", "kps")]
    answers = run(Network.FACES, tensor, names)
    found = [
        _decoded(stride, *(answer[0] for answer in answers[4 * level : 4 * level + 4]))
        for level, stride in enumerate(_STRIDES)
    ]
    boxes, points, scores = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return boxes, points, scores


def _decoded(stride: int, cls: Tensor, obj: Tensor, bbox: Tensor, kps: Tensor) -> tuple[Points, Points, Points]:
    scores = np.sqrt(np.clip(cls[:, 0], 0, 1) * np.clip(obj[:, 0], 0, 1))
    kept = np.flatnonzero(scores >= MIN_SCORE)
    rows, columns = np.divmod(kept, INPUT_SIDE // stride)
    cells = np.stack([columns, rows], axis=1).astype(np.float64)
    middles = (cells + bbox[kept, :2]) * stride
    halves = np.exp(bbox[kept, 2:]) * (stride / 2)
    points = (kps[kept].reshape(-1, 5, 2) + cells[:, None]) * stride
    return np.concatenate([middles - halves, middles + halves], axis=1), points, scores[kept].astype(np.float64)


def pose(points: Points) -> Pose:
    """Where a face looks, by where its nose lies between its eyes.

    Args:
        points: 5 x 2: right and left eye, nose, right and left corner of the mouth.
    """
    right, left, nose = points[:3]
    eyes = float(np.linalg.norm(left - right))
    height = float(np.linalg.norm(points[3:].mean(axis=0) - points[:2].mean(axis=0)))
    if not eyes or not height:
        return "profile"
    before, behind = ((nose - right) @ (left - right)) / eyes, ((left - nose) @ (left - right)) / eyes
    lopsided = abs(behind - before) / eyes
    if lopsided < _FRONTAL:
        return "frontal"
    return "profile" if lopsided >= _PROFILE and eyes / height < _PROFILE_EYES else "three-quarter"


def _light(rgb: Rgb, corners: Points, points: Points) -> tuple[float, float]:
    """Median L* of a face's middle, and how much its two cheeks differ.

    The cheeks are the triangles of eye, nose and corner of the mouth, which hold skin in every pose.
    """
    inset = 0.2 * (corners[1] - corners[0])
    middle = _cut(rgb, _box(corners + np.stack([inset, -inset])))
    left, top = np.floor(points.min(axis=0)).astype(int).tolist()
    right, bottom = np.ceil(points.max(axis=0)).astype(int).tolist()
    inner = Box(left, top, right - left, bottom - top).within(rgb.shape[1], rgb.shape[0])
    light = lightness(_cut(rgb, inner))
    ys, xs = np.mgrid[inner.y : inner.bottom, inner.x : inner.right]
    cheeks = [light[_inside(xs, ys, points[[eye, 2, corner]])] for eye, corner in ((0, 3), (1, 4))]
    contrast = abs(_median(cheeks[0]) - _median(cheeks[1])) if min(map(len, cheeks)) >= _CHEEK else 0.0
    return round(_median(lightness(middle)), 1), round(contrast, 1)


def _cut(rgb: Rgb, box: Box) -> Rgb:
    inside = box.within(rgb.shape[1], rgb.shape[0])
    return rgb[inside.y : inside.bottom, inside.x : inside.right]


def _median(values: NDArray[np.float32]) -> float:
    return float(np.median(values)) if values.size else 0.0


def _inside(xs: NDArray[np.int_], ys: NDArray[np.int_], triangle: Points) -> NDArray[np.bool_]:
    """Which pixels lie in a triangle, whichever way round its corners are given."""
    ends = zip(triangle, np.roll(triangle, -1, axis=0), strict=True)
    sides = [(bx - ax) * (ys - ay) - (by - ay) * (xs - ax) >= 0 for (ax, ay), (bx, by) in ends]
    turns = np.sum(sides, axis=0)
    return np.asarray((turns == 0) | (turns == 3))


def _blurred(rgb: Rgb, box: Box) -> bool:
    """Whether a face lacks the fine detail that a face in focus has at that size."""
    face = _cut(rgb, box)
    height, width = face.shape[:2]
    if height < _LEAST_TO_JUDGE or width < 3:
        return False
    size = (max(round(width * _JUDGED_AT / height), 3), _JUDGED_AT) if height > _JUDGED_AT else (width, height)
    grey = np.asarray(Image.fromarray(face).convert("L").resize(size, Image.Resampling.BICUBIC), np.float32)
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    return float((4 * grey[1:-1, 1:-1] - around).std() / (grey.std() + 3)) < _SHARP
