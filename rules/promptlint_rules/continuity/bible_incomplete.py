"""K604."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import FileFacts
from promptlint.facts.declared import DESCRIPTION, LIGHTING, declared_by
from promptlint.finding import Problem, Severity
from promptlint.rule import Example, Need, file_rule
from promptlint.spec.model import Character, SpecFile
from promptlint_rules.ages import ages_in, declared_age
from promptlint_rules.articles import SAME_FACE
from promptlint_rules.continuity._light import lights_in
from promptlint_rules.kinds import is_person

_KEYS: Final = ("age", "skin", "eyes", "hair", "views", LIGHTING)
_BALD: Final = re.compile(r"\bbald\b", re.IGNORECASE)


@file_rule(
    code="K604",
    name="bible-incomplete",
    severity=Severity.INFO,
    needs=frozenset({Need.PROMPT}),
    summary="A character's entry in the bible leaves open what every prompt would have to say.",
    sources=(SAME_FACE,),
    bad=(
        Example(
            """
            characters:
              mara:
                image: refs/mara-front.png
                age: 28
                eyes: blue-grey
                hair: dark auburn, cut to the jaw
            """,
            marks=("mara",),
        ),
        Example(
            """
            characters:
              mara:
                image: refs/mara-front.png
                views: {profile: refs/mara-side.png}
                age: 25-30
                skin: pale
                eyes: blue-grey
                hair: dark auburn, cut to the jaw
                lighting: soft window light from camera-left
            """,
            marks=("25-30",),
            title="A span of years is no age",
        ),
    ),
    good=(
        Example(
            """
            characters:
              mara:
                image: refs/mara-front.png
                views: {three_quarter: refs/mara-34.png, profile: refs/mara-side.png}
                age: 28
                skin: pale ivory
                eyes: blue-grey
                hair: {colour: dark auburn, length: jaw}
                lighting: soft window light from camera-left
            """,
        ),
        Example(
            """
            characters:
              mara:
                image: refs/mara-front.png
                views: {profile: refs/mara-side.png}
                description: >-
                  28-year-old woman, pale skin, blue-grey eyes, short dark auburn hair, soft window light
            """,
            title="A description may say all of it",
        ),
        Example(
            """
            characters:
              kettle: {kind: product, image: refs/kettle.png}
            """,
            title="A product has no age and no eyes",
        ),
    ),
)
def bible_incomplete(file: SpecFile, facts: FileFacts) -> Iterator[Problem]:
    """Reports, once for each person in the character bible, what the entry leaves open: `age` as one number, `skin`,
    `eyes`, `hair`, `views` besides the front picture, and `lighting`. What the `description` says counts as said, but
    an age that `age` gives as a span stays open. Animals and products (`kind`) are left alone.

    ## Why it matters

    What the bible leaves open, every prompt and every model fills in anew. An age of `25-30` is six faces, and a
    character without a profile view gets an invented one as soon as it turns its head.

    ## What to do

    Fill in the entry once: a number for the age, skin, eye and hair colour in the words that the prompts repeat, a
    picture for each view that the shots need, and one line of light.
    """
    for character in file.characters.values():
        if character.file is file and is_person(character, facts.surroundings.prompts):
            problem = _open(character, facts)
            if problem is not None:
                yield problem


def _open(character: Character, facts: FileFacts) -> Problem | None:
    missing = _missing(character, facts)
    age = character.attributes.get("age")
    years = declared_age(age.value) if age is not None else None
    vague = age is not None and (years is None or years[0] != years[1])
    if not missing and not vague:
        return None
    words = []
    if missing:
        words.append(f"The entry of `{character.name}` says nothing of {_listed(missing)}")
    if vague and age is not None:
        shown = f"`{age.value}` is no number" if isinstance(age.value, str) else "its age is no number"
        words.append(f"{shown} of years" if missing else f"{shown} of years for the age of `{character.name}`")
    return Problem(
        character.location if missing or age is None else age.location,
        f"{', and '.join(words)}: every prompt and every model fills it in anew.",
        "Enter it once, in the words that the prompts repeat.",
        severity=Severity.WARNING if vague else None,
    )


def _missing(character: Character, facts: FileFacts) -> list[str]:
    """What neither a key nor the description says, by the keys of an entry."""
    told: set[str] = {key for key in _KEYS if key in character.attributes}
    if character.views:
        told.add("views")
    prompts = facts.surroundings.prompts
    for declared in declared_by(character):
        if declared.key != DESCRIPTION:
            continue
        said = prompts.of(declared.text)
        told |= {attribute.kind for attribute in said.attributes}
        told |= {"hair"} if _BALD.search(declared.text) else set()
        told |= {"age"} if any(age.is_number for age in ages_in(said, declared.text)) else set()
        told |= {LIGHTING} if said.lighting or lights_in(said, declared.text) else set()
    return [key for key in _KEYS if key not in told]


def _listed(keys: list[str]) -> str:
    shown = [f"`{key}`" for key in keys]
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
