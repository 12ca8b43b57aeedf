"""Worse copies of a picture, of which it is known what is wrong with them."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

MARK = "(c) studio 2026"


def opened(path: Path) -> Image.Image:
    """The picture in RGB."""
    with Image.open(path) as picture:
        return picture.convert("RGB")


def png(picture: Image.Image) -> bytes:
    """A lossless file."""
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def jpeg(picture: Image.Image, quality: int) -> bytes:
    """A JPEG file."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def blurred(picture: Image.Image, sigma: float) -> Image.Image:
    """Out of focus, sigma in pixels of a copy with a longest side of 768."""
    return picture.filter(ImageFilter.GaussianBlur(sigma * max(picture.size) / 768))


def enlarged(picture: Image.Image, factor: float) -> Image.Image:
    """Reduced by a factor, and enlarged to the old size."""
    small = (max(8, round(picture.width / factor)), max(8, round(picture.height / factor)))
    return picture.resize(small, Image.Resampling.LANCZOS).resize(picture.size, Image.Resampling.BICUBIC)


def darkened(picture: Image.Image, share: float = 0.06) -> Image.Image:
    """With a share of the light."""
    linear = (np.asarray(picture, np.float32) / 255) ** 2.2 * share
    return Image.fromarray((linear ** (1 / 2.2) * 255).clip(0, 255).astype(np.uint8))


def marked(picture: Image.Image, share: float = 0.03) -> Image.Image:
    """With a white mark in the lower right corner, as high as a share of the picture."""
    copy = picture.copy()
    font = ImageFont.load_default(size=max(8, round(picture.height * share)))
    ImageDraw.Draw(copy).text(
        (picture.width * 0.98, picture.height * 0.97),
        MARK,
        (255, 255, 255),
        font,
        "rs",
        stroke_width=1,
        stroke_fill=(0, 0, 0),
    )
    return copy
