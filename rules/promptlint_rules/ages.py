"""How old a text says that somebody is, as spans of years that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from promptlint.document import PlainValue
from promptlint.facts.prompt import PromptFacts
from promptlint.finding import Confidence

CLEAR_GAP: Final = 10
"""Years between two vague ages from which on they are surely not the same: the years of one decade."""

_OLDEST: Final = 120
_WORDS: Final[dict[str, tuple[int, int]]] = {
    "newborn": (0, 1),
    **dict.fromkeys(("teenage", "teenaged", "adolescent"), (11, 19)),
    **dict.fromkeys(("young", "youthful"), (0, 40)),
    "middle-aged": (35, 65),
    **dict.fromkeys(("old", "elderly", "senior", "aged", "ancient"), (50, _OLDEST)),
}
_TENS: Final = ("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")
_UNITS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS: Final = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_NUMBERS: Final[dict[str, int]] = {
    **{word: number for number, word in enumerate(_UNITS, 1)},
    **{word: number for number, word in enumerate(_TEENS, 10)},
    **{f"{tens}y": 10 * number for number, tens in enumerate(_TENS, 2)},
}
_PARTS: Final = {"early": (0, 4), "mid": (3, 7), "late": (6, 9)}
_DIGITS: Final = re.compile(r"\d{1,3}", re.ASCII)
_DECADE: Final = re.compile(
    rf"(?:(early|mid|late)[- ]?)?(?:to[- ])?(?:([1-9])0['’]?s|({'|'.join(_TENS)})ies)\b", re.IGNORECASE | re.ASCII
)
_SAID: Final = re.compile(
    r"\baged?:?\s+(?P<years>\d{1,3})\b(?!\s*%)"
    r"|\bin\s+(?:her|his|their)\s+(?P<decade>(?:(?:early|mid|late)[- ])?(?:[2-9]0['’]?s|\w+ties))\b"
    r"|\b(?P<part>(?:early|mid|late)[- ](?:[2-9]0['’]?s|(?:twen|thir|for|fif|six|seven|eigh|nine)ties))"
    r"(?=\s*(?:[,.;)]|$|woman\b|man\b))",
    re.IGNORECASE | re.ASCII,
)
"""Ages that the prompt parser does not know as such."""


_OTHER_TIME: Final = re.compile(
    r"\byears? (?:later|earlier|ago|before|younger|older)\b|\bflash-?back\b|\bchildhood\b"
    r"|\bas an? (?:child|girl|boy|teenager|young|old)\b|\b(?:younger|older) (?:self|version)\b"
    r"|\bgrow(?:s|ing)? (?:old|up)\b|\bag(?:e?ing|es|ed) (?:rapidly|into|to|from|backwards?)\b|\bde-?aged?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Age:
    """An age as a text has it.

    Attributes:
        low, high: in years.
        words: as written.
        start, end: where it stands in the text.
    """

    low: int
    high: int
    words: str
    start: int = 0
    end: int = 0

    @property
    def is_number(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


def read_age(text: str) -> tuple[int, int] | None:
    """Years that a text means: ``28``, ``25-30``, ``late twenties``, ``thirty-two``, ``elderly``."""
    lowered = text.lower()
    if decade := _DECADE.search(lowered):
        start = 10 * (int(decade[2]) if decade[2] else _TENS.index(decade[3]) + 2)
        first, last = _PARTS.get(decade[1] or "", (0, 9))
        return start + first, start + last
    numbers = [int(number) for number in _DIGITS.findall(lowered)]
    if not numbers:
        words = re.findall(r"[a-z]+", lowered)
        known = [_NUMBERS[word] for word in words if word in _NUMBERS]
        numbers = [sum(known[:2]) if known[0] % 10 == 0 and known[0] > 10 else known[0]] if known else []
    if numbers:
        return (min(numbers), max(numbers)) if max(numbers) <= _OLDEST else None
    return next((_WORDS[word] for word in (lowered, *lowered.replace("-", " ").split()) if word in _WORDS), None)


def declared_age(value: PlainValue) -> tuple[int, int] | None:
    """Years that a bible declares."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    return read_age(f"{value:g}" if isinstance(value, float) else str(value))


def tells_other_time(text: str) -> bool:
    """Whether a prompt shows somebody at another time of life, when age and looks may differ."""
    return _OTHER_TIME.search(text) is not None


def ages_in(said: PromptFacts, text: str) -> Iterator[Age]:
    """The ages that a text gives to anybody."""
    found: list[Age] = []
    for attribute in said.attributes:
        if attribute.kind == "age" and not attribute.negated and (years := read_age(attribute.value)):
            found.append(Age(*years, attribute.text, attribute.start, attribute.end))
    if said.language == "en":
        for match in _SAID.finditer(text, 0, said.analysed):
            years = read_age(next(group for group in match.groups() if group))
            if years is not None and not any(age.start < match.end() and match.start() < age.end for age in found):
                found.append(Age(*years, match[0], match.start(), match.end()))
    yield from sorted(found, key=lambda age: age.start)


def apart(mine: Age, theirs: Age) -> Confidence | None:
    """How sure it is that two ages are not the same; None where they may well be."""
    gap = max(mine.low - theirs.high, theirs.low - mine.high)
    if gap <= 0:
        return None
    return Confidence.LIKELY if gap >= CLEAR_GAP or (mine.is_number and theirs.is_number) else Confidence.POSSIBLE
