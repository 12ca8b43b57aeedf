"""Reads the ``[[phrases]]`` of a configuration file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from promptlint.config.read import ConfigFile
from promptlint.families import FAMILIES
from promptlint.finding import Confidence, Severity
from promptlint.settings import Phrase, PhraseKind

KEY: Final = "phrases"
_KINDS: Final[tuple[PhraseKind, ...]] = ("words", "lemma", "regex")


def read_phrases(file: ConfigFile) -> dict[str, Phrase]:
    """The phrases of a file by code.

    Raises:
        ConfigError: two share a code or a name, one has the letters or the name of a family of rules, or a pattern
            cannot be used.
    """
    phrases: dict[str, Phrase] = {}
    for number, table in enumerate(file.table.get(KEY, ())):
        phrase = _phrase(file, number, table)
        _check_name(file, number, phrase, phrases)
        _check_patterns(file, number, phrase)
        phrases[phrase.code] = phrase
    return phrases


def as_table(phrase: Phrase) -> dict[str, Any]:
    """A phrase as it would be written, with what it does not say filled in."""
    table: dict[str, Any] = {
        "code": phrase.code,
        "name": phrase.name,
        "message": phrase.message,
        phrase.kind: phrase.patterns[0] if phrase.kind == "regex" else list(phrase.patterns),
        "in": list(phrase.places),
        "severity": phrase.severity.label,
        "confidence": phrase.confidence.label,
    }
    return table | {key: text for key in ("replacement", "advice") if (text := getattr(phrase, key))}


def _phrase(file: ConfigFile, number: int, table: Mapping[str, Any]) -> Phrase:
    kind = next(kind for kind in _KINDS if kind in table)
    line = file.line(KEY, number)
    sure = "likely" if kind == "lemma" else "certain"
    code = table["code"].strip()  # the end of a schema's pattern lets a line break through
    return Phrase(
        code,
        table.get("name", code.lower()).strip(),
        table["message"],
        kind,
        _listed(table[kind]),
        tuple(dict.fromkeys(_listed(table.get("in", "prompt")))),
        Severity[table.get("severity", "warning").upper()],
        Confidence[table.get("confidence", sure).upper()],
        table.get("replacement"),
        table.get("advice", ""),
        f"{file.shown}:{line}" if line else file.shown,
    )


def _listed(value: str | list[str]) -> tuple[Any, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _check_name(file: ConfigFile, number: int, phrase: Phrase, others: Mapping[str, Phrase]) -> None:
    letters = phrase.code.rstrip("0123456789")
    if letters in FAMILIES:
        raise file.error(
            f"`{phrase.code}` begins with {letters}, which stands for the family {FAMILIES[letters]}. "
            f"Choose letters of your own, such as STU{phrase.code[len(letters) :]}.",
            KEY,
            number,
            "code",
        )
    if phrase.code in others:
        raise file.error(f"Two phrases have the code {phrase.code}. Give each its own.", KEY, number, "code")
    if phrase.name in (*FAMILIES.values(), letters.lower(), "all"):
        raise file.error(f"`{phrase.name}` is the name of a family of rules. Choose another.", KEY, number, "name")
    if any(phrase.name == other.name for other in others.values()):
        raise file.error(f"Two phrases have the name `{phrase.name}`. Give each its own.", KEY, number, "name")


def _check_patterns(file: ConfigFile, number: int, phrase: Phrase) -> None:
    from promptlint.phrases.matching import PatternError, check_pattern

    for pattern in phrase.patterns:
        try:
            check_pattern(phrase.kind, pattern)
        except PatternError as error:
            message = f"The pattern `{pattern}` cannot be used: {error}."
            raise file.error(message, KEY, number, phrase.kind) from None
