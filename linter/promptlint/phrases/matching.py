"""Where words, lemmas and regular expressions stand in a text.

A configuration may come from a stranger's pull request, so no pattern may take longer than in proportion to the text.
Words and lemmas are looked up in a tree, however many there are. Regular expressions run in RE2, which knows neither
look-around nor back-references and in return reads a character once for every state that the pattern can be in;
``MAX_PATTERN_BYTES`` limits the states, ``MAX_TEXT`` and ``MAX_PLACES`` what is asked of one text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from promptlint.facts import ShotFacts
    from promptlint.settings import PhraseKind

Place: TypeAlias = tuple[int, int]
Find: TypeAlias = Callable[[str, "ShotFacts"], Iterator[Place]]
Tree: TypeAlias = dict[str | None, Any]
"""Phrases by their words: under each word what may follow it, under None nothing where a phrase ends there."""

MAX_PLACES: Final = 10
"""Places of one phrase that are reported in one text; further ones are seen when these are mended."""

MAX_TEXT: Final = 12_000
"""Characters of a text that a regular expression reads; the prompt parser stops there, too."""

MAX_PATTERN_BYTES: Final = 64 * 1024
"""Memory of a compiled regular expression: about 4,000 states, which cost 25 microseconds a character at worst."""

_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, kana and Han, which put no spaces between words."""

_LETTER: Final = r"[^\W_][\u0300-\u036f]*"
_WORD: Final = re.compile(f"(?:{_LETTER})+")
_WORD_OR_SIGN: Final = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}]){_LETTER})+|[^\w\s]")
_BLANK: Final = re.compile(r"[\s_]+")
_BLANK_OR_HYPHEN: Final = re.compile(r"[\s_-]+")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ONE_BYTE: Final = re.compile(r"(?<!\\)(?:\\\\)*\\C")


class PatternError(ValueError):
    """A pattern cannot be used; the message says why."""


class Token(NamedTuple):
    """A word or sign of a text.

    Attributes:
        start, end: characters of the text.
        forms: what it is looked up as at the beginning of a phrase.
        joined: the same within a phrase: behind a blank where one parts it from the token before.
    """

    start: int
    end: int
    forms: tuple[str, ...]
    joined: tuple[str, ...]


def check_pattern(kind: PhraseKind, pattern: str) -> None:
    """Check that a pattern can be used.

    Raises:
        PatternError: it cannot.
    """
    if kind == "regex":
        _compiled(pattern)
    elif not (_WORD_OR_SIGN if kind == "words" else _WORD).search(pattern):
        raise PatternError("there are no words in it")


def finder(kind: PhraseKind, patterns: Sequence[str]) -> Find:
    """What finds the patterns in a text: start and end of each place, in order and without overlap.

    Raises:
        PatternError: a regular expression cannot be used.
    """
    match kind:
        case "words":
            return _words(patterns)
        case "lemma":
            return _lemmas(patterns)
        case "regex":
            return _regex(patterns[0])


def _words(patterns: Iterable[str]) -> Find:
    tree = _tree(map(_word_tokens, patterns))

    def find(text: str, facts: ShotFacts) -> Iterator[Place]:
        return islice(_places(_word_tokens(text), tree), MAX_PLACES)

    return find


def _lemmas(patterns: Iterable[str]) -> Find:
    tree = _tree(_lemma_tokens(pattern, {}) for pattern in patterns)

    def find(text: str, facts: ShotFacts) -> Iterator[Place]:
        said = facts.surroundings.prompts.of(text)
        lemmas = {(label.start, label.end): label.value for label in said.lemmas}
        return islice(_places(_lemma_tokens(text, lemmas), tree), MAX_PLACES)

    return find


@lru_cache(maxsize=16)
def _word_tokens(text: str) -> tuple[Token, ...]:
    """The words and signs of a text, kept for the next phrase."""
    return tuple(_tokens(text, _WORD_OR_SIGN, _BLANK, {}))


def _lemma_tokens(text: str, lemmas: dict[Place, str]) -> tuple[Token, ...]:
    """The words of a text, each as it is written and as the dictionary has it."""
    return tuple(_tokens(text, _WORD, _BLANK_OR_HYPHEN, lemmas))


def _tokens(text: str, token: re.Pattern[str], gap: re.Pattern[str], lemmas: dict[Place, str]) -> Iterator[Token]:
    last = 0
    for match in token.finditer(text):
        start, end = match.span()
        forms = tuple(filter(None, (match[0].casefold(), lemmas.get((start, end)))))
        parted = gap.fullmatch(text, last, start) is not None
        yield Token(start, end, forms, tuple(f" {form}" for form in forms) if parted else forms)
        last = end


def _tree(phrases: Iterable[Sequence[Token]]) -> Tree:
    tree: Tree = {}
    for phrase in phrases:
        node = tree
        for number, token in enumerate(phrase):
            node = node.setdefault(token.joined[0] if number else token.forms[0], {})
        node[None] = {}
    return tree


def _places(tokens: Sequence[Token], tree: Tree) -> Iterator[Place]:
    """Where phrases of the tree stand; the longest counts."""
    at = 0
    while at < len(tokens):
        length = _length(tokens, at, tree)
        if length:
            yield tokens[at].start, tokens[at + length - 1].end
        at += length or 1


def _length(tokens: Sequence[Token], at: int, tree: Tree) -> int:
    """Number of tokens of the longest phrase that begins with a token; 0 where none does."""
    longest, length = 0, 1
    nodes = [tree[form] for form in tokens[at].forms if form in tree]
    while nodes:
        for node in nodes:
            if None in node:
                longest = length
        if at + length == len(tokens):
            break
        nodes = [node[form] for node in nodes for form in tokens[at + length].joined if form in node]
        length += 1
    return longest


def _regex(pattern: str) -> Find:
    compiled = _compiled(pattern)

    def find(text: str, facts: ShotFacts) -> Iterator[Place]:
        readable = _SURROGATE.sub("\ufffd", text[:MAX_TEXT])
        places = (match.span() for match in islice(compiled.finditer(readable), MAX_PLACES))
        return (place for place in places if place[0] < place[1])

    return find


def _compiled(pattern: str) -> Any:
    """The pattern compiled by RE2, whatever the case of letters.

    Raises:
        PatternError: RE2 does not take it, or it finds places with nothing in them.
    """
    import re2

    if _ONE_BYTE.search(pattern):
        raise PatternError(r"`\C` means a byte, and texts are made of characters")
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.never_capture = True
    options.max_mem = MAX_PATTERN_BYTES
    try:
        compiled = re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode("utf-8", "replace")
        raise PatternError(f"{reason}. It must follow the syntax of RE2, which has no look-around") from None
    if any(match.start() == match.end() for text in ("", "a", "-") for match in compiled.finditer(text)):
        raise PatternError("it also stands for no characters at all, and those are everywhere")
    return compiled
