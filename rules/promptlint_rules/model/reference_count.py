"""A105: more reference images than the model takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.profiles import Claim, Profile
from promptlint.profiles.answers import has_task, max_references, takes_end_frame
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Field, Shot
from promptlint.spec.values import Reference
from promptlint_rules.model._basis import at_reference, certainty, counted, source

_VIDEOS = frozenset({".mp4", ".mov", ".webm", ".mkv", ".avi", ".m4v"})
_TAKING = ("reference_to_video", "keyframes", "multi_shot", "video_reference", "character_replacement", "avatar")


@shot_rule(
    code="A105",
    name="reference-count",
    severity=Severity.ERROR,
    fields=("model", "references"),
    summary="More reference images are given than the model takes.",
    sources=("Vendor API references, SDKs and provider schemas, listed on each model's page",),
    bad=(
        Example(
            """
            id: s01
            model: veo-3.1-generate-001
            prompt: The woman walks through the market.
            duration: 8
            references: [refs/front.png, refs/side.png, refs/back.png, refs/dress.png, refs/bag.png, refs/hat.png]
            """,
            marks=("refs/dress.png",),
            title="Veo 3.1 takes three; the first one too many is underlined",
        ),
        Example(
            """
            id: s01
            model: MiniMax-Hailuo-2.3
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            references:
              - refs/mara-side.png
            """,
            marks=("references",),
            title="Hailuo 2.3 takes a start frame and nothing else",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: veo-3.1-generate-001
            prompt: The woman walks through the market.
            duration: 8
            references: [refs/front.png, refs/side.png, refs/back.png]
            """
        ),
        Example(
            """
            id: s01
            model: viduq2
            prompt: The woman walks through the market.
            references: [refs/front.png, refs/side.png, refs/back.png, refs/dress.png]
            """
        ),
    ),
)
def reference_count(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """The images of a shot (start frame, end frame and `references`) are counted and compared with what its model
    takes. A reference that repeats the start or end frame counts once.

    ## Why it matters

    A request with too many images is refused; where a tool drops the last ones, the character loses the very views
    that were to keep it the same.

    ## What to do

    Keep the views that the shot needs: the front, and the side that the camera sees. Or use a model that takes more.
    """
    field, profile = shot.references, facts.profile
    if field is None or profile is None:
        return
    frames = [frame.value for frame in (shot.image, shot.end_image) if frame is not None]
    known = {(frame.kind, frame.text) for frame in frames}
    images = [
        reference
        for reference in field.value
        if not _is_video(reference) and (reference.kind, reference.text) not in known
    ]
    if not images:
        return
    most = _most(shot, profile)
    if _takes_none(profile):
        yield _none_taken(field, profile)
    elif most is not None and most >= 0:
        room = max(most - len(frames), 0)
        if len(images) > room and most > 0:
            yield _too_many(field, images, most, len(frames), room, profile)


def _none_taken(field: Field[list[Reference]], profile: Profile) -> Problem:
    frames = "a start frame and an end frame" if takes_end_frame(profile) else "one image"
    return Problem(
        field.key_location,
        f"{profile.name} takes {frames} and no further reference images: they are refused or ignored, and keep "
        f"nothing the same. {source(profile, profile.tasks)}",
        "Remove them, or use a model that makes video from references.",
        confidence=Confidence.LIKELY,
    )


def _too_many(
    field: Field[list[Reference]], images: list[Reference], most: int, frames: int, room: int, profile: Profile
) -> Problem:
    beside = f" with {counted(frames, 'frame image')}" if frames else ""
    advice = f"Keep the {counted(room, 'reference')} that the shot needs most, or use a model that takes more."
    if not room:
        advice = "Remove them, or use a model that takes references beside a frame."
    return Problem(
        at_reference(field, images[room]),
        f"{counted(len(images), 'reference image')}{beside} {'is' if len(images) + frames == 1 else 'are'} more than "
        f"{profile.name} takes: expected at most {counted(most, 'image')} in all; the provider refuses more. "
        f"{source(profile, *_basis(profile))}",
        advice,
        confidence=certainty(profile, *_basis(profile)),
    )


def _most(shot: Shot, profile: Profile) -> int | None:
    """Most images in all, on the most generous reading."""
    most = max_references(profile)
    if most is None or (has_task(profile, "keyframes") and not _says_how_many_keyframes(profile)):
        return None
    if shot.motion.reference is not None or any(map(_is_video, shot.references.value if shot.references else ())):
        beside = [value.extra.get("max_with_video") for value in profile.image.count.values]
        if beside and None not in beside:
            return max(int(limit) for limit in beside if limit is not None)
    return most


def _says_how_many_keyframes(profile: Profile) -> bool:
    listed = any("keyframes_max" in value.extra for value in profile.image.count.values)
    return listed or profile.image.keyframes_max.known


def _takes_none(profile: Profile) -> bool:
    """Whether no source knows of any input for further images."""
    if not profile.tasks.known or profile.image.elements_max.known or profile.image.keyframes_max.known:
        return False
    if profile.image.elements_max_with_first_frame.known:
        return False
    return not any(has_task(profile, task) for task in _TAKING) and (max_references(profile) or 0) <= 2


def _basis(profile: Profile) -> tuple[Claim[None], ...]:
    facts = (profile.image.count, profile.image.elements_max)
    return tuple(Claim(None, claim.sources, claim.as_of) for fact in facts for claim in fact.claims)


def _is_video(reference: Reference) -> bool:
    return PurePosixPath(reference.text.split("?")[0]).suffix.lower() in _VIDEOS
