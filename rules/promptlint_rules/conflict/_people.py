"""How many people a text speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from promptlint.facts.prompt import PromptFacts, Subject

_SETS: Final = {"couple": 2, "duo": 2, "pair": 2, "twin": 2, "trio": 3, "quartet": 4, "quintet": 5}
_GROUPS: Final = frozenset(
    {
        "family",
        "crowd",
        "team",
        "group",
        "band",
        "choir",
        "troop",
        "army",
        "audience",
        "people",
        "crew",
        "queue",
        "line",
    }
)
_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 2
    )
}
_OF: Final = re.compile(r"\s+of\s+(\w+)", re.IGNORECASE)
_AND: Final = re.compile(r"\s*,?\s*and\s+", re.IGNORECASE)
_ONLY: Final = re.compile(
    r"\b(?:only one|just one|a single|one single|single|lone|lonely|solitary|sole)\b", re.IGNORECASE
)
_ALONE: Final = re.compile(
    r"\b(?:all alone|all by (?:herself|himself)|alone|on (?:her|his) own|nobody else|no one else|solo)\b", re.IGNORECASE
)
_NOT_ALONE: Final = re.compile(
    r"\b(?:not|never|isn't|leaves?|left|leave)\s+(?:\w+\s+)?$|\balone (?:with|among|together)\b", re.IGNORECASE
)
_TAG: Final = re.compile(
    r"(?<![\w-])(\d)\+?\s?(?:girl|boy|man|woman|men|women|person|people)s?(?![\w-])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Number:
    """How many people words speak of.

    Attributes:
        start, end: where they stand.
        least: how many there are at least.
        most: how many there are at most, where the words leave no further ones; else None.
        words: as written.
        counted: whether a number is told, and not only that there are several.
    """

    start: int
    end: int
    least: int
    most: int | None
    words: str
    counted: bool = True


def numbers_in(
    said: PromptFacts, text: str, counts: Callable[[Subject | Number], bool] = lambda place: True
) -> list[Number]:
    """The numbers of people that a text speaks of; ``counts`` says which words are meant."""
    found: list[Number] = []
    people = [subject for subject in said.subjects if subject.kind == "person"]
    for subject in people:
        number = _number(subject, text)
        if counts(subject):
            joined = found[-1] if found and _AND.fullmatch(text, found[-1].end, subject.start) else None
            if joined is not None:
                found[-1] = Number(
                    joined.start,
                    number.end,
                    joined.least + number.least,
                    None,
                    text[joined.start : number.end],
                    joined.counted and number.counted,
                )
            else:
                found.append(number)
    for match in _ALONE.finditer(text[: said.analysed]):
        alone = Number(match.start(), match.end(), 1, 1, match[0])
        if not _NOT_ALONE.search(text[: match.start()]) and not _NOT_ALONE.match(text, match.start()) and counts(alone):
            found.append(alone)
    for match in _TAG.finditer(text[: said.analysed]):
        found.append(Number(match.start(), match.end(), int(match[1]), None, match[0]))
    return found


def most_of(numbers: Iterable[Number]) -> Number | None:
    """The words that count the most people."""
    return max((number for number in numbers if number.counted), key=lambda number: number.least, default=None)


def all_of(said: PromptFacts, text: str) -> int | None:
    """How many people a text speaks of altogether; None where it leaves that open."""
    people = [subject for subject in said.subjects if subject.kind == "person"]
    if any(subject.count is None or subject.lemma in _GROUPS for subject in people):
        return None
    total = sum(_number(subject, text).least for subject in people)
    tags = [int(match[1]) for match in _TAG.finditer(text)]
    return max(total, *tags) if tags else total or None


def _number(subject: Subject, text: str) -> Number:
    end, least = subject.end, subject.count or 2
    most: int | None = None
    if subject.lemma in _SETS and subject.count == 1:
        least = _SETS[subject.lemma]
    of = _OF.match(text, subject.end)
    told = None
    counted = subject.count is not None and subject.lemma not in _GROUPS
    if of is not None:
        told = _NUMBERS.get(of[1].lower()) or (int(of[1]) if of[1].isdecimal() and len(of[1]) < 3 else None)
    if told is not None and of is not None:
        end, least, counted = of.end(), told, True
    elif subject.lemma in _GROUPS and subject.count == 1:
        least = 2
    if least == 1 and _ONLY.search(text, max(subject.start - 6, 0), subject.end):
        most = 1
    return Number(subject.start, end, least, most, text[subject.start : end], counted)
