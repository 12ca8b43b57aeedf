"""P114."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import Label
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import SAME_FACE
from promptlint_rules.prompt._reading import Reading, only_looks, possessive, read, shows_subject

SHOWN_AS: Final = {
    "happy": "{own} mouth curves into a smile",
    "joyful": "{own} mouth curves into a smile",
    "cheerful": "smiles warmly",
    "sad": "slowly lowers {own} eyes",
    "melancholic": "slowly lowers {own} eyes",
    "angry": "knits {own} brows",
    "furious": "knits {own} brows",
    "nervous": "glances to the side",
    "anxious": "glances to the side",
    "worried": "knits {own} brows",
    "surprised": "raises {own} eyebrows",
    "shocked": "opens {own} eyes wide",
    "scared": "opens {own} eyes wide",
    "tired": "blinks slowly",
    "proud": "lifts {own} chin",
    "confident": "lifts {own} chin",
}
FACE_PARTS: Final = frozenset({"eye", "face", "look", "expression", "smile", "gaze"})


@shot_rule(
    code="P114",
    name="emotion-in-description",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="An emotion describes the person, where it should be something that the person does.",
    sources=(SAME_FACE,),
    bad=(
        Example("id: s01\nimage: refs/mara-front.png\nprompt: A sad woman walks along the pier.\n", marks=("sad",)),
        Example(
            "id: s02\nimage: refs/tomas-front.png\nprompt: The angry man slowly lifts his hand.\n", marks=("angry",)
        ),
    ),
    good=(
        Example(
            "id: s01\nimage: refs/mara-front.png\nprompt: The woman walks along the pier and slowly lowers her eyes.\n"
        ),
        Example("id: s02\nmodel: veo-3.1\nprompt: A sad woman walks along the pier.\n", title="Without a reference"),
        Example("id: s03\nimage: refs/mara-front.png\nprompt: The woman smiles happily and waves.\n"),
    ),
)
def emotion_in_description(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports emotions that stand before a person as a feature ("a sad woman") where a reference picture is given.
    Emotions in what the person does ("smiles happily", "lowers her eyes") are right.

    ## Why it matters

    A feature holds from the first frame on. The reference shows another expression, mostly a neutral one, and the
    model changes the face to make it fit.

    ## What to do

    Write the emotion as a movement of the face: "slowly lowers her eyes" instead of "sad".
    """
    reading = read(shot, facts)
    if reading is None or not shows_subject(shot) or only_looks(shot, reading):
        return
    for label in reading.said.mentioned("emotion_words"):
        found = _described(label, reading)
        if found is not None:
            noun, own = found
            emotion = label.text.lower()
            shown = SHOWN_AS.get(emotion, "{own} expression slowly changes to " + emotion).format(own=own)
            yield Problem(
                reading.at(label),
                f"`{label.text} {noun}` makes the emotion a feature, which changes the face of the reference.",
                f'Make it part of the action: "the {noun} ... {shown}".',
            )


def _described(label: Label, reading: Reading) -> tuple[str, str] | None:
    """The noun that the emotion stands before, and its possessive."""
    for subject in reading.said.subjects:
        inside = subject.start <= label.start and label.end <= subject.end
        if subject.kind == "person" and inside and label.text.lower() in subject.modifiers:
            return subject.text.split()[-1].lower(), possessive(subject)
    return None
