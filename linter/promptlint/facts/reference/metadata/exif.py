"""EXIF: captions, and the prompts that generators put into UserComment."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from promptlint.facts.reference.metadata.found import Found, caption, generator
from promptlint.facts.reference.metadata.generation import read_json, read_midjourney, read_parameters

_HEAD: Final = b"Exif\x00\x00"
_CAPTIONS: Final = {
    "Image ImageDescription": "EXIF ImageDescription",
    "Image XPTitle": "EXIF XPTitle",
    "Image XPComment": "EXIF XPComment",
    "Image XPSubject": "EXIF XPSubject",
}
_GRAPHS: Final = ("Image Model", "Image Make")
"""ComfyUI writes ``prompt:{...}`` and ``workflow:{...}`` there in WebP files."""

logging.getLogger("exifread").setLevel(logging.CRITICAL)


def read_exif(data: bytes) -> Iterator[Found]:
    """Prompts, captions and the software of a block of EXIF data."""
    tags = _tags(data) if data else {}
    for name in _GRAPHS:
        _, colon, graph = _text(tags.get(name)).partition(":")
        if colon:
            yield from read_json(f"EXIF {name.removeprefix('Image ')}", graph)
    comment = _user_comment(tags.get("EXIF UserComment"))
    texts = [("EXIF UserComment", comment), *((label, _text(tags.get(name))) for name, label in _CAPTIONS.items())]
    for label, text in texts:
        if text.strip():
            known = [*read_json(label, text), *read_parameters(label, text), *read_midjourney(label, text)]
            yield from known or [caption(label, "caption", text)]
    if "Image Software" in tags:
        yield generator(_text(tags["Image Software"]))


def _tags(data: bytes) -> dict[str, Any]:
    import exifread

    try:
        return dict(exifread.process_file(BytesIO(data.removeprefix(_HEAD)), extract_thumbnail=False))
    except Exception:  # damaged EXIF data raise whatever the reader stumbles over
        return {}


def _text(tag: Any) -> str:
    if tag is None:
        return ""
    values = tag.values
    if isinstance(values, str):
        return values
    if isinstance(values, list) and values and all(isinstance(value, int) and 0 <= value < 256 for value in values):
        return _utf16(bytes(values), default="utf-16-le")
    return str(tag.printable) if not isinstance(values, list) else ""


def _user_comment(tag: Any) -> str:
    """The text of a UserComment: eight bytes name the characters, then the text."""
    values = getattr(tag, "values", None)
    if isinstance(values, str):
        return values.removeprefix("ASCII\0\0\0")
    if not isinstance(values, list) or not all(isinstance(value, int) and 0 <= value < 256 for value in values):
        return ""
    data = bytes(values)
    code, text = data[:8], data[8:]
    if code == b"UNICODE\0":
        return _utf16(text, default="utf-16-be")
    return (text if code in (b"ASCII\0\0\0", b"\0" * 8, b"JIS\0\0\0\0\0") else data).decode("utf-8", "replace")


def _utf16(data: bytes, default: str) -> str:
    """UTF-16 in the byte order that the data show by their zeros, else in the usual one."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    high, low = data[0::2].count(0), data[1::2].count(0)
    order = default if high == low else "utf-16-be" if high > low else "utf-16-le"
    return data[: len(data) // 2 * 2].decode(order, "replace")
