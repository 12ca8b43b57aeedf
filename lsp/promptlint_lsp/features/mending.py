"""Reading a spec while a line of it is half typed: without the lines that keep it from parsing.

Lines give way to comments of the same length, so that everything else stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from promptlint.document import Document, compose, compose_lines
from promptlint.spec.model import SpecFile
from promptlint.spec.read import read_file
from promptlint.spec_files import is_json_lines
from promptlint.text import SourceText
from promptlint_lsp.view import View

MOST: Final = 400_000
"""Characters up to which a file is mended."""
_MOST_LINES: Final = 3
_MOST_ABOVE: Final = 200


def mended(view: View) -> View:
    """The view, with the file as it reads without the lines that keep it from parsing."""
    if not view.file.document.errors:
        return view
    earlier = earlier_file(view)
    file = _mended(view.file, earlier.base if earlier is not None else None)
    return replace(view, file=file) if file is not None else view


@lru_cache(maxsize=1)
def _mended(file: SpecFile, base: SpecFile | None) -> SpecFile | None:
    text, document = without_broken_lines(file, file.source.text, file.document)
    return None if document.errors else file_of(file, text, document, base)


def earlier_file(view: View) -> SpecFile | None:
    """The file as it was when the whole project was last read."""
    return next((file for file in view.project.sequence.files if file.path == view.file.path), None)


def without_broken_lines(file: SpecFile, text: str, document: Document) -> tuple[str, Document]:
    """A text without up to three lines that stop the reading, and what it reads as then.

    Args:
        file: tells where lines begin, and JSON from YAML.
        text: the text, laid out as that of the file.
        document: what it reads as.
    """
    if len(text) > MOST:
        return text, document
    for _ in range(_MOST_LINES):
        if not document.errors:
            break
        lines = dict.fromkeys(_suspects(file.source, text, document.errors[0].span.start))
        tried = [blanked(file.source, text, line) for line in lines]
        text, document = max(((one, composed(file, one)) for one in tried), key=lambda pair: _read_to(pair[1]))
    return text, document


def _suspects(source: SourceText, text: str, offset: int) -> Iterator[int]:
    """The line at which reading stopped, the one above it, and the closest above that leaves something open."""
    line = _last_line(source, text, offset)
    yield line
    above = _last_line(source, text, source.line_span(line).start - 1)
    yield above
    for number in range(line, max(line - _MOST_ABOVE, 0), -1):
        words = text[slice(*source.line_span(number))]
        opened = sum(map(words.count, "{[")) - sum(map(words.count, "}]"))
        if opened > 0 or any(words.count(quote) % 2 for quote in "\"'"):
            yield number
            return


def _read_to(document: Document) -> float:
    return document.errors[0].span.start if document.errors else float("inf")


def _last_line(source: SourceText, text: str, offset: int) -> int:
    """The last line up to an offset that is not blank."""
    line = source.line_of(max(offset, 0))
    while line > 1 and not text[slice(*source.line_span(line))].strip(" #"):
        line -= 1
    return line


def blanked(source: SourceText, text: str, line: int) -> str:
    """A text laid out as a source, with a comment in place of one of its lines.

    A blank line would be part of a text that ends above it.
    """
    start, end = source.line_span(line)
    return f"{text[:start]}{'#'.ljust(end - start) if end > start else ''}{text[end:]}"


def composed(file: SpecFile, text: str) -> Document:
    """What a text of a file reads as."""
    return compose_lines(text) if is_json_lines(file.path.name, text) else compose(text)


def file_of(file: SpecFile, text: str, document: Document, base: SpecFile | None) -> SpecFile:
    """A file with another text."""
    return read_file(file.path, file.name, SourceText(text), document, file.recognition, base)
