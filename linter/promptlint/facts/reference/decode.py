"""The pixels of a picture, as they are shown: upright, 8 bits, opaque, and no larger than anything here looks at."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from promptlint.facts.reference.model import HeaderFacts

Rgb: TypeAlias = NDArray[np.uint8]
"""Height x width x 3, sRGB."""

WORKING_SIZE: Final = 1280
"""Longest side of the copy that smaller ones are made from. A JPEG that is at least twice as large is decoded at a
half, a quarter or an eighth, whichever still gives this."""
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SEEN_THROUGH: Final = 245
"""Alpha, of 255, from which on a pixel looks opaque."""
_DEEP: Final = frozenset({"I", "F", "I;16", "I;16B", "I;16L", "I;16N"})


class DamagedError(Exception):
    """The pixels cannot be decoded, though the header could be read."""


class Decoded:
    """A picture's pixels, and reduced copies of them made on demand.

    Attributes:
        width: in pixels of the picture as it is shown, however small a copy was decoded.
        height: likewise.
        full_size: whether the largest copy has every pixel of the picture.
        transparent: share of its area through which a background shows.
    """

    def __init__(self, image: Image.Image, width: int, height: int, transparent: float = 0.0) -> None:
        self.width = width
        self.height = height
        self.transparent = transparent
        self.full_size = image.size == (width, height)
        self._image = image
        self._working = _reduced(image, WORKING_SIZE)
        self._copies: dict[tuple[int, int], Rgb] = {}

    @classmethod
    def decode(cls, data: bytes, header: HeaderFacts) -> Decoded:
        """Decode the first frame of a picture whose header was accepted.

        Raises:
            DamagedError: the pixels are broken or end early.
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(BytesIO(data)) as image:
                    width, height = image.size
                    shrink = max(max(image.size) / WORKING_SIZE, 1)
                    image.draft(None, (max(int(width / shrink), 1), max(int(height / shrink), 1)))
                    image.load()
                    opaque, transparent = _opaque(image), _transparent(image)
        except Exception as error:  # A decoder fed with broken data raises nearly anything.
            raise DamagedError(str(error)) from error
        if header.orientation in _UPRIGHT:
            opaque = opaque.transpose(_UPRIGHT[header.orientation])
        return cls(opaque, *((height, width) if header.orientation > 4 else (width, height)), transparent)

    def rgb(self, longest: int) -> Rgb:
        """A copy whose longest side has at most so many pixels; never an enlarged one. It is read-only.

        What it holds does not depend on the copies that were asked for before.
        """
        source = self._working if longest <= WORKING_SIZE else self._image
        size = _fitting(source, longest)
        if size not in self._copies:
            self._copies[size] = np.asarray(_reduced(source, longest))
        return self._copies[size]

    def middle(self, side: int) -> Rgb:
        """The middle of the largest copy, at most so many pixels each way."""
        width, height = self._image.size
        left, top = (max(size - side, 0) // 2 for size in (width, height))
        return np.asarray(self._image.crop((left, top, min(left + side, width), min(top + side, height))))


def _fitting(image: Image.Image, longest: int) -> tuple[int, int]:
    shrink = max(max(image.size) / longest, 1)
    return max(round(image.width / shrink), 1), max(round(image.height / shrink), 1)


def _reduced(image: Image.Image, longest: int) -> Image.Image:
    size = _fitting(image, longest)
    return image if size == image.size else image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2)


def _opaque(image: Image.Image) -> Image.Image:
    """The picture in RGB; what is transparent shows white, as on a page."""
    if image.mode in _DEEP:
        return _eight_bit(image)
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    alpha = image.getchannel("A")
    if alpha.getextrema() == (255, 255):
        return image.convert("RGB")
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=alpha)
    return page


def _transparent(image: Image.Image) -> float:
    """Share of the pixels whose transparency can be seen."""
    if not image.has_transparency_data:
        return 0.0
    counts = image.convert("RGBA").getchannel("A").histogram()
    return round(sum(counts[:_SEEN_THROUGH]) / sum(counts), 4)


def _eight_bit(image: Image.Image) -> Image.Image:
    """A grey picture of 16 or 32 bits, or of floats, on the scale of 8 bits."""
    values = np.nan_to_num(np.asarray(image).astype(np.float32), posinf=0, neginf=0)
    highest = float(values.max())
    scales = (1.0, 255.0, 65535.0) if image.mode == "F" else (65535.0,)
    white = next((scale for scale in scales if highest <= scale), highest)
    return Image.fromarray(np.clip(values * (255 / white), 0, 255).astype(np.uint8)).convert("RGB")
