"""What a character is, by its entry in the bible."""

from __future__ import annotations

from typing import Final

from promptlint.facts.declared import block_of
from promptlint.facts.prompts import PromptFactsSource
from promptlint.spec.model import Character

_NO_PERSON: Final = frozenset(
    {"product", "object", "thing", "prop", "vehicle", "place", "scene", "animal", "creature", "pet"}
)


def is_person(character: Character, prompts: PromptFactsSource) -> bool:
    """Whether the entry is of a person: by its ``kind``, else by its description, else because most are."""
    kind = character.attributes.get("kind")
    if kind is not None and isinstance(kind.value, str):
        return kind.value.strip().lower() not in _NO_PERSON
    block = block_of(character)
    kinds = {subject.kind for subject in prompts.of(block).subjects} if block else set()
    return "person" in kinds or not kinds & {"animal", "product", "vehicle"}
