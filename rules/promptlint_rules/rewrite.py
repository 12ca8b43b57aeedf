"""Edits that put the bible's words in place of what a prompt says of a character."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from promptlint.facts.declared import block_of
from promptlint.facts.prompt import PromptFacts, Subject
from promptlint.facts.prompts import PromptFactsSource
from promptlint.finding import Fix
from promptlint.spec.model import Character
from promptlint_rules.described import Passage
from promptlint_rules.looks import Look
from promptlint_rules.prompt._reading import edit

_JOINED: Final = re.compile(r"[\s,;]*(?:(?:and|with|has|an?|the|her|his|their|in|wearing|whose|is|are)\b[\s,]*)*", re.I)
_FRAGMENT_ENDS: Final = ".!?;,:("
_ARTICLE: Final = re.compile(r"(an?|the)\s+", re.IGNORECASE)
_ARTICLE_BEFORE: Final = re.compile(r"\b(an?)\s+$", re.IGNORECASE)
_AN: Final = re.compile(r"[aeiou]|8|11\b|18\b|11-|18-", re.IGNORECASE)
_PLAIN: Final = re.compile(r"an?|the|\d+|years?|old|young|-", re.IGNORECASE)
_WORD: Final = re.compile(r"[\w']+|-")
_LEAST_LOOKS: Final = 2


def repairs(
    passage: Passage,
    look: Look,
    written: str,
    character: Character,
    locked: Collection[str],
    prompts: PromptFactsSource,
    *,
    safe: bool,
) -> tuple[Fix, ...]:
    """The bible's description as a whole where that is safe, and the bible's words for one look.

    Args:
        passage: what the prompt says of the character.
        look: the look that is to go.
        written: the bible's words for it.
        character: the entry.
        locked: the traits that it tells.
        prompts: what its description says.
        safe: whether the prompt's words are surely not the bible's.
    """
    block = block_of(character)
    whole = block_fix(passage, look, block, prompts.of(block), locked) if block and safe else None
    words = words_fix(passage, look, written, safe=safe)
    return tuple(fix for fix in (whole, words) if fix is not None)


def words_fix(passage: Passage, look: Look, written: str, *, safe: bool) -> Fix | None:
    """The bible's words for one look; None where they do not fit the sentence or cannot be edited.

    ``cut to the jaw`` stands behind the hair and ``long`` before it: neither takes the place of the other.
    """
    if look.start <= look.noun_start < look.end or " to " in f"{look.value} {written}":
        return None
    reading, start, text = passage.reading, look.start, written
    if look.noun.lower().endswith("ed"):
        text = "-".join(text.split())
    article = _ARTICLE_BEFORE.search(reading.text, 0, start)
    if article is not None:
        start, text = article.start(), _with_article(article[1], text)
    edits = edit(passage.shot, reading.field, start, look.end, text)
    return Fix(f"write `{written}`", edits, safe=safe) if edits else None


def block_fix(passage: Passage, drifted: Look, block: str, said: PromptFacts, locked: Collection[str]) -> Fix | None:
    """The bible's description instead of the one in the prompt.

    None where the prompt has no description that could be replaced as a whole: less than two looks in a row, or one
    that holds more than looks.

    Args:
        passage: what the prompt says of the character.
        drifted: the look that is to go.
        block: the description.
        said: what it says.
        locked: the traits that the bible tells; other garments stay.
    """
    reading, text = passage.reading, " ".join(block.split()).rstrip(" .,;")
    spans = [
        (min(look.start, look.noun_start), max(look.end, look.noun_end))
        for look in passage.looks
        if look.trait in locked or not look.garment
    ]
    if any(subject.kind in ("person", "animal") for subject in said.subjects):
        spans += [
            (subject.start, subject.end)
            for subject in reading.said.subjects
            if subject.kind in ("person", "animal")
            and passage.owners.of(subject.start, subject.end) == passage.name
            and _says_only(subject, passage.looks)
        ]
    run = _run(reading.text, sorted(spans), drifted.start)
    if run is None:
        return None
    start, end = run
    inside = {look.noun_start for look in passage.looks if start <= look.start < end}
    if len(inside) < _LEAST_LOOKS or not _begins_fragment(reading.text, start):
        return None
    article = _ARTICLE.match(reading.text, start, end)
    if article is not None and not _ARTICLE.match(text):
        text = _with_article(article[1], text)
    elif reading.text[start].isupper():
        text = text[0].upper() + text[1:]
    edits = edit(passage.shot, reading.field, start, end, text)
    return Fix("repeat the bible's description", edits) if edits else None


def _run(text: str, spans: Sequence[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The stretch around a place in which only looks stand, joined by commas and small words."""
    runs: list[tuple[int, int]] = []
    for start, end in spans:
        if runs and (start <= runs[-1][1] or _JOINED.fullmatch(text, runs[-1][1], start)):
            runs[-1] = runs[-1][0], max(end, runs[-1][1])
        else:
            runs.append((start, end))
    return next((run for run in runs if run[0] <= at < run[1]), None)


def _begins_fragment(text: str, at: int) -> bool:
    before = text[:at].rstrip()
    return not before or before[-1] in _FRAGMENT_ENDS


def _says_only(subject: Subject, looks: Sequence[Look]) -> bool:
    """Whether the words of a subject are its noun, its age and looks: nothing that would be lost."""
    told = {word for look in looks for word in _WORD.findall(f"{look.value} {look.noun}".lower())}
    words = _WORD.findall(subject.text.lower())
    return all(_PLAIN.fullmatch(word) or word in told for word in words[:-1])


def _with_article(article: str, text: str) -> str:
    """A text behind the article that stood there, ``a`` or ``an`` as the text wants it."""
    if article.lower() != "the":
        article = article[0] + ("n" if _AN.match(text) else "")
    return f"{article} {text}"
