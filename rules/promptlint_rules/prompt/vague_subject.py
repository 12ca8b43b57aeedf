"""P103."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import Subject
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import SAME_FACE
from promptlint_rules.prompt._reading import Reading, is_negated, only_looks, read, shows_subject

NOUNS: Final = frozenset(
    {
        "woman", "man", "girl", "boy", "lady", "guy", "person", "face", "model", "female", "male", "people", "human",
        "character",
    }
)  # fmt: skip
_FACE_NOUN: Final = re.compile(r"\s+face\b", re.IGNORECASE)


@shot_rule(
    code="P103",
    name="vague-subject",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="The subject is named by praise that fits any face.",
    sources=(SAME_FACE,),
    bad=(
        Example(
            """
            id: s01
            image: refs/mara-front.png
            prompt: A beautiful woman turns to the window and smiles.
            """,
            marks=("A beautiful woman",),
        ),
        Example(
            """
            id: s02
            image: refs/mara-front.png
            prompt: Realistic woman, cinematic face, slowly raises her hand.
            """,
            marks=("Realistic woman", "cinematic face"),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            image: refs/mara-front.png
            prompt: The same woman from the reference turns to the window and smiles.
            """,
        ),
        Example(
            """
            id: s02
            prompt: >-
              A beautiful woman of 28 with short dark auburn hair and freckles turns to the window.
            """,
            title="Praise beside features that tell her apart",
        ),
        Example(
            """
            id: s03
            image: refs/street.png
            prompt: A beautiful sunset glows while the cars drive by.
            """,
        ),
    ),
)
def vague_subject(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports people who are named with nothing but words such as beautiful, realistic, perfect or cinematic: "a
    beautiful woman", "cinematic face".

    Nothing is reported where the prompt says anything that tells the person apart: age, hair, eyes, garments, a
    profession, or a tie to the reference ("the same woman").

    ## Why it matters

    Such words stand for the average of all faces that the model has seen, and they pull the face of the reference
    towards it, frame by frame.

    ## What to do

    With a reference, tie the person to it: "the same woman from the reference". Without one, name features: age, skin,
    eyes, hair, garment.
    """
    reading = read(shot, facts)
    if reading is None or reading.said.anchors or only_looks(shot, reading):
        return
    said = reading.said
    vague = {label.text.lower() for label in said.mentioned("vague_adjectives")}
    seen: set[str] = set()
    for subject in (*said.subjects, *_faces(reading)):
        if subject.lemma not in NOUNS or not subject.modifiers or is_negated(subject, reading):
            continue
        if not set(subject.modifiers) <= vague or _is_told_apart(subject, reading) or subject.lemma in seen:
            continue
        seen.add(subject.lemma)
        noun = subject.text.split()[-1].lower()
        if shows_subject(shot):
            advice = f'Tie the {noun} to the reference: "the same {noun} from the reference".'
        else:
            advice = f'Name features of the {noun}: age, skin, eyes, hair, garment ("28-year-old with freckles ...").'
        praise = " ".join(subject.modifiers)
        yield Problem(
            reading.at(subject),
            f"`{praise}` fits any {noun}, and pulls the face towards the average of all.",
            advice,
        )


def _faces(reading: Reading) -> Iterator[Subject]:
    """ "cinematic face" and the like, which are no subjects of their own."""
    for label in reading.said.mentioned("vague_adjectives"):
        noun = _FACE_NOUN.match(reading.after(label))
        if noun is not None:
            end = label.end + noun.end()
            words = reading.text[label.start : end]
            yield Subject(words, label.start, end, "face", "person", 1, (label.text.lower(),))


def _is_told_apart(subject: Subject, reading: Reading) -> bool:
    """Whether the prompt gives a feature of a person."""
    if any(a.kind in ("hair", "eyes", "skin", "garment", "age") and not a.negated for a in reading.said.attributes):
        return True
    after = reading.after(subject, 30).lower().lstrip()
    return after.startswith(("in a ", "in an ", "in her ", "in his ", "with ", "wearing ", "dressed ", "of ", "named "))
