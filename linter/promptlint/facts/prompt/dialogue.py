"""Spoken words, and parameters that belong in fields and not in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from promptlint.facts.prompt.model import Dialogue, Label

if TYPE_CHECKING:
    from promptlint.facts.prompt.vocabulary import Vocabulary

DOUBLE = re.compile(r'"([^"\n]{1,1200})"')
SINGLE = re.compile(r"(?<!\w)'((?:[^'\n]|(?<=\w)'(?=\w)){2,600})'(?!\w)")
WORDS = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
BEFORE, AFTER = 70, 40
LONG_QUOTE = 5


def find_dialogue(
    text: str, prompt: str, vocabulary: Vocabulary
) -> tuple[tuple[Dialogue, ...], tuple[tuple[int, int], ...]]:
    """The spoken quotations, and the places of all quotations.

    A quotation is spoken where a verb of speech stands near it, where it ends as a sentence does, or where it is
    long; a short one without these is a name or the text on a sign.
    """
    speech = vocabulary.words("speech")
    spoken: list[Dialogue] = []
    quoted: list[tuple[int, int]] = []
    for match in _quotations(text):
        start, end = match
        quoted.append((start, end))
        words = len(WORDS.findall(text[start:end]))
        near = (
            WORDS.findall(text[max(0, start - BEFORE) : start].lower())[-8:]
            + WORDS.findall(text[end : end + AFTER].lower())[:4]
        )
        said = any(_stem_in(word, speech) for word in near)
        if words and (said or words >= LONG_QUOTE or (words > 1 and text[end - 1] in ".!?")):
            spoken.append(Dialogue(prompt[start:end], start, end, words))
    return tuple(spoken), tuple(quoted)


def _quotations(text: str) -> list[tuple[int, int]]:
    places = [match.span(1) for match in DOUBLE.finditer(text)]
    if "'" in text:
        for match in SINGLE.finditer(text):
            start, end = match.span(1)
            if not any(first <= start < last for first, last in places):
                places.append((start, end))
    return sorted(places)


def _stem_in(word: str, verbs: frozenset[str]) -> bool:
    return (
        any(stem in verbs for stem in (word, word[:-1], word[:-2], word[:-3], word[:-3] + "e", word[:-3] + "y"))
        or word == "said"
    )


def find_parameters(text: str, prompt: str, vocabulary: Vocabulary) -> tuple[Label, ...]:
    """Lengths, sizes, ratios, rates and switches written into the prompt; `value` is the kind."""
    found = []
    for kind, pattern in vocabulary.patterns.items():
        for match in re.finditer(pattern, text):
            found.append(Label(prompt[match.start() : match.end()], match.start(), match.end(), kind))
    return tuple(sorted(found, key=lambda label: label.start))
