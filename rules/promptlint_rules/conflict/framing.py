"""C206."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import PromptFacts
from promptlint.facts.reference.model import Caption, Face
from promptlint.facts.reference.stated import face, picture
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, MOTION_CONTROL
from promptlint_rules.conflict._case import Case, case_of
from promptlint_rules.conflict._presence import is_told_as_fact
from promptlint_rules.picture_words import caption_evidence
from promptlint_rules.prompt._reading import asked_moves

_PATH: Final = "refs/mara.png"
_SIZES: Final = ("extreme close-up", "close-up", "head-and-shoulders", "half", "full-body", "wide")
_APART: Final = 3
"""Steps between two framings from which on neither can be taken for the other."""
_SMALL_FACE: Final = 0.10
_LARGE_FACE: Final = 0.45
"""Parts of the picture's height: a face in a full-body shot has at most about 0.13, in a close-up at least 0.3."""
_OF: Final = re.compile(
    r"\s+(?:shot\s+)?(?:of|on|onto|at)\s+(?:the\s+|her\s+|his\s+|their\s+|an?\s+)?(?:[\w-]+\s+)?(\w+)", re.IGNORECASE
)
_FACES: Final = frozenset(
    {"face", "woman", "man", "girl", "boy", "person", "head", "portrait", "eye", "eyes", "lady", "guy"}
)
_TO: Final = re.compile(r"\b(?:to|into|towards?|until|becomes?|ends?|end|then)\b(?:\s+[\w-]+){0,3}\s*$", re.IGNORECASE)
_WHOLE_BODY: Final = frozenset(
    {"dance", "walk", "run", "jump", "kick", "jog", "skip", "march", "spin", "twirl", "squat", "kneel"}
)


def _shot(prompt: str) -> str:
    return f"id: s01\nimage: {_PATH}\nprompt: {prompt}\n"


@shot_rule(
    code="C206",
    name="framing",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT, Need.REFERENCE_HEADER, Need.REFERENCE_FACES}),
    fields=("prompt", "image"),
    drift=True,
    summary="The prompt asks for another framing than the reference has.",
    sources=(DRIFT, MOTION_CONTROL),
    bad=(
        Example(
            _shot("Close-up of the woman, she smiles. Static camera."),
            marks=("Close-up",),
            pictures=((_PATH, picture(faces=(face(0.06),))),),
        ),
        Example(
            _shot("Full-body shot, the woman dances. Static camera."),
            marks=("Full-body",),
            pictures=((_PATH, picture(faces=(face(0.6),))),),
        ),
        Example(
            f"""
            id: s01
            model: kling-2.6
            image: {_PATH}
            motion: {{reference: clips/dance.mp4}}
            prompt: The woman dances.
            """,
            marks=("dances",),
            pictures=((_PATH, picture(faces=(face(0.6),))),),
            title="A whole body's movements for a picture of a head",
        ),
        Example(
            _shot("Extreme close-up, she blinks."),
            marks=("Extreme close-up",),
            pictures=(
                (_PATH, picture(captions=(Caption("EXIF ImageDescription", "prompt", "full body photo of a woman"),))),
            ),
            title="What the picture was made as",
        ),
    ),
    good=(
        Example(
            _shot("The camera pushes in to a close-up of the woman."),
            pictures=((_PATH, picture(faces=(face(0.06),))),),
            title="The camera goes there",
        ),
        Example(_shot("Close-up of the woman, she smiles."), pictures=((_PATH, picture(faces=(face(0.4),))),)),
        Example(_shot("Close-up of her hands."), pictures=((_PATH, picture(faces=(face(0.06),))),)),
    ),
)
def framing(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Holds the framing that the prompt asks for against a text embedded in the start frame, else against the height of
    the largest face in it: a close-up where the face is under a tenth of the height, a full-body or wide shot where it
    is over 45 %. With a motion reference, movements of the whole body need a picture that shows it. A prompt whose
    camera moves to the framing is not reported.

    ## Why it matters

    The clip begins with the framing of its start frame. A close-up of a face of eighty pixels is made up; a body that
    the picture does not show is made up as well, and in motion control arms and legs land where the portrait has none.

    ## What to do

    Crop the reference to the framing, use one that has it, or let the camera move there in its own shot.
    """
    case = case_of(shot, facts)
    if case is None or case.start is None:
        return
    yield from _asked(case)
    yield from _driven(case)


def _asked(case: Case) -> Iterator[Problem]:
    reading = case.reading
    label = reading.said.framing
    if label is None or label.value not in _SIZES or not is_told_as_fact(reading, label):
        return
    goes_there = any(move.direction in ("in", "out") for move in asked_moves(reading.said))
    if goes_there or _TO.search(reading.text[: label.start]):
        return
    shown = _by_caption(case, label.value) or _by_face(case, label.value, label.end)
    if shown is not None:
        other, evidence = shown
        yield Problem(
            reading.at(label),
            f"The prompt asks for `{label.text}`, and {other}. What the picture does not show so close, or not at "
            f"all, is "
            "made up.",
            "Crop the reference to the framing, use another one, or let the camera move there.",
            evidence,
        )


def _by_caption(case: Case, asked: str) -> tuple[str, tuple[Evidence, ...]] | None:
    for caption, said in case.captions:
        told = said.framing
        if told is not None and told.value in _SIZES:
            if abs(_SIZES.index(told.value) - _SIZES.index(asked)) < _APART:
                return None
            by = f"the {caption.kind} embedded in {case.picture_name} says `{told.text}`"
            return by, (caption_evidence(case.picture_path, caption),)
    return None


def _by_face(case: Case, asked: str, end: int) -> tuple[str, tuple[Evidence, ...]] | None:
    if any(_has_framing(said) for _, said in case.captions):
        return None
    tallest = _tallest(case)
    if tallest is None:
        return None
    near = _SIZES.index(asked) <= _SIZES.index("head-and-shoulders")
    of = _OF.match(case.reading.text, end)
    if near and of is not None and of[1].lower() not in _FACES:
        return None
    if (near and tallest.height_share < _SMALL_FACE) or (
        asked in ("full-body", "wide") and tallest.height_share > _LARGE_FACE
    ):
        return _face_words(case, tallest)
    return None


def _has_framing(said: PromptFacts) -> bool:
    return said.framing is not None


def _driven(case: Case) -> Iterator[Problem]:
    """Movements of the whole body from a motion reference, for a picture that shows a head."""
    tallest = _tallest(case)
    if case.shot.motion.reference is None or tallest is None or tallest.height_share <= _LARGE_FACE:
        return
    for action in case.reading.said.subject_actions():
        if action.verb in _WHOLE_BODY:
            other, evidence = _face_words(case, tallest)
            yield Problem(
                case.reading.at(action),
                f"The motion reference drives a whole body (`{action.text}`), and {other}: arms and legs have "
                f"nothing to "
                "start from.",
                "Use a picture that shows as much of the body as the motion reference does.",
                evidence,
            )
            return


def _face_words(case: Case, tallest: Face) -> tuple[str, tuple[Evidence, ...]]:
    words = f"the largest face in {case.picture_name} takes {tallest.height_share:.0%} of its height"
    return words, (Evidence("the largest face", picture=case.picture_path, box=tallest.box),)


def _tallest(case: Case) -> Face | None:
    faces = case.start[1].faces if case.start is not None else None
    return max(faces or (), key=lambda found: found.height_share, default=None)
