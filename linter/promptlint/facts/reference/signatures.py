"""What the first bytes of a file tell: its kind where Pillow knows none, and the bits of a channel."""

from __future__ import annotations

from typing import Final

_BRANDS: Final = {
    b"heic": "a HEIC picture",
    b"heix": "a HEIC picture",
    b"hevc": "a HEIC picture",
    b"heim": "a HEIC picture",
    b"mif1": "a HEIF picture",
    b"msf1": "a HEIF picture",
    b"avif": "an AVIF picture",
    b"avis": "an AVIF picture",
    b"crx ": "a camera raw file",
    b"qt  ": "a QuickTime video",
}
_HEADS: Final = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", True),
    (b"\xff\xd8\xff", "a JPEG picture", True),
    (b"GIF8", "a GIF picture", True),
    (b"BM", "a BMP picture", True),
    (b"\xff\x0a", "a JPEG XL picture", False),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture", False),
    (b"%PDF", "a PDF document", False),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM video", False),
    (b"PK\x03\x04", "a ZIP archive", False),
    (b"#!/", "a script", False),
)
_WIDE_MODES: Final = {"1": 1, "F": 32, "I": 32}
_PNG_BITS: Final = 24
"""Offset of the bit depth in a PNG file."""


def name_of_content(data: bytes) -> tuple[str, bool]:
    """What a file is that could not be opened, with its article, and whether it is of a kind that is read when whole.

    The name is empty where the bytes tell nothing.
    """
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "an MP4 video"), False
    if data[:4] == b"RIFF":
        return ("a WebP picture", True) if data[8:12] == b"WEBP" else ("a RIFF file", False)
    for head, name, readable in _HEADS:
        if data.startswith(head):
            return name, readable
    text = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html")):
        return "a web page", False
    if b"<svg" in text:
        return "an SVG drawing", False
    return ("a text file", False) if text.isascii() and b"\0" not in text else ("", False)


def bits_per_channel(file_format: str, mode: str, data: bytes) -> int:
    """Bits of a channel as stored; Pillow's mode hides the 16 bits of a coloured PNG."""
    if file_format == "PNG" and len(data) > _PNG_BITS:
        return data[_PNG_BITS]
    if mode.startswith("I;16"):
        return 16
    return _WIDE_MODES.get(mode, 8)
