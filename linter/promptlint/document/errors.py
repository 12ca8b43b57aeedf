"""What can be wrong with a document as YAML, and libyaml's messages in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from promptlint.text import Span

DocumentErrorKind: TypeAlias = Literal["syntax", "limit"]


@dataclass(frozen=True, slots=True)
class DocumentError:
    """A place where reading stopped, or a limit that was passed.

    ``advice`` says what to do about it.
    """

    kind: DocumentErrorKind
    message: str
    span: Span
    advice: str = ""


_PLAIN_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a second `: ` stands in an unquoted text",
        "Put the text in quotes, or start it on the next line after `>-`.",
    ),
    (
        "could not find expected ':'",
        "this line has no `: ` although it stands where a key is expected",
        "Write `key: value`, or indent the line deeper if it belongs to the text above.",
    ),
    (
        "found character '\\t'",
        "a tab is used for indentation",
        "YAML allows spaces only: replace the tab with spaces.",
    ),
    (
        "found a tab character",
        "a tab is used for indentation",
        "YAML allows spaces only: replace the tab with spaces.",
    ),
    (
        "found character that cannot start any token",
        "this character cannot start an unquoted text",
        "Put the text in quotes.",
    ),
    (
        "found unexpected end of stream",
        "a quote is opened here and never closed",
        "Add the closing quote.",
    ),
    (
        "found unknown escape character",
        "double quotes read a backslash as an escape, and this one does not exist",
        "Write `\\\\` for a backslash, or use single quotes.",
    ),
    (
        "did not find expected ',' or ']'",
        "a list opened with `[` is not closed",
        "Add the missing `,` or `]`.",
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping opened with `{` is not closed",
        "Add the missing `,` or `}`.",
    ),
    (
        "did not find expected key",
        "the line does not fit the indentation of the keys above it",
        "Align it with them, or quote the text if a quote ended too early.",
    ),
    (
        "did not find expected '-' indicator",
        "the line does not fit the list above it",
        "Start it with `- `, or indent it as a part of the entry above.",
    ),
    (
        "expected node content (while parsing a flow node)",
        "a value or a closing bracket is missing",
        "Write the value, or close what `[` or `{` has opened.",
    ),
    (
        "expected node content (while parsing a block node)",
        "this character cannot start a value",
        "Put the text in quotes, or delete the character.",
    ),
    (
        "block sequence entries are not allowed",
        "a list starts on the line of its key",
        "Start it on the next line, or write it as `[a, b]`.",
    ),
    (
        "did not find expected comment or line break",
        "text stands on the line of `|` or `>`",
        "Start it on the next line, indented deeper than its key.",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "`*` and `&` start the name of an alias or anchor, and no name follows",
        "Put the text in quotes.",
    ),
    (
        "found undefined alias",
        "the alias refers to an anchor that is not defined above it",
        "Define it with `&name` before its first use.",
    ),
)


def describe_syntax_error(problem: str, context: str) -> tuple[str, str]:
    """Message and advice for a libyaml error, from its ``problem`` and ``context`` texts."""
    detail = f"{problem} ({context})" if context else problem
    for needle, words, advice in _PLAIN_WORDS:
        if needle in detail:
            return f"Not valid YAML: {words}.", advice
    return f"Not valid YAML: {detail}.", ""
