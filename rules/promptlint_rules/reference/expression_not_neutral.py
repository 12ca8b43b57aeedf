"""R414."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot
from typing import Final

from promptlint.facts import PictureFacts
from promptlint.facts.reference.model import Caption, Face
from promptlint.facts.reference.stated import face
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import SAME_FACE
from promptlint_rules.picture_words import caption_evidence
from promptlint_rules.reference._examples import BIBLE, accepted, reported
from promptlint_rules.reference._words import caption_facts, name_of, other_mentions

_WIDE_MOUTH: Final = 1.12
"""Width of the mouth by the distance of the eyes; at rest it is about 0.85, in a broad smile over 1.1."""

_BROAD_SMILE: Final = ((540.0, 400.0), (640.0, 400.0), (590.0, 460.0), (532.0, 520.0), (650.0, 520.0))
_AT_REST: Final = ((540.0, 400.0), (640.0, 400.0), (590.0, 460.0), (549.0, 520.0), (631.0, 520.0))


@reference_rule(
    code="R414",
    name="expression-not-neutral",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    needs=frozenset({Need.PROMPT, Need.REFERENCE_HEADER, Need.REFERENCE_FACES}),
    summary="A character's picture shows a strong expression, or the middle of an action.",
    sources=(SAME_FACE,),
    bad=(
        reported(BIBLE, faces=(face(0.4, landmarks=_BROAD_SMILE),)),
        reported(
            BIBLE,
            "The picture's own caption says so",
            captions=(Caption("XMP dc:description", "caption", "A woman laughs and runs along the beach"),),
        ),
    ),
    good=(
        accepted(BIBLE, faces=(face(0.4, landmarks=_AT_REST),)),
        accepted(title="A start frame may begin with any expression", faces=(face(0.4, landmarks=_BROAD_SMILE),)),
    ),
)
def expression_not_neutral(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports a picture of the character bible whose embedded caption or generation prompt tells of an action, or whose
    mouth is much wider than at rest. Neither is sure, so it is only possible. Start frames are not judged.

    ## Why it matters

    The expression of the reference is taken for a feature of the face: a character with a smiling reference smiles
    through every scene, and a running one never stands still.

    ## What to do

    Use a neutral, calm picture for the bible, and let the prompt ask for the emotion.
    """
    if not any(mention.role in ("character", "view") for mention in picture.mentions):
        return
    for caption, said in caption_facts(facts):
        actions = said.subject_actions()
        if actions:
            yield Problem(
                picture.location,
                f'{name_of(picture)} shows an action by its own {caption.source}: "{actions[0].text}". A reference in '
                "the "
                "middle of an action carries it into every shot.",
                "Use a calm, neutral picture for the character.",
                (caption_evidence(picture.text, caption), *other_mentions(picture)),
            )
            return
    largest = max(facts.reference.faces or (), key=lambda face: face.box.height, default=None)
    width = _mouth_width(largest) if largest is not None and largest.pose == "frontal" else None
    if largest is not None and width is not None and width >= _WIDE_MOUTH:
        yield Problem(
            picture.location,
            f"The mouth in {name_of(picture)} is {width:.1f} times as wide as the eyes are apart, as in a broad "
            "smile: the "
            "expression of the reference comes back in every shot.",
            "Use a neutral picture for the character, and let the prompt ask for the emotion.",
            (Evidence("the face", picture=picture.text, box=largest.box), *other_mentions(picture)),
        )


def _mouth_width(face: Face) -> float | None:
    """Distance of the corners of the mouth by that of the eyes; None where they are not known."""
    if len(face.landmarks) < 5:
        return None
    right_eye, left_eye, _, right_corner, left_corner = face.landmarks
    eyes = _distance(right_eye, left_eye)
    return _distance(right_corner, left_corner) / eyes if eyes else None


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
