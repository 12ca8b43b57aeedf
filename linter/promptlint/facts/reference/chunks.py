"""The chunks and segments that picture files consist of, read without decoding a pixel."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PIXELS: Final = frozenset({b"IDAT", b"fdAT"})
_FILL: Final = 0xFF
_WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})


def has_content_credentials(data: bytes) -> bool:
    """Whether a PNG, JPEG or WebP file carries a C2PA manifest."""
    if any(kind == b"caBX" for kind, _ in png_chunks(data)):
        return True
    if data.startswith(b"\xff\xd8"):
        return any(marker == 0xEB and b"c2pa" in body for marker, body in _jpeg_segments(data))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return any(kind == b"C2PA" for kind in _riff_chunks(data))
    return False


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of every chunk of a PNG file but those of the pixels; nothing for other files."""
    if not data.startswith(_PNG):
        return
    at = len(_PNG)
    while at + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        if kind not in _PIXELS:
            yield kind, data[at + 8 : at + 8 + length]
        at += length + 12


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers before the picture's own data, each with the first bytes behind it."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in (0xD9, 0xDA):
            return
        if marker == _FILL or marker in _WITHOUT_LENGTH:
            at += 1 if marker == _FILL else 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield marker, data[at + 4 : at + 2 + min(length, 4096)]
        at += 2 + max(length, 2)


def _riff_chunks(data: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(data):
        (length,) = struct.unpack_from("<I", data, at + 4)
        yield data[at : at + 4]
        at += 8 + length + length % 2
