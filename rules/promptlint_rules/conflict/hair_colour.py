"""C201."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.reference.model import Caption
from promptlint.facts.reference.stated import picture
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, HOW_IT_WORKS
from promptlint_rules.conflict._case import case_of
from promptlint_rules.conflict._report import COLOUR_NEEDS, colour_problem

_TRAITS: Final = ("hair colour", "beard colour", "moustache colour", "mustache colour", "goatee colour")
_PATH: Final = "refs/mara.png"


@shot_rule(
    code="C201",
    name="hair-colour",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=COLOUR_NEEDS,
    fields=("prompt",),
    drift=True,
    summary="The prompt gives somebody another hair colour than the reference.",
    sources=(DRIFT, HOW_IT_WORKS),
    bad=(
        Example(
            """
            characters:
              mara:
                image: refs/mara.png
                description: 28-year-old woman, blue-grey eyes, short dark auburn hair
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara.png
                prompt: The woman with the long blonde hair turns to the window.
            """,
            marks=("blonde",),
            title="The character bible says something else",
        ),
        Example(
            """
            id: s01
            image: refs/mara.png
            prompt: Her black hair moves in the wind.
            """,
            marks=("black",),
            pictures=(
                (
                    _PATH,
                    picture(
                        captions=(Caption("PNG text chunk `parameters`", "prompt", "portrait of a woman, red hair"),)
                    ),
                ),
            ),
            title="So does the prompt that the picture was made with",
        ),
    ),
    good=(
        Example(
            """
            characters: {mara: {image: refs/mara.png, hair: {colour: dark auburn}}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara.png
                prompt: The red-haired woman smiles. A blonde waitress enters from the left.
            """,
            title="A word that fits, and somebody who is not there yet",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara.png, hair: {colour: dark auburn}}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara.png
                prompt: She pulls a blonde wig out of the box, and her hair slowly turns black.
            """,
            title="What changes in the clip is no mistake",
        ),
    ),
)
def hair_colour(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Holds the colours of hair and beards in the prompt against what the character bible declares, else against a text
    embedded in the start frame, else against the pixels.

    ## Why it matters

    The first frame shows one colour and the prompt asks for another, so the model changes it on the way: hair that
    turns darker from frame to frame, or another person by the end of the clip.

    ## What to do

    Leave the colour out, as the picture shows it, or write the word that the bible has.
    """
    case = case_of(shot, facts)
    if case is None:
        return
    for claim in case.claims:
        if claim.look.trait in _TRAITS:
            yield from colour_problem(case, claim)
