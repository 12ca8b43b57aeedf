"""M505."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.profiles import Profile
from promptlint.profiles.answers import has_task
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Location, Shot
from promptlint.spec.values import Reference
from promptlint_rules.articles import MOTION_CONTROL, VENDORS
from promptlint_rules.motion._words import is_still

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".avif"})


@shot_rule(
    code="M505",
    name="motion-reference",
    severity=Severity.WARNING,
    fields=("model", "motion.reference"),
    drift=True,
    summary="The motion reference is no video, or does not fit the shot.",
    sources=(MOTION_CONTROL, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6-motion-control
            image: refs/mara-front.png
            motion: {reference: refs/wave.png, orientation: video}
            """,
            marks=("refs/wave.png",),
            title="A picture holds no motion",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}, tomas: {image: refs/tomas-front.png}}
            shots:
              - id: s02
                model: kling-2.6-motion-control
                image: refs/both.png
                characters: [mara, tomas]
                motion:
                  reference: refs/wave.mp4
                  orientation: video
                  camera: orbit left
            """,
            marks=("tomas", "orbit left"),
            title="Several people, and a camera of its own",
        ),
    ),
    good=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            shots:
              - id: s01
                model: kling-2.6-motion-control
                image: refs/mara-front.png
                characters: [mara]
                motion: {reference: refs/wave.mp4, orientation: video, camera: static}
            """,
        ),
        Example(
            """
            id: s02
            model: kling-2.6-motion-control
            image: refs/mara-front.png
            motion: {reference: refs/wave.mp4, orientation: image, camera: slow push-in}
            """,
            title="With the orientation of the picture the camera is free",
        ),
    ),
)
def motion_reference(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Checks what a spec tells of a motion-control shot:

    - the motion reference is a picture or a description,
    - several characters stand in one shot, and one performance is copied,
    - the camera is told to move while the motion follows the video.

    A picture is an error, because the provider refuses it; the rest are warnings. A motion video that is missing is
    reported by A109, an orientation that is required and not set by A107, a clip that is too long by A114.

    ## Why it matters

    Motion control copies one performance to one character. Without a clear performance, or with a second person in
    the shot, the model guesses who moves how, and limbs and faces mix.

    ## What to do

    Give one single-take video of one person, with the body as large in the frame as in your picture, moving no
    faster than the clip should. Make one shot for each character.
    """
    profile, field = facts.profile, shot.motion.reference
    if profile is None or field is None:
        return
    reference = field.value
    if isinstance(reference, Reference) and (reference.kind == "prose" or _suffix(reference.text) in _PICTURES):
        kind = "a description" if reference.kind == "prose" else "a picture"
        yield Problem(
            Location(field.file, reference.node.content_span, field.path),
            f"The motion reference is {kind}, and motion is copied from a video: there is nothing in it that moves.",
            "Give a video file, such as `refs/wave.mp4`. A picture belongs under `image`.",
            severity=Severity.WARNING if reference.kind == "prose" else Severity.ERROR,
        )
    if not has_task(profile, "motion_reference_video"):
        return
    yield from _people(shot, profile)
    yield from _camera(shot, facts)


def _people(shot: Shot, profile: Profile) -> Iterator[Problem]:
    field = shot.characters
    if field is None or len({name.value for name in field.value}) < 2:
        return
    advice = profile.advice_for("ref_video_single_person")
    source = f" (Source: {profile.cite(advice.claim)}.)" if advice else ""
    yield Problem(
        Location(field.file, field.value[1].content_span, field.path),
        f"{len(field.value)} characters are in a shot that copies the motion of one person: the model decides "
        "who moves, "
        f"and faces and limbs can mix.{source}",
        "Make one shot for each character and put them together in the edit.",
        confidence=Confidence.LIKELY,
    )


def _camera(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    camera = shot.motion.camera
    if camera is None or is_still(camera) or facts.context.orientation == "image":
        return
    follows = facts.context.orientation == "video"
    yield Problem(
        camera.location,
        "The shot sets a camera move of its own, and its motion"
        f"{', camera included,' if follows else ''} comes from the reference video: the two pull the picture apart.",
        "Leave the camera to the reference"
        + (", or set `orientation: image`, with which the camera follows the prompt." if follows else "."),
        confidence=Confidence.LIKELY if follows else Confidence.POSSIBLE,
    )


def _suffix(text: str) -> str:
    return PurePosixPath(text.partition("?")[0].partition("#")[0]).suffix.lower()
