"""A small copy of a picture, made while it is decoded, so that showing it costs no decoding of its own."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import Final

from PIL import Image

from promptlint.facts.reference.decode import Decoded
from promptlint.facts.reference.model import SmallCopy

LONGEST: Final = 320
"""Pixels of the longer side: sharp on a page at the width that it has there."""
QUALITY: Final = 70


def small_copy(picture: Decoded) -> SmallCopy:
    """The copy of a picture as a JPEG."""
    stream = BytesIO()
    Image.fromarray(picture.rgb(LONGEST)).save(stream, "JPEG", quality=QUALITY, optimize=True)
    return SmallCopy(b64encode(stream.getvalue()).decode("ascii"), picture.width, picture.height)
