"""C208."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.reference.model import Caption
from promptlint.facts.reference.stated import picture
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, HOW_IT_WORKS
from promptlint_rules.conflict._case import case_of
from promptlint_rules.conflict._report import look_problem
from promptlint_rules.conflict._traits import further_claims

_PATH: Final = "refs/mara.png"
_MADE_WITH: Final = Caption("PNG text chunk `parameters`", "prompt", "portrait of a woman, long wavy hair, green eyes")
_PICTURES: Final = ((_PATH, picture(captions=(_MADE_WITH,))),)


@shot_rule(
    code="C208",
    name="embedded-caption",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT, Need.REFERENCE_HEADER}),
    fields=("prompt", "image"),
    drift=True,
    summary="The prompt contradicts a text that is embedded in its start frame.",
    sources=(DRIFT, HOW_IT_WORKS),
    bad=(
        Example(
            f"""
            id: s01
            image: {_PATH}
            prompt: The woman with short hair and brown eyes turns to the window.
            """,
            marks=("short", "brown"),
            pictures=_PICTURES,
        ),
        Example(
            f"""
            id: s02
            image: {_PATH}
            prompt: A woman with brown eyes looks up.
            """,
            marks=("brown",),
            pictures=_PICTURES,
        ),
    ),
    good=(
        Example(
            f"""
            id: s01
            image: {_PATH}
            prompt: The woman turns to the window. Her long hair moves in the wind.
            """,
            pictures=_PICTURES,
        ),
        Example(
            f"""
            characters: {{mara: {{image: {_PATH}, eyes: brown}}}}
            shots:
              - id: s01
                characters: [mara]
                image: {_PATH}
                prompt: The woman with brown eyes turns to the window.
            """,
            pictures=_PICTURES,
            title="What the bible declares counts more",
        ),
    ),
)
def embedded_caption(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Holds what the prompt says of eyes, skin, and length and texture of hair against the prompt that the start "
    "frame was
    generated from, or a caption in it: PNG text, EXIF, XMP, IPTC, ComfyUI workflows. Where the spec declares the same,
    that counts, and nothing is reported here.

    ## Why it matters

    The text that a picture was made with says what is in it, often better than its pixels. A prompt that asks for
    something else pulls the clip away from its first frame.

    ## What to do

    Write what the picture shows, or leave it out. Where the text is out of date, remove it from the file.
    """
    case = case_of(shot, facts)
    if case is None:
        return
    for claim in further_claims(case):
        if case.declared(claim) is None:
            yield from look_problem(case, claim, case.captioned(claim))
