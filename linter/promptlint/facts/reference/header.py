"""What a picture's file says of itself, read without decoding a pixel."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Final

from PIL import Image, ImageFile, UnidentifiedImageError

from promptlint.facts.reference.jpeg_quality import jpeg_quality
from promptlint.facts.reference.metadata import read_metadata
from promptlint.facts.reference.model import HeaderFacts, Unreadable
from promptlint.facts.reference.signatures import bits_per_channel, name_of_content
from promptlint.picture_limits import Limits

_TURNED: Final = frozenset({5, 6, 7, 8})
"""EXIF orientations that swap width and height."""
_DRAWN_ELSEWHERE: Final = {"EPS": "an EPS drawing", "WMF": "a Windows metafile", "EMF": "a Windows metafile"}
"""Kinds that Pillow leaves to other programs, which are none to start on a file from anywhere."""


def read_header(data: bytes, limits: Limits) -> HeaderFacts | Unreadable:
    """Format, size and metadata of a picture, or why it cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data)) as image:
                if image.format in _DRAWN_ELSEWHERE or isinstance(image, ImageFile.StubImageFile):
                    known = _DRAWN_ELSEWHERE.get(image.format or "", "a file of scientific data")
                    return Unreadable("unsupported", known)
                if image.width * image.height > limits.max_pixels:
                    return _too_many(f"{image.width:,} x {image.height:,} px", limits)
                return _header(image, data)
    except Image.DecompressionBombError:
        return _too_many("", limits)
    except UnidentifiedImageError:
        name, readable = name_of_content(data)
        return Unreadable("damaged" if readable else "not-a-picture", name)
    except Exception:  # A plugin of Pillow fed with broken data raises nearly anything.
        return Unreadable("damaged", name_of_content(data)[0])


def _too_many(size: str, limits: Limits) -> Unreadable:
    allowed = f"{limits.max_pixels / 1e6:,.0f} megapixels are allowed"
    return Unreadable("too-many-pixels", f"{size}, {allowed}" if size else allowed)


def _header(image: Image.Image, data: bytes) -> HeaderFacts:
    metadata = read_metadata(image, data)
    width, height = image.size
    return HeaderFacts(
        image.format or "",
        *((height, width) if metadata.orientation in _TURNED else (width, height)),
        image.mode,
        bits_per_channel(image.format or "", image.mode, data),
        len(data),
        frames=getattr(image, "n_frames", 1),
        orientation=metadata.orientation,
        alpha="A" in image.getbands() or "transparency" in image.info,
        icc=_profile_name(image),
        jpeg_quality=jpeg_quality(getattr(image, "quantization", None)) if image.format == "JPEG" else None,
        generator=metadata.generator,
        c2pa=metadata.c2pa,
        captions=metadata.captions,
    )


def _profile_name(image: Image.Image) -> str | None:
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not profile:
        return None
    from PIL import ImageCms

    try:
        return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(profile))).strip()
    except (OSError, ImageCms.PyCMSError):
        return ""
