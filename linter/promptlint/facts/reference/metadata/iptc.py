"""IPTC: caption and headline of news and stock pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageFile, IptcImagePlugin

from promptlint.facts.reference.metadata.found import Found, caption

_CAPTIONS: Final = {(2, 120): "IPTC caption", (2, 105): "IPTC headline"}


def read_iptc(image: Image.Image) -> Iterator[Found]:
    """Captions of the IPTC record."""
    if not isinstance(image, ImageFile.ImageFile):
        return
    try:
        record = IptcImagePlugin.getiptcinfo(image) or {}
    except Exception:  # damaged records raise SyntaxError, struct.error, IndexError and others
        return
    for key, label in _CAPTIONS.items():
        value = record.get(key)
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, bytes):
            yield caption(label, "caption", value.decode("utf-8", "replace"))
