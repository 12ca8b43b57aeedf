"""What the cursor stands at: a key, a value, or a directive in a comment."""

from __future__ import annotations

import re
from typing import Final

from promptlint.spec_files import JSON_SUFFIXES, is_json_lines
from promptlint.text import SourceText, Span
from promptlint_lsp.features.block import BlockScan
from promptlint_lsp.features.flow import flow_site
from promptlint_lsp.features.site import Site

_COMMENT: Final = re.compile(r"(?:^|[ \t])#[ \t]*(?P<text>(?:promptlint:.*?)?(?P<word>[\w-]*))$")
_WORD: Final = re.compile(r"[\w-]*")


def site_at(source: SourceText, name: str, offset: int) -> Site | None:
    """The key or value at an offset; None inside texts of several lines, in comments and where nothing can follow.

    Args:
        source: the text of the spec.
        name: the name of its file, which tells JSON from YAML.
        offset: the cursor.
    """
    text = source.text
    json = name.lower().endswith(JSON_SUFFIXES)
    if json and is_json_lines(name, text):
        return flow_site(text, source.line_span(source.line_of(offset)).start, offset, (), json=True)
    start = len(text) - len(text.lstrip())
    if json or text[start : start + 1] in ("{", "["):
        return flow_site(text, start, offset, (), json=json)
    return BlockScan(source, offset).site()


def directive_at(source: SourceText, name: str, offset: int) -> tuple[str, Span] | None:
    """What is typed of a comment that is, or may become, a directive, and the span of the word at the cursor."""
    if name.lower().endswith(JSON_SUFFIXES):
        return None
    start, end = source.line_span(source.line_of(offset))
    match = _COMMENT.search(source.text[start:offset])
    if match is None or not "promptlint:".startswith(match["text"][:11]):
        return None
    word = match.end() - match.start("word")
    behind = _WORD.match(source.text, offset, end)
    return match["text"], Span(offset - word, behind.end() if behind else offset)
