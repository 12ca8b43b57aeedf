"""R413."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import PictureFacts
from promptlint.facts.reference.model import Face, ReferenceFacts
from promptlint.facts.reference.stated import face
from promptlint.facts.reference.stated import picture as stated
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, reference_rule
from promptlint.spec.model import Character
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import SAME_FACE
from promptlint_rules.reference._examples import BIBLE, PATH, accepted, reported
from promptlint_rules.reference._words import name_of, other_mentions

_LEAST_HEIGHT: Final = 0.12
_FRONT_VIEW: Final = ("front", "face", "straight")
_TURNED: Final = {
    "three-quarter": "turned away from the camera by about 30 degrees or more",
    "profile": "shown in profile",
}
_TWO_VIEWS: Final = f"""
characters:
  mara:
    image: {PATH}
    views: {{front: refs/mara-front.png}}
shots:
  - id: s01
    model: kling-2.6
    characters: [mara]
    prompt: She turns her head slowly towards the window.
"""


@reference_rule(
    code="R413",
    name="head-turned",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    drift=True,
    needs=frozenset({Need.REFERENCE_FACES}),
    summary="A character has no picture from the front.",
    sources=(SAME_FACE, "Measured: pose right in 89 of 104 faces, frontal never taken for profile"),
    bad=(
        reported(BIBLE, faces=(face(0.4, "profile"),)),
        reported(title="Only possible for the start frame of a shot without a bible", faces=(face(0.4, "profile"),)),
    ),
    good=(
        accepted(BIBLE),
        Example(
            _TWO_VIEWS,
            pictures=((PATH, stated(faces=(face(0.4, "profile"),))), ("refs/mara-front.png", stated())),
            title="A view from the front stands beside it",
        ),
    ),
)
def head_turned(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports the picture of a character in which the head is turned more than about 30 degrees off centre, where the
    bible has no view from the front. For the start frame of a shot without a character it is only possible.

    ## Why it matters

    Of a turned head the model sees one eye and half a mouth. The other half it makes up, and at the first turn of the
    head the character is somebody else.

    ## What to do

    Make the front view the character's `image`, and keep the turned one under `views`.
    """
    turned = _main_face(facts.reference)
    if turned is None or turned.pose == "frontal":
        return
    characters = [m.character for m in picture.mentions if m.role == "character" and m.character is not None]
    if any(_has_front_view(character, picture, facts) for character in characters):
        return
    if not characters and not _shows_nobody_else(picture):
        return
    yield Problem(
        picture.location,
        f"The head in {name_of(picture)} is {_TURNED[turned.pose]}"
        f"{', and the bible has no view from the front' if characters else ''}: the hidden half of the face is made up "
        "as soon as the head turns.",
        "Add a view from the front" + (" under `views`, or make it the `image`." if characters else " as a reference."),
        (Evidence("the face", picture=picture.text, box=turned.box), *other_mentions(picture)),
        confidence=None if characters else Confidence.POSSIBLE,
    )


def _main_face(reference: ReferenceFacts) -> Face | None:
    largest = max(reference.faces or (), key=lambda face: face.box.height, default=None)
    return largest if largest is not None and largest.height_share >= _LEAST_HEIGHT else None


def _has_front_view(character: Character, picture: Picture, facts: PictureFacts) -> bool:
    """Whether another picture of the character shows the face from the front, by its name or by itself."""
    references = facts.surroundings.references
    for view, reference in character.views.items():
        if any(word in view.lower() for word in _FRONT_VIEW):
            return True
        if reference.kind == "path":
            shown = _main_face(references.of(character.file, reference.text))
            if shown is not None and shown.pose == "frontal":
                return True
    return False


def _shows_nobody_else(picture: Picture) -> bool:
    """Whether it is the start frame of shots without characters and without further references."""
    return all(
        mention.role == "start"
        and mention.shot is not None
        and not (mention.shot.characters or mention.shot.references)
        for mention in picture.mentions
    )
