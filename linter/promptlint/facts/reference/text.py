"""Readable text: lines found by the detector of PP-OCR and read by its recogniser; what cannot be read is no text."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Final

import numpy as np
from PIL import Image

from promptlint.facts.reference.decode import WORKING_SIZE, Decoded
from promptlint.facts.reference.model import TextBox
from promptlint.facts.reference.networks.runtime import Network, Tensor, run, session
from promptlint.facts.reference.text_lines import Line, Points, find_lines
from promptlint.geometry import Box

FOUND_AT: Final = 960
"""Longest side of the copy in which lines are looked for."""
MIN_SCORE: Final = 0.75
"""On 455 variants of 65 pictures without text no reading that passes as text has more than 0.54."""
MIN_LETTERS: Final = 3
"""Different letters and digits that a text has at least."""
MOST_ALIKE: Final = 2 / 3
"""Rows of windows, bars or beads are read as the same letter again and again, with scores up to 0.98; so no letter may
make up more of a text than this."""
MOST_LINES: Final = 30
"""A picture with more is full of text; the rest is not read."""

_MARGINS: Final = (1.4, 0.5)
"""The detector marks the core of a line, but now and then all of it; so a line that cannot be read is read again with
less around it."""
_LOOK_ALIKES: Final = str.maketrans("oOQIli", "000111")
_HEIGHT: Final = 48
_NARROWEST: Final = 320
_WIDEST: Final = 1600


def find_text(picture: Decoded) -> tuple[TextBox, ...]:
    """The readable lines of text, from top to bottom."""
    small, copy = picture.rgb(FOUND_AT), picture.rgb(WORKING_SIZE)
    source = Image.fromarray(copy)
    to_copy = np.array([copy.shape[1] / small.shape[1], copy.shape[0] / small.shape[0]])
    to_picture = np.array([picture.width / small.shape[1], picture.height / small.shape[0]])
    texts = []
    for line in find_lines(small)[:MOST_LINES]:
        for margin in _MARGINS:
            text, score = _best_reading(source, line.grown(margin).scaled(to_copy))
            if score >= MIN_SCORE and is_text(text):
                corners = line.grown(_MARGINS[0]).corners() * to_picture
                texts.append(TextBox(_box(corners, picture), text, round(score, 3)))
                break
    return tuple(sorted(texts, key=lambda text: (text.box.y, text.box.x)))


def is_text(reading: str) -> bool:
    """Whether a reading has enough different letters and digits not to be a pattern."""
    letters = Counter(filter(str.isalnum, reading.translate(_LOOK_ALIKES)))
    return len(letters) >= MIN_LETTERS and max(letters.values()) <= MOST_ALIKE * letters.total()


def _box(corners: Points, picture: Decoded) -> Box:
    (left, top), (right, bottom) = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
    return Box(int(left), int(top), int(right - left), int(bottom - top)).within(picture.width, picture.height)


def _best_reading(source: Image.Image, line: Line) -> tuple[str, float]:
    """Text and score of a line; one that is steeper than a diagonal may run up or down."""
    ways = [line]
    if abs(line.along[1]) > abs(line.along[0]):
        ways.append(Line(line.middle, -line.along, -line.across, line.score))
    return max((_read(_straightened(source, way)) for way in ways), key=lambda reading: reading[1])


def _straightened(source: Image.Image, line: Line) -> Image.Image:
    """The line cut out and turned upright, as high as the recogniser wants it."""
    corners = line.corners()
    tall, long = 2 * float(np.hypot(*line.across)), 2 * float(np.hypot(*line.along))
    width = min(max(round(_HEIGHT * long / tall), 1), _WIDEST)
    if (shrink := int(tall / _HEIGHT)) > 1:
        source = source.reduce(shrink)
        corners = corners / shrink
    upper_left, upper_right, lower_right, lower_left = corners
    quad = np.concatenate([upper_left, lower_left, lower_right, upper_right]).tolist()
    return source.transform((width, _HEIGHT), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)


def _read(line: Image.Image) -> tuple[str, float]:
    """The letters of a line, and the mean of their scores."""
    values = np.asarray(line, np.float32)[:, :, ::-1].transpose(2, 0, 1) / 127.5 - 1
    tensor: Tensor = np.zeros((1, 3, _HEIGHT, max(line.width, _NARROWEST)), np.float32)
    tensor[0, :, :, : line.width] = values
    steps = run(Network.LETTERS, tensor)[0][0]
    classes = steps.argmax(axis=1)
    fresh = np.flatnonzero((classes > 0) & (np.diff(classes, prepend=0) != 0))
    if not fresh.size:
        return "", 0.0
    letters = _alphabet()
    return "".join(letters[index] for index in classes[fresh]).strip(), float(steps[fresh].max(axis=1).mean())


@cache
def _alphabet() -> list[str]:
    """The characters of the recogniser's classes; the first stands for none."""
    known = session(Network.LETTERS).get_modelmeta().custom_metadata_map["character"]
    return ["", *known.split("\n"), " "]
