"""XMP: descriptions and titles of Dublin Core, and the software."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts.reference.metadata.found import Found, caption, generator
from promptlint.facts.reference.metadata.generation import read_midjourney, read_parameters

MAX_BYTES: Final = 1_000_000
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_XMP: Final = "{http://ns.adobe.com/xap/1.0/}"
_CAPTIONS: Final = {f"{_DC}description": "XMP dc:description", f"{_DC}title": "XMP dc:title"}


def read_xmp(packet: bytes) -> Iterator[Found]:
    """Captions and the software of an XMP packet."""
    if not packet or len(packet) > MAX_BYTES:
        return
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(packet.strip(b"\0 \r\n\t"))
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return
    for element in root.iter():
        label = _CAPTIONS.get(element.tag)
        if label is not None:
            texts = [item.text for item in element.iter(f"{_RDF}li")] or [element.text]
            text = next((text for text in texts if text and text.strip()), "")
            known = [*read_parameters(label, text), *read_midjourney(label, text)]
            yield from known or [caption(label, "caption", text)]
        elif element.tag == f"{_XMP}CreatorTool" and element.text:
            yield generator(element.text)
        elif element.tag == f"{_RDF}Description":
            for name, label in _CAPTIONS.items():
                if element.get(name):
                    yield caption(label, "caption", element.get(name, ""))
            if element.get(f"{_XMP}CreatorTool"):
                yield generator(element.get(f"{_XMP}CreatorTool", ""))
