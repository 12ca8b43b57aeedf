"""R406."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import PictureFacts
from promptlint.facts.reference.stated import face, subject
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.profiles import Profile
from promptlint.rule import Need, reference_rule
from promptlint.spec.model import Shot
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import DRIFT, SAME_CHARACTER
from promptlint_rules.reference._examples import BIBLE, PATH, SHOT, accepted, reported
from promptlint_rules.reference._words import name_of, other_mentions
from promptlint_rules.subjects import subject_kind

LEAST_SHARE: Final = 0.30
LEAST_FACE: Final = 0.40
_AVATAR_TASKS: Final = frozenset({"avatar", "audio_driven"})
_AVATAR: Final = f"""
id: s01
model: kling-avatar-v2
image: {PATH}
"""


@reference_rule(
    code="R406",
    name="subject-too-small",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    drift=True,
    needs=frozenset({Need.REFERENCE_SUBJECT, Need.REFERENCE_FACES}),
    summary="The subject fills too little of its reference.",
    sources=(
        DRIFT,
        SAME_CHARACTER,
        "Measured: faces in 61 portraits of avatar demos cover at most 39 % of the area, so that faces go by height",
    ),
    bad=(
        reported(BIBLE, faces=(), subject=subject(0.12)),
        reported(_AVATAR, "A talking head is judged by the height of its face", faces=(face(0.22),)),
    ),
    good=(
        accepted(),
        accepted(SHOT + "subject: scene\n", "A scene has no subject that must stay the same", subject=subject(0.1)),
        accepted(_AVATAR, faces=(face(0.48),)),
    ),
)
def subject_too_small(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports a reference whose main subject, with a box drawn around it, takes less than 30 % of the frame; for models
    that animate a portrait, one whose face is lower than 40 % of the frame's height. Where nothing clearly stands out
    nothing is reported, nor where every shot that uses the picture is of a `scene`.

    ## Why it matters

    The model learns who or what is meant from these pixels alone. A face of a hundred pixels has no lashes and no
    scar, and what it does not have is made up anew in every frame.

    ## What to do

    Crop closer, or take a still in which the subject fills more of the frame. For a wide shot add a close reference of
    the same subject.
    """
    avatar = next((p for shot in picture.shots if (p := facts.of(shot).profile) and _is_avatar(p)), None)
    if avatar is not None:
        yield from _small_face(picture, facts, avatar)
        return
    found = facts.reference.subject
    if found is None or found.subject is None or found.subject.share >= LEAST_SHARE or _all_scenes(picture.shots):
        return
    yield Problem(
        picture.location,
        f"The subject takes {found.subject.share:.0%} of {name_of(picture)}; from {LEAST_SHARE:.0%} on there is "
        "enough of it to hold. What cannot be seen is made up, and the subject drifts.",
        "Crop closer, or add a close reference of the same subject.",
        (Evidence("the subject", picture=picture.text, box=found.subject.box), *other_mentions(picture)),
    )


def _small_face(picture: Picture, facts: PictureFacts, profile: Profile) -> Iterator[Problem]:
    tallest = max(facts.reference.faces or (), key=lambda face: face.height_share, default=None)
    if tallest is not None and tallest.height_share < LEAST_FACE:
        yield Problem(
            picture.location,
            f"The face takes {tallest.height_share:.0%} of the height of {name_of(picture)}; {profile.name} animates a "
            f"portrait, and holds a face best from {LEAST_FACE:.0%} on.",
            "Crop to head and shoulders.",
            (Evidence("the face", picture=picture.text, box=tallest.box), *other_mentions(picture)),
        )


def _is_avatar(profile: Profile) -> bool:
    return any(task in _AVATAR_TASKS for tasks in profile.tasks.values for task in tasks)


def _all_scenes(shots: list[Shot]) -> bool:
    return bool(shots) and all(subject_kind(shot) == "scene" for shot in shots)
