"""English inflection for the words the grammar uses."""

from __future__ import annotations

from pathlib import Path

import yaml

VOWELS = "aeiou"
TABLES = yaml.safe_load(Path(__file__).with_name("inflections.yaml").read_text(encoding="utf-8"))
IRREGULAR: dict[str, tuple[str, str]] = {verb: (past, done) for verb, (past, done) in TABLES["irregular"].items()}
DOUBLING: frozenset[str] = frozenset(TABLES["doubling"])
PLURALS: dict[str, str] = TABLES["plurals"]


def third(verb: str) -> str:
    """The form after a singular subject: walks, watches, flies."""
    if verb in {"go", "do"}:
        return verb + "es"
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def gerund(verb: str) -> str:
    """The present participle: walking, running, lying."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and len(verb) > 2:
        return verb[:-1] + "ing"
    return verb + verb[-1] + "ing" if verb in DOUBLING else verb + "ing"


def _regular_past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ied"
    return verb + verb[-1] + "ed" if verb in DOUBLING else verb + "ed"


def past(verb: str) -> str:
    """The past tense."""
    return IRREGULAR[verb][0] if verb in IRREGULAR else _regular_past(verb)


def participle(verb: str) -> str:
    """The past participle."""
    return IRREGULAR[verb][1] if verb in IRREGULAR else _regular_past(verb)


def plural(noun: str) -> str:
    """The plural of a noun."""
    if noun in PLURALS:
        return PLURALS[noun]
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"


def article(following: str) -> str:
    """The indefinite article before a word."""
    return "an" if following[:1].lower() in VOWELS else "a"
