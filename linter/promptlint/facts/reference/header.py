"""What a picture's file says of itself, read by Pillow without decoding a pixel."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from promptlint.facts.reference.locate import Limits
from promptlint.facts.reference.model import HeaderFacts, Unreadable


def read_header(data: bytes, limits: Limits) -> HeaderFacts | Unreadable:
    """Format, size and metadata of a picture, or why it cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data)) as image:
                return HeaderFacts(image.format or "", image.width, image.height, image.mode, 8, len(data))
    except Image.DecompressionBombError as error:
        return Unreadable("too-many-pixels", str(error))
    except (UnidentifiedImageError, OSError, ValueError):
        return Unreadable("not-a-picture")
