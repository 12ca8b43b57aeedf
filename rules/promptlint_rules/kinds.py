"""What a character is, by its entry in the bible."""

from __future__ import annotations

from typing import Final

from promptlint.facts.declared import block_of
from promptlint.facts.prompts import PromptFactsSource
from promptlint.spec.model import Character

_THINGS: Final = frozenset({"product", "object", "thing", "prop", "vehicle"})
_NO_PERSON: Final = _THINGS | {"place", "scene", "animal", "creature", "pet"}


def is_person(character: Character, prompts: PromptFactsSource) -> bool:
    """Whether the entry is of a person: by its ``kind``, else by its description, else because most are."""
    kind = _kind(character)
    if kind is not None:
        return kind not in _NO_PERSON
    kinds = _described(character, prompts)
    return "person" in kinds or not kinds & {"animal", "product", "vehicle"}


def is_thing(character: Character, prompts: PromptFactsSource) -> bool:
    """Whether the entry is of a thing, such as a pair of sunglasses: by its ``kind``, else its description."""
    kind = _kind(character)
    if kind is not None:
        return kind in _THINGS
    kinds = _described(character, prompts)
    return bool(kinds & {"product", "vehicle"}) and not kinds & {"person", "animal"}


def _kind(character: Character) -> str | None:
    kind = character.attributes.get("kind")
    return kind.value.strip().lower() if kind is not None and isinstance(kind.value, str) else None


def _described(character: Character, prompts: PromptFactsSource) -> set[str]:
    block = block_of(character)
    return {subject.kind for subject in prompts.of(block).subjects} if block else set()
