"""Semantic tokens: what the words of a prompt are.

The types are standard ones, so that every editor and theme has colours for them. The modifiers are our own and name the
part of the prompt, for whoever wants to style it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lsprotocol import types

from promptlint.document import Scalar
from promptlint.facts.prompt.parts import PartKind, parts_of
from promptlint.spec.model import Field
from promptlint.text import SourceText, Span, code_units
from promptlint_lsp.features.legend import KINDS
from promptlint_lsp.positions import Positions
from promptlint_lsp.view import View

MOST_PARSED: Final = 12
"""Prompts that are parsed to answer at once. More are coloured when the pass over all prompts has been there."""
_BREAKS: Final = "\r\n\x85\u2028\u2029"


def semantic_tokens(view: View, span: Span | None = None) -> types.SemanticTokens:
    """The tokens in the prompts of a file, or of a part of it. Runs where facts are computed."""
    fields = [field for field in _prompts(view) if span is None or _touches(field, span)]
    prompts = view.project.surroundings.prompts
    new = [field.value for field in fields if prompts.known(field.value) is None]
    if new and len(new) <= MOST_PARSED:
        prompts.prepare(new)
    tokens = sorted(token for field in fields for token in _tokens(field, view))
    if span is not None:
        tokens = [(at, kind) for at, kind in tokens if at.end > span.start and at.start < span.end]
    return types.SemanticTokens(_encoded(tokens, view.positions))


def _prompts(view: View) -> Iterable[Field[str]]:
    """The prompts that stand in the file, each once."""
    own = (shot.prompt for shot in view.file.shots if shot.prompt is not None and shot.prompt.file is view.file)
    return {id(field.node): field for field in own}.values()


def _touches(field: Field[str], span: Span) -> bool:
    return field.node.start < span.end and field.node.end > span.start


def _tokens(field: Field[str], view: View) -> Iterator[tuple[Span, PartKind]]:
    """The parts of a prompt as far as they are known, cut at the ends of lines."""
    facts = view.project.surroundings.prompts.known(field.value)
    if facts is None or not isinstance(field.node, Scalar):
        return
    mapped = field.node.map()
    if mapped.decoded != field.value:
        return
    source = field.node.source
    for part in parts_of(facts):
        start = end = -1
        for index in range(part.start, part.end):
            low, high = mapped.starts[index], mapped.ends[index]
            breaks = any(char in _BREAKS for char in source[low:high])
            if start >= 0 and (breaks or low != end):
                yield Span(start, end), part.kind
                start = -1
            if not breaks:
                start, end = (low if start < 0 else start), high
        if start >= 0:
            yield Span(start, end), part.kind


def _encoded(tokens: Iterable[tuple[Span, PartKind]], positions: Positions) -> list[int]:
    """Five numbers a token: lines and columns from the one before it, length, type, and modifiers."""
    data: list[int] = []
    source: SourceText = positions.source
    before = types.Position(0, 0)
    for span, kind in tokens:
        at = positions.position(span.start)
        lines = at.line - before.line
        columns = at.character - before.character if lines == 0 else at.character
        length = code_units(source.text[span.start : span.end], positions.encoding)
        number = KINDS.index(kind.value)
        data += [lines, columns, length, number, 1 << number]
        before = at
    return data
