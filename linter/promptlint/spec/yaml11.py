"""What tools that follow YAML 1.1, such as PyYAML, make of an unquoted text. The patterns are those of PyYAML."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from promptlint.document import Scalar, resolve

_WORDS: Final[dict[str, bool]] = {
    form: value
    for word, value in (("yes", True), ("no", False), ("on", True), ("off", False))
    for form in (word, word.capitalize(), word.upper())
}
_BASE_60: Final = re.compile(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+\Z", re.ASCII)
_BASE_60_FRACTION: Final = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*\Z", re.ASCII)
_INTEGERS: Final = (
    (2, re.compile(r"([-+]?)0b([01_]+)\Z", re.ASCII)),
    (8, re.compile(r"([-+]?)0([0-7_]+)\Z", re.ASCII)),
    (10, re.compile(r"([-+]?)(0|[1-9][0-9_]*)\Z", re.ASCII)),
    (16, re.compile(r"([-+]?)0x([0-9a-fA-F_]+)\Z", re.ASCII)),
)
_FLOAT: Final = re.compile(
    r"(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)\Z", re.ASCII
)
_SPECIAL: Final = re.compile(r"(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z")
_DATE: Final = re.compile(
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
    r"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)\Z",
    re.ASCII,
)
_FIRST: Final = frozenset("0123456789+-.")
_LONGEST: Final = 64
"""Longer texts are prose, or numbers that no field takes."""


def flag_of(text: str) -> bool | None:
    """The boolean that YAML 1.1 reads in a word such as ``no`` or ``on``."""
    return _WORDS.get(text)


def has_leading_zeros(text: str) -> bool:
    """Whether an unquoted text is a number whose zeros in front are lost when it is read."""
    return text[:1] == "0" and len(text) > 1 and text.isascii() and text.isdigit()


def other_reading(text: str) -> str | None:
    """What YAML 1.1 makes of an unquoted text that YAML 1.2 reads as another value; None where both agree."""
    first = text[:1]
    if first not in _FIRST:
        flag = _WORDS.get(text)
        return None if flag is None else f"the boolean `{str(flag).lower()}`"
    if len(text) > _LONGEST or (text.isdigit() and (first != "0" or len(text) == 1)) or _SPECIAL.match(text):
        return None
    if _DATE.match(text):
        return "a date" if _is_date(text) else "a date that does not exist"
    old = _number(text)
    new = resolve(Scalar(text, 0, len(text), "plain", text))
    if old is None:
        return None if isinstance(new, str) else "a text, where others read a number"
    if type(old) is type(new) and old == new:
        return None
    return f"the number {old:.15g}" if isinstance(old, float) else f"the number {old}"


def _number(text: str) -> int | float | None:
    sign = -1 if text[0] == "-" else 1
    if _BASE_60.match(text) or _BASE_60_FRACTION.match(text):
        parts = text.replace("_", "").lstrip("+-").split(":")
        value: float = 0
        for part in parts:
            value = value * 60 + (float(part) if "." in text else int(part))
        return sign * value
    for base, pattern in _INTEGERS:
        if match := pattern.match(text):
            digits = match[2].replace("_", "")
            return sign * int(digits, base) if digits else 0
    if _FLOAT.match(text):
        return float(text.replace("_", ""))
    return None


def _is_date(text: str) -> bool:
    try:
        date(*(int(part) for part in re.split(r"[Tt \t]", text, maxsplit=1)[0].split("-")))
    except ValueError:
        return False
    return True
