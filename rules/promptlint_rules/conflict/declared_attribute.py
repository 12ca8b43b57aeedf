"""C207."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, SAME_FACE
from promptlint_rules.conflict._case import case_of
from promptlint_rules.conflict._report import look_problem
from promptlint_rules.conflict._traits import further_claims


@shot_rule(
    code="C207",
    name="declared-attribute",
    severity=Severity.WARNING,
    confidence=Confidence.CERTAIN,
    needs=frozenset({Need.PROMPT}),
    fields=("prompt",),
    drift=True,
    summary="The prompt contradicts what the spec declares of its subject.",
    sources=(DRIFT, SAME_FACE),
    bad=(
        Example(
            """
            characters:
              mara: {image: refs/mara.png, eyes: blue-grey, skin: pale ivory, hair: {colour: auburn, length: jaw}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara.png
                prompt: A woman with waist-length hair and brown eyes turns to the window.
            """,
            marks=("waist-length", "brown"),
        ),
        Example(
            """
            id: s01
            image: refs/mara.png
            subject: {type: person, hair: {style: straight}}
            prompt: Her curly hair moves in the wind.
            """,
            marks=("curly",),
            title="What the shot's own subject declares",
        ),
    ),
    good=(
        Example(
            """
            characters:
              mara: {image: refs/mara.png, eyes: blue-grey, skin: pale ivory, hair: {colour: auburn, length: jaw}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara.png
                prompt: The woman with short hair and blue eyes turns to an old man with brown eyes.
            """,
            title="Words that fit, and somebody else",
        ),
        Example(
            """
            characters:
              mara: {image: refs/mara.png, eyes: blue-grey, skin: pale ivory, hair: {colour: auburn, length: jaw}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara.png
                prompt: The same woman turns her head slowly to the window.
            """,
            title="A prompt that leaves looks to the reference",
        ),
    ),
)
def declared_attribute(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Holds what the prompt says of eyes, skin, and length and texture of hair against what the character bible, or the
    shot's `subject`, declares. The bible's entry is found by the names under `characters`, else by the start frame.

    Colours of hair, garments and things are the matter of `hair-colour` and `object-or-garment-colour`. Words that
    differ and yet fit, such as `blue` beside `blue-grey`, are that of `description-drift`.

    ## Why it matters

    What is declared is what the other shots show. A prompt that says something else makes another person of the
    character, for this one clip.

    ## What to do

    Write what is declared, or change the declaration if the prompt is right.
    """
    case = case_of(shot, facts)
    if case is None:
        return
    for claim in further_claims(case):
        yield from look_problem(case, claim, case.declared(claim))
