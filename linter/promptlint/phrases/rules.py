"""A phrase as a rule, and the rules of a project: the installed ones and its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from promptlint.document import Scalar
from promptlint.edits import replace_words
from promptlint.facts import ShotFacts
from promptlint.finding import Fix, Problem
from promptlint.phrases.matching import MAX_PLACES, finder
from promptlint.registry import Registry, RegistryError
from promptlint.rule import Need, Rule, Scope
from promptlint.settings import Phrase
from promptlint.spec.model import Field, Location, Shot

_PLACES: Final = {"prompt": "the prompt", "negative_prompt": "the negative prompt", "motion": "the motion settings"}
_KINDS: Final = {
    "words": "Reports these words, in upper or lower case",
    "lemma": "Reports every form of these words, as the prompt parser reads them",
    "regex": "Reports what this regular expression finds, in upper or lower case",
}
_JOINTS: Final = re.compile(r"[\s_\u2010-\u2015-]+(?!\d)")


@lru_cache(maxsize=16)
def with_phrases(registry: Registry, phrases: tuple[Phrase, ...]) -> Registry:
    """The installed rules and those that a project's phrases make.

    Raises:
        RegistryError: a phrase has the letters or the name of an installed rule.
    """
    rules: list[Rule] = []
    for phrase in phrases:
        rule = rule_of(phrase)
        for other in (*registry, *rules):
            if other.letters == rule.letters and other not in rules:
                raise RegistryError(
                    f"{phrase.source}: `{rule.code}` begins with {rule.letters}, as the installed rule {other.code} "
                    f"({other.name}) does. Choose letters of your own."
                )
            if other.name == rule.name:
                raise RegistryError(f"{phrase.source}: the name `{rule.name}` is taken by the rule {other.code}.")
        rules.append(rule)
    return registry.extended(rules) if rules else registry


def rule_of(phrase: Phrase) -> Rule:
    """The rule that a phrase stands for.

    Raises:
        PatternError: one of its patterns cannot be used.
    """
    find = finder(phrase.kind, phrase.patterns)

    def check(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
        for field in _fields(shot, phrase):
            for scalar, _ in field.texts():
                for start, end in find(scalar.value, facts):
                    problem = _problem(phrase, field, scalar, start, end)
                    if problem is not None:
                        yield problem

    in_one_field = len(phrase.places) == 1 and "motion" not in phrase.places
    return Rule(
        code=phrase.code,
        name=phrase.name,
        summary=" ".join(phrase.message.split()),
        scope=Scope.SHOT,
        severity=phrase.severity,
        sources=(phrase.source,) if phrase.source else (),
        check=check,
        documentation=_documentation(phrase),
        confidence=phrase.confidence,
        needs=frozenset({Need.PROMPT} if phrase.kind == "lemma" else ()),
        fields=phrase.places if in_one_field else (),
    )


def _fields(shot: Shot, phrase: Phrase) -> Iterator[Field[Any]]:
    """The fields in which the phrase is looked for. What ``motion.reference`` names is a file."""
    for name, field in shot.fields.items():
        place, _, setting = name.partition(".")
        if place in phrase.places and setting != "reference":
            yield field


def _problem(phrase: Phrase, field: Field[Any], scalar: Scalar, start: int, end: int) -> Problem | None:
    """What to report of words that were found; nothing where they are the replacement, or part of it."""
    at = Location(field.file, scalar.span_of(start, end), field.path)
    if phrase.replacement is None:
        return Problem(at, phrase.message, phrase.advice)
    if _is_replaced(scalar.value, start, end, phrase.replacement):
        return None
    found = scalar.value[start:end]
    new = _cased(phrase.replacement, found)
    fix = Fix(
        f"write `{new}` instead of `{' '.join(found.split())}`",
        (replace_words(scalar, start, end, new),),
        safe=_spelling(found) == _spelling(new),
    )
    return Problem(at, phrase.message, phrase.advice or f"Write `{new}`.", fix=fix)


def _is_replaced(text: str, start: int, end: int, replacement: str) -> bool:
    """Whether the words stand in the text as the replacement does, so that replacing them would never end."""
    found = text[start:end]
    if found == _cased(replacement, found):
        return True
    wanted, part = replacement.lower(), found.lower()
    offset = wanted.find(part)
    while offset >= 0 and len(part) < len(wanted):
        first = start - offset
        around = text[max(first, 0) : max(first, 0) + len(replacement)]
        if first >= 0 and re.sub(r"\s", " ", around.lower()) == wanted:
            return True
        offset = wanted.find(part, offset + 1)
    return False


def _cased(replacement: str, found: str) -> str:
    """The replacement, with a capital where the words that it replaces begin with one."""
    return replacement[0].upper() + replacement[1:] if found[0].isupper() else replacement


def _spelling(words: str) -> str:
    """What stays of words apart from case, blanks and hyphens: the same for two spellings of one thing.

    A blank or hyphen before a digit stays: ``16 9`` is no ``169``.
    """
    return _JOINTS.sub("", words.casefold())


def _documentation(phrase: Phrase) -> str:
    patterns = ", ".join(f"`{pattern}`" for pattern in phrase.patterns)
    places = " and ".join(_PLACES[place] for place in phrase.places)
    parts = [
        f"{_KINDS[phrase.kind]}: {patterns}.",
        f"Looks in {places}, and reports the first {MAX_PLACES} in each text.",
    ]
    if phrase.replacement is not None:
        parts.append(f"The fix writes `{phrase.replacement}` instead.")
    if phrase.advice:
        parts.append(f"## What to do\n\n{phrase.advice}")
    return "\n\n".join(parts)
