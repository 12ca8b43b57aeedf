"""Texts that are embedded in a picture: generation prompts and captions, from every place that holds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import ExifTags, Image

from promptlint.facts.reference.chunks import has_content_credentials, png_chunks
from promptlint.facts.reference.metadata.exif import read_exif
from promptlint.facts.reference.metadata.found import Found
from promptlint.facts.reference.metadata.iptc import read_iptc
from promptlint.facts.reference.metadata.png_text import png_texts, read_png_text
from promptlint.facts.reference.metadata.xmp import read_xmp
from promptlint.facts.reference.model import Caption


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the metadata of a file say.

    Attributes:
        captions: generation prompts before captions; each text once.
        generator: the software that made the picture, as it says itself.
        orientation: EXIF orientation, 1 to 8.
        c2pa: whether there are content credentials.
    """

    captions: tuple[Caption, ...]
    generator: str | None
    orientation: int
    c2pa: bool


def read_metadata(image: Image.Image, data: bytes) -> Metadata:
    """The metadata of an open picture; parts that are damaged are left out.

    Args:
        image: opened, not decoded.
        data: the file's bytes.
    """
    exif = _exif_block(image, data)
    found = list(_everything(image, data, exif))
    captions: dict[str, Caption] = {}
    for item in sorted(found, key=lambda item: item.caption is not None and item.caption.kind == "caption"):
        if item.caption is not None:
            captions.setdefault(" ".join(item.caption.text.split()).casefold(), item.caption)
    generator = next((item.generator for item in found if item.generator), None)
    return Metadata(tuple(captions.values()), generator, _orientation(exif), has_content_credentials(data))


def _everything(image: Image.Image, data: bytes, exif: bytes) -> Iterator[Found]:
    yield from read_png_text(data)
    yield from read_exif(exif)
    yield from read_xmp(_xmp_packet(image, data))
    yield from read_iptc(image)


def _exif_block(image: Image.Image, data: bytes) -> bytes:
    """Pillow's own reader decodes a PNG to look for EXIF data behind the pixels."""
    block = image.info.get("exif") or next((body for kind, body in png_chunks(data) if kind == b"eXIf"), b"")
    return block if isinstance(block, bytes) else b""


def _xmp_packet(image: Image.Image, data: bytes) -> bytes:
    packet = image.info.get("xmp")
    if isinstance(packet, bytes):
        return packet
    return next((text.encode() for name, text in png_texts(data) if name == "XML:com.adobe.xmp"), b"")


def _orientation(block: bytes) -> int:
    """1 where it is missing or damaged."""
    exif = Image.Exif()
    try:
        exif.load(block)
        value = exif.get(ExifTags.Base.Orientation, 1)
    except Exception:  # damaged data raise struct.error, SyntaxError and others
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1
