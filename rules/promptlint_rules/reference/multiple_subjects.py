"""R407."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import PictureFacts
from promptlint.facts.reference import ReferenceFacts
from promptlint.facts.reference.stated import face, objects
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.geometry import Box
from promptlint.rule import Need, reference_rule
from promptlint.spec.pictures import Mention, Picture
from promptlint_rules.articles import DRIFT
from promptlint_rules.reference._examples import BIBLE, PATH, SHOT, accepted, reported
from promptlint_rules.reference._words import name_of, other_mentions

_SHOWN: Final = 4
_TWO: Final = (face(0.4, left=200), face(0.36, left=700))
_ONE_CHARACTER: Final = f"""
characters: {{mara: {{age: 28}}}}
shots:
  - id: s01
    model: kling-2.6
    characters: [mara]
    image: {PATH}
    prompt: She turns her head slowly towards the window.
"""


@reference_rule(
    code="R407",
    name="multiple-subjects",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    drift=True,
    needs=frozenset({Need.REFERENCE_FACES, Need.REFERENCE_OBJECTS}),
    summary="A reference of one character shows several people.",
    sources=(DRIFT,),
    bad=(
        reported(BIBLE, faces=_TWO),
        reported(_ONE_CHARACTER, "A shot of one character", faces=_TWO),
        reported(title="Only possible: the shot may be of both", faces=_TWO),
        reported(BIBLE, "Two people seen from behind", faces=(), objects=objects((2, 2), "person")),
    ),
    good=(
        accepted(),
        accepted(_ONE_CHARACTER, "A small face far behind", faces=(face(0.4), face(0.1, left=1000))),
        accepted(SHOT.replace("image", "characters: [mara, tomas]\nimage", 1), "A shot of two characters", faces=_TWO),
    ),
)
def multiple_subjects(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports a picture with two or more people of similar size where one is meant: in the character bible, as a
    further reference, or as the start frame of a shot of one character. For other start frames it is only possible.

    ## Why it matters

    The model mixes what it sees: hair of the one, nose of the other. And a prompt that says "she" leaves open whose
    head turns.

    ## What to do

    Crop to the one who is meant, or name everybody who is in the picture under `characters`.
    """
    people = facts.reference.people_at_least
    if people is None or people < 2:
        return
    confidence = max((_confidence(mention) for mention in picture.mentions), key=lambda c: c or 0)
    if confidence is None:
        return
    boxes = sorted(_boxes(facts.reference, people), key=lambda box: -box.height)[:_SHOWN]
    seen = tuple(Evidence(f"person {i}", picture=picture.text, box=box) for i, box in enumerate(boxes, 1))
    yield Problem(
        picture.location,
        f"{name_of(picture)} shows at least {people} people where one is meant: the model mixes their features, or "
        "moves the wrong one.",
        "Crop to the one who is meant, or list everybody under `characters`.",
        (*seen, *other_mentions(picture)),
        confidence=confidence,
    )


def _boxes(reference: ReferenceFacts, people: int) -> list[Box]:
    """Around the faces, or around the bodies where fewer faces than people were found."""
    faces = [face.box for face in reference.faces or ()]
    if len(faces) >= people or reference.objects is None:
        return faces
    return [thing.box for thing in reference.objects.objects if thing.kind == "person"][:people]


def _confidence(mention: Mention) -> Confidence | None:
    """How surely one person is meant; None where several are."""
    if mention.role in ("character", "view"):
        return Confidence.LIKELY
    characters = mention.shot.characters if mention.shot else None
    if characters is None or not characters.value:
        return Confidence.POSSIBLE
    return Confidence.LIKELY if len(characters.value) == 1 else None
