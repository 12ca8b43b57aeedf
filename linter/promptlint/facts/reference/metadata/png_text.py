"""The text chunks of PNG files, also those behind the picture's data, which Pillow reads only with the pixels."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from promptlint.facts.reference.chunks import png_chunks
from promptlint.facts.reference.metadata.found import Found, caption, generator
from promptlint.facts.reference.metadata.generation import read_json, read_midjourney, read_parameters

MAX_TEXT: Final = 4_000_000
"""Longer texts are cut while they are unpacked."""

_CAPTIONS: Final = frozenset({"description", "comment", "caption", "title"})
_GENERATORS: Final = frozenset({"software", "source"})
_XMP: Final = "xml:com.adobe.xmp"
_EDITOR_GRAPH: Final = "workflow"
"""It comes last: the graph that was run says the same more surely."""


def read_png_text(data: bytes) -> Iterator[Found]:
    """Prompts, captions and the software in the text chunks of a PNG file; nothing for other files."""
    for name, text in sorted(png_texts(data), key=lambda chunk: chunk[0] == _EDITOR_GRAPH):
        yield from _read(f"PNG text chunk `{name}`", name.lower(), text)


def png_texts(data: bytes) -> list[tuple[str, str]]:
    """Keyword and text of every text chunk that can be read."""
    texts = []
    for kind, body in png_chunks(data):
        keyword, nul, rest = body.partition(b"\0")
        if not nul:
            continue
        if kind == b"tEXt":
            texts.append((keyword, rest[:MAX_TEXT]))
        elif kind == b"zTXt":
            texts.append((keyword, _unpacked(rest[1:])))
        elif kind == b"iTXt":
            _, _, translated = rest[2:].partition(b"\0")
            text = translated.partition(b"\0")[2]
            texts.append((keyword, _unpacked(text) if rest[:1] == b"\1" else text[:MAX_TEXT]))
    return [(keyword.decode("latin-1"), _decoded(text)) for keyword, text in texts]


def _decoded(text: bytes) -> str:
    """UTF-8, as most programs write it in every kind of chunk; else Latin-1, as the standard has it for two of them."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MAX_TEXT)
    except zlib.error:
        return b""


def _read(source: str, name: str, text: str) -> Iterator[Found]:
    if name == _XMP:
        return
    if name in _GENERATORS:
        yield generator(text)
        return
    known = [*read_json(source, text), *read_parameters(source, text), *read_midjourney(source, text)]
    if not known and name == "dream":
        known = [caption(source, "prompt", text.strip().lstrip('"').partition('"')[0])]
    if not known and name in _CAPTIONS and not text.lstrip().startswith("{"):
        known = [caption(source, "caption", text)]
    yield from known
