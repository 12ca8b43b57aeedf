"""K605."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from promptlint.document import Mapping, Scalar
from promptlint.facts import SequenceFacts
from promptlint.facts.declared import DESCRIPTION, declared_by
from promptlint.facts.prompts import PromptFactsSource
from promptlint.finding import Confidence, Evidence, Fix, Problem, Severity
from promptlint.rule import Example, Need, sequence_rule
from promptlint.spec.model import Character, Location, Shot
from promptlint.spec.sequence import ShotSequence, names_in
from promptlint_rules.ages import Age, ages_in, apart, declared_age, tells_other_time
from promptlint_rules.articles import SAME_FACE
from promptlint_rules.described import Passage, Passages
from promptlint_rules.pictures import share_pictures
from promptlint_rules.prompt._reading import edit

_DIGITS: Final = re.compile(r"\d+", re.ASCII)


@sequence_rule(
    code="K605",
    name="age-changes",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="A character has another age than in the bible, or than in an earlier shot.",
    sources=(SAME_FACE,),
    bad=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png, age: 28}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: A 35-year-old woman turns to the window.
            """,
            marks=("35-year-old",),
        ),
        Example(
            """
            characters: {tomas: {image: refs/tomas-front.png}}
            shots:
              - id: s01
                characters: [tomas]
                image: refs/tomas-front.png
                prompt: A man in his sixties looks out over the water.
              - id: s02
                characters: [tomas]
                image: {from: s01, frame: last}
                prompt: The young man lowers his head.
            """,
            marks=("young",),
            title="Two shots that disagree",
        ),
        Example(
            """
            characters:
              mara: {image: refs/mara-front.png, age: 28, description: "32-year-old woman, blue-grey eyes"}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: The same woman from the reference turns to the window.
            """,
            marks=("32-year-old",),
            title="A bible that says two things",
        ),
    ),
    good=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png, age: 28}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: A young woman in her twenties turns to an old man.
            """,
            title="Words that fit the number, and somebody else's age",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png, age: 28}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: Ten years later. A 38-year-old woman turns to the window.
            """,
            title="A leap in time that the prompt tells",
        ),
    ),
)
def age_changes(sequence: ShotSequence, facts: SequenceFacts) -> Iterator[Problem]:
    """Compares the ages in prompts, and under `subject:` of a shot, with the character's `age` in the bible, else with
    the age in its `description`, else with the first shot that gives one. The bible's own ages are compared as well.

    Two numbers differ where they are not the same. Words and spans such as `young`, `in her twenties` or `25-30` differ
    only where they have no year in common; a gap of less than ten years is possible drift only. Prompts that tell of
    another time (`ten years later`, `as a child`) are left alone.

    ## Why it matters

    Age is the shortest word that changes a whole face: skin, hairline, jaw and posture all follow it. Five years more
    in one prompt are enough for the audience to meet somebody new.

    ## What to do

    Give one number in the bible and repeat it, or leave the age out. Somebody who is seen at two ages is two entries of
    the bible, each with its own pictures.
    """
    prompts = facts.surroundings.prompts
    known = {character: list(_ages_of(character, prompts)) for character in sequence.characters}
    yield from _entries(known)
    passages = Passages(sequence, facts)
    for member in sequence.cast:
        own = known.get(member.character, []) if member.character else []
        told = own
        for passage in passages.of(member):
            said = list(_ages_said(passage))
            if told:
                yield from _differing(passage, said, told[0], fixed=bool(own))
            else:
                told = [replace(age, by=_by(passage.shot)) for age in said]


@dataclass(frozen=True, slots=True)
class _Told:
    """An age with the place that tells it, and who tells it."""

    age: Age
    at: Location
    by: str = "the bible"


def _ages_of(character: Character, prompts: PromptFactsSource) -> Iterator[_Told]:
    field = character.attributes.get("age")
    years = declared_age(field.value) if field is not None else None
    if field is not None and years is not None:
        yield _Told(Age(*years, str(field.value)), field.location)
    for declared in declared_by(character):
        if declared.key == DESCRIPTION:
            for age in ages_in(prompts.of(declared.text), declared.text):
                yield _Told(age, declared.words(age.start, age.end))


def _ages_said(passage: Passage) -> Iterator[_Told]:
    """The ages that a shot gives to the character."""
    reading, shot = passage.reading, passage.shot
    if not tells_other_time(reading.text):
        for age in ages_in(reading.said, reading.text):
            if passage.owners.of(age.start, age.end) == passage.name:
                yield _Told(age, reading.part(age.start, age.end))
    yield from _declared_in(shot)


def _declared_in(shot: Shot) -> Iterator[_Told]:
    """The age under ``subject:``, where the shot is of one character."""
    node = shot.subject.node if shot.subject is not None else None
    entry = node.get("age") if isinstance(node, Mapping) else None
    if shot.subject is None or entry is None or not isinstance(entry.value, Scalar) or len([*names_in(shot)]) != 1:
        return
    years = declared_age(entry.value.value)
    if years is not None:
        at = Location(shot.subject.file, entry.value.content_span, (*shot.subject.path, "age"))
        yield _Told(Age(*years, entry.value.value), at)


def _by(shot: Shot) -> str:
    return f"the shot `{shot.name}`" if shot.name else "an earlier shot"


def _differing(passage: Passage, said: list[_Told], told: _Told, *, fixed: bool) -> Iterator[Problem]:
    """The first age that differs, where none agrees."""
    verdicts = [(mine, apart(mine.age, told.age)) for mine in said]
    if not verdicts or any(verdict is None for _, verdict in verdicts):
        return
    mine, confidence = verdicts[0]
    yield Problem(
        mine.at,
        f"`{passage.name}` is `{mine.age.words}` here, and {told.by} says `{told.age.words}`: the face ages between "
        "two clips.",
        f"Write `{told.age.words}` in every shot, or leave the age out; who is seen at two ages is two entries.",
        (Evidence(f"the age of `{passage.name}` by {told.by}: {told.age.words}", told.at),),
        _fix(passage, mine, told) if fixed else None,
        confidence=confidence,
        shot=passage.shot,
    )


def _fix(passage: Passage, mine: _Told, told: _Told) -> Fix | None:
    """The bible's number in place of another one."""
    number = _DIGITS.search(passage.reading.text, mine.age.start, mine.age.end)
    if number is None or not (mine.age.is_number and told.age.is_number):
        return None
    edits = edit(passage.shot, passage.reading.field, number.start(), number.end(), str(told.age.low))
    return Fix(f"write {told.age.low}", edits, safe=False) if edits else None


def _entries(known: dict[Character, list[_Told]]) -> Iterator[Problem]:
    """Entries that contradict themselves, or another entry of the same name."""
    first: dict[str, Character] = {}
    for character, told in known.items():
        for other in told[1:]:
            yield from _contradiction(character.name, other, told[0], Confidence.LIKELY)
        earlier = first.setdefault(character.name, character)
        if earlier is not character and told and known[earlier]:
            sure = Confidence.LIKELY if share_pictures(character, earlier) else Confidence.POSSIBLE
            yield from _contradiction(character.name, told[0], known[earlier][0], sure)


def _contradiction(name: str, told: _Told, other: _Told, most: Confidence) -> Iterator[Problem]:
    confidence = apart(told.age, other.age)
    if confidence is not None:
        yield Problem(
            told.at,
            f"The bible gives `{name}` the age `{told.age.words}` here and `{other.age.words}` in "
            f"{other.at.file.name}: shots that follow one of them each show two people.",
            "Keep one of them.",
            (Evidence(f"the age of `{name}`: {other.age.words}", other.at),),
            confidence=min(confidence, most),
        )
