"""C202."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.reference.model import Caption
from promptlint.facts.reference.stated import picture, region
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, HOW_IT_WORKS
from promptlint_rules.conflict._case import Case, Claim, case_of
from promptlint_rules.conflict._report import COLOUR_NEEDS, colour_problem

_PATH: Final = "refs/tomas.png"
_PEOPLE: Final = frozenset({"hair", "eye", "skin", "beard", "moustache", "mustache", "goatee"})
_SHOT: Final = f"""
id: s01
image: {_PATH}
prompt: The man in the red jacket lowers his head.
"""


@shot_rule(
    code="C202",
    name="object-or-garment-colour",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=COLOUR_NEEDS,
    fields=("prompt",),
    drift=True,
    summary="The prompt gives a garment or a thing another colour than the reference.",
    sources=(
        DRIFT,
        HOW_IT_WORKS,
        "Measured on 77 reference pictures: 123 of 235 wrong colours found by pixels, 0 of 288 right prompts reported",
    ),
    bad=(
        Example(
            f"""
            characters: {{tomas: {{image: {_PATH}, description: "man with brown eyes, short grey hair, navy jacket"}}}}
            shots:
              - id: s01
                characters: [tomas]
                image: {_PATH}
                prompt: The man in the red jacket lowers his head.
            """,
            marks=("red",),
            title="The character bible says something else",
        ),
        Example(
            f"""
            id: s01
            image: {_PATH}
            subject: {{type: product, name: enamel mug, colour: green}}
            prompt: Steam rises from the red mug.
            """,
            marks=("red",),
            title="So does the shot's own subject",
        ),
        Example(
            _SHOT,
            marks=("red",),
            pictures=(
                (_PATH, picture(captions=(Caption("EXIF ImageDescription", "caption", "A man in a green jacket."),))),
            ),
            title="So does a caption in the picture",
        ),
        Example(
            _SHOT,
            marks=("red",),
            pictures=((_PATH, picture(frame=region("frame", {"blue": 0.4}))),),
            title="The picture has no red in it",
        ),
    ),
    good=(
        Example(
            _SHOT,
            pictures=(
                (_PATH, picture(frame=region("frame", {"red": 0.2}), regions=(region("garment", {"red": 0.6}),))),
            ),
        ),
        Example(
            _SHOT,
            pictures=((_PATH, picture(frame=region("frame", {"blue": 0.4}, coloured_light=True))),),
            title="In coloured light no colour can be told",
        ),
        Example(
            f"""
            id: s01
            image: {_PATH}
            prompt: The man lowers his head. A red taxi passes behind him.
            """,
            pictures=((_PATH, picture(frame=region("frame", {"blue": 0.4}))),),
            title="What comes by need not be in the picture",
        ),
    ),
)
def object_or_garment_colour(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Holds the colours of garments and things in the prompt against what the bible or the shot's `subject` declares,
    else against a text embedded in the start frame, else against the pixels.

    The pixels say only that a colour is absent, from the clothes, the main subject or the whole picture. They are
    silent on grey, brown and beige, on light and on small things, and in light of one colour. What enters later,
    changes its colour or is compared is no claim.

    ## Why it matters

    The first frame shows one colour and the prompt asks for another: the model blends the two, and the jacket changes
    while the clip runs.

    ## What to do

    Leave the colour out, as the picture shows it, or write the one that is there.
    """
    case = case_of(shot, facts)
    if case is None:
        return
    for claim in case.claims:
        if _is_thing(claim):
            yield from _problem(case, claim)


def _is_thing(claim: Claim) -> bool:
    thing, _, what = claim.look.trait.rpartition(" ")
    return what == "colour" and thing not in _PEOPLE


def _problem(case: Case, claim: Claim) -> Iterator[Problem]:
    yield from colour_problem(case, claim)
