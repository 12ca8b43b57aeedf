"""A109: inputs that do not fit what the model makes video from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.profiles import Claim, Match, Profile
from promptlint.profiles.answers import has_task, min_references
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Location, Shot
from promptlint_rules.model._basis import Basis, bible_images, certainty, follows_motion_video, missing_from, source

_FROM_PICTURES: Final = frozenset(
    {
        "image_to_video",
        "first_last_frame",
        "reference_to_video",
        "keyframes",
        "motion_reference_video",
        "character_replacement",
        "avatar",
        "stylised",
        "inpainting",
        "effects",
    }
)
_FROM_VIDEO: Final = ("motion_reference_video", "character_replacement", "video_reference", "video_edit", "edit")
_WORDS_FOR_TEXT: Final = frozenset({"t2v", "text to video", "text2video", "texttovideo", "txt2vid"})


@shot_rule(
    code="A109",
    name="mode-unsupported",
    severity=Severity.ERROR,
    fields=("model",),
    summary="The inputs of the shot do not fit what the model makes video from.",
    sources=(
        "Vendor API references, SDKs and provider schemas, listed on each model's page",
        "Keeping a face the same across clips: do not start from text where a reference exists",
    ),
    bad=(
        Example(
            """
            id: s01
            model: wan2.7-t2v
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("image",),
            title="A model that reads text only",
        ),
        Example(
            """
            id: s01
            model: gen4_turbo
            prompt: A woman turns her head slowly towards the window.
            """,
            marks=("gen4_turbo",),
            title="A model that cannot start without an image",
        ),
        Example(
            """
            id: s01
            model: MiniMax-Hailuo-2.3
            image: refs/mara.png
            prompt: She dances in the studio.
            motion: {reference: refs/dance.mp4}
            """,
            marks=("reference",),
            title="A model that copies no motion from a video",
        ),
        Example(
            """
            characters:
              mara: {image: refs/mara.png, age: 28}
            shots:
              - id: s01
                model: veo-3.1-generate-001
                characters: [mara]
                prompt: Mara turns her head slowly towards the window.
            """,
            marks=("mara",),
            title="Text to video although a reference exists",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: veo-3.1-generate-001
            prompt: A boat drifts slowly into the harbour.
            """
        ),
        Example(
            """
            id: s01
            model: kling-2.6-motion-control
            image: refs/mara.png
            prompt: She dances in the studio.
            motion: {reference: refs/dance.mp4, orientation: image}
            """
        ),
        Example(
            """
            id: s01
            model: gen4_turbo
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """
        ),
    ),
)
def mode_unsupported(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """What the shot gives (an image, references, a motion video, text alone) is compared with what its model makes
    video from, and with what the model's id says: an id that ends in `text-to-video` takes no image.

    A shot that starts from text although the character bible has a picture of its character gets a warning.

    ## Why it matters

    The provider refuses an input that the endpoint does not know. Worse, it may ignore it: the clip then shows somebody
    else, because the reference was never used.

    ## What to do

    Give the inputs that the model needs, or use the id of the model's other endpoint.
    """
    profile, match = facts.profile, facts.match
    if profile is None or match is None:
        return
    asked = match.implied.get("task")
    yield from _image_to_text_model(shot, profile, match, asked)
    yield from _text_although_reference(shot, profile)
    if not _gives_pictures(shot):
        yield from _image_missing(shot, profile, match, asked)
    yield from _motion_video(shot, profile)


def _gives_pictures(shot: Shot) -> bool:
    return any((shot.image, shot.end_image, shot.references, shot.extend, bible_images(shot)))


def _image_to_text_model(shot: Shot, profile: Profile, match: Match, asked: str | None) -> Iterator[Problem]:
    given = shot.image or shot.end_image or shot.references
    if given is None:
        return
    tasks = {task for tasks in profile.tasks.values for task in tasks}
    if tasks and not tasks & _FROM_PICTURES:
        yield Problem(
            given.key_location,
            f"{profile.name} makes video from text only: this image is refused or never used. "
            f"{source(profile, profile.tasks)}",
            "Use a model that starts from an image.",
            confidence=certainty(profile, profile.tasks),
        )
    elif asked == "text_to_video" and not shot.extend:
        basis = _alias_basis(profile, match)
        yield Problem(
            given.key_location,
            f"`{match.alias}` is the text-to-video endpoint of {profile.name}: this image is refused or never used. "
            f"{source(profile, basis)}",
            "Use the model's image-to-video endpoint.",
            confidence=certainty(profile, profile.tasks),
        )
    elif shot.mode is not None and _plain(shot.mode.value) in _WORDS_FOR_TEXT:
        yield Problem(
            shot.mode.location,
            f"The mode says text to video, and the shot gives an image, which {profile.name} then never uses. "
            f"{source(profile, profile.tasks)}",
            "Set the mode to image to video, or remove the image.",
            (Evidence("the image", given.location),),
        )


def _text_although_reference(shot: Shot, profile: Profile) -> Iterator[Problem]:
    if any((shot.image, shot.end_image, shot.references, shot.extend, shot.motion.reference)):
        return
    pictured = bible_images(shot)
    if not pictured or shot.characters is None or not has_task(profile, "image_to_video"):
        return
    name, image = pictured[0]
    named = next(scalar for scalar in shot.characters.value if scalar.value == name)
    character = shot.file.characters[name]
    yield Problem(
        Location(shot.characters.file, named.content_span, shot.characters.path),
        f"The shot starts from text alone although the character bible has a picture of {name}: {profile.name} will "
        f"make up another face. It starts from an image as well. {source(profile, profile.tasks)}",
        f"Set `image: {image.text}`." if image.kind in ("path", "url") else "Give the picture as `image`.",
        (Evidence(f"the picture of {name}", Location(character.file, image.node.content_span, character.path)),),
        severity=Severity.WARNING,
        confidence=Confidence.LIKELY,
    )


def _image_missing(shot: Shot, profile: Profile, match: Match, asked: str | None) -> Iterator[Problem]:
    named = asked in ("image_to_video", "first_last_frame", "reference_to_video") and shot.motion.reference is None
    needs = _needs_picture(profile)
    if not named and not (needs and (shot.motion.reference is None or min_references(profile))):
        return
    basis = _alias_basis(profile, match) if named and not needs else profile.tasks
    what = f"`{match.alias}`" if named and not needs else profile.name
    of = f" of {profile.name}" if named and not needs else ""
    thing = "reference" if asked == "reference_to_video" or not has_task(profile, "image_to_video") else "start frame"
    yield Problem(
        missing_from(shot),
        f"{what}{of} starts from an image, and this shot gives none: the provider refuses the request. "
        f"{source(profile, basis)}",
        f"Add a {thing}" + (", or use a model that makes video from text." if not shot.motion.reference else "."),
        confidence=certainty(profile, profile.tasks),
    )


def _needs_picture(profile: Profile) -> bool:
    """Whether all sources say that the model makes nothing from text alone."""
    if has_task(profile, "text_to_video") is not False:
        return False
    lows = min_references(profile)
    return bool(lows) or (lows is None and has_task(profile, "image_to_video") is True)


def _motion_video(shot: Shot, profile: Profile) -> Iterator[Problem]:
    field = shot.motion.reference
    taking = [has_task(profile, task) for task in _FROM_VIDEO]
    if field is not None and not any(taking) and False in taking and profile.video is None:
        yield Problem(
            field.key_location,
            f"{profile.name} copies no motion from a video: the motion reference is refused or never used. "
            f"{source(profile, profile.tasks)}",
            "Use a motion control model, or describe the movement in the prompt.",
            confidence=certainty(profile, profile.tasks),
        )
    if field is None and _only_copies_motion(profile) and not _has_video(shot):
        yield Problem(
            missing_from(shot),
            f"{profile.name} copies the motion of a video, and this shot gives none: the provider refuses the request. "
            f"{source(profile, profile.tasks)}",
            "Set `motion.reference` to the video.",
            confidence=certainty(profile, profile.tasks),
        )


def _only_copies_motion(profile: Profile) -> bool:
    tasks = {task for tasks in profile.tasks.values for task in tasks}
    others = tasks - {"motion_reference_video", "character_replacement", "avatar"}
    return "motion_reference_video" in tasks and not others and follows_motion_video(profile)


def _has_video(shot: Shot) -> bool:
    """Whether a video may be given under another name."""
    return shot.extend is not None or shot.references is not None or shot.controls is not None


def _alias_basis(profile: Profile, match: Match) -> Basis:
    own = next((alias.claim for alias in profile.aliases if alias.id == match.alias), None)
    return own if own is not None and own.sources else Claim(None, profile.tasks.sources, profile.tasks.as_of)


def _plain(text: str) -> str:
    return text.casefold().replace("-", " ").replace("_", " ").strip()
