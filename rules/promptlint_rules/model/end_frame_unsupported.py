"""A108: an end frame given to a model that takes none."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.profiles import Profile
from promptlint.profiles.answers import has_task, takes_end_frame
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.model._basis import Basis, certainty, source


@shot_rule(
    code="A108",
    name="end-frame-unsupported",
    severity=Severity.ERROR,
    fields=("model", "end_image"),
    summary="The model takes no end frame.",
    sources=("Vendor API references, SDKs and provider schemas, listed on each model's page",),
    bad=(
        Example(
            """
            id: s01
            model: gen4_turbo
            image: refs/mara.png
            end_image: refs/mara-window.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("end_image",),
        ),
        Example(
            """
            id: s01
            model: MiniMax-Hailuo-2.3
            first_frame: refs/mara.png
            last_frame: refs/mara-window.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("last_frame",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: veo-3.1-generate-001
            image: refs/mara.png
            end_image: refs/mara-window.png
            prompt: She turns her head slowly towards the window.
            """
        ),
        Example(
            """
            id: s01
            model: MiniMax-Hailuo-02
            first_frame: refs/mara.png
            last_frame: refs/mara-window.png
            resolution: 768p
            prompt: She turns her head slowly towards the window.
            """
        ),
    ),
)
def end_frame_unsupported(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """An `end_image` in a shot whose model takes none. Models that take one only in some mode or size are the business
    of `conditional-limit`.

    ## Why it matters

    An end frame is the strongest hold on where a movement leads. A model that cannot take it refuses the request, or
    ignores the image and ends anywhere.

    ## What to do

    Remove it and describe the end in the prompt, or use a model that takes a first and a last frame.
    """
    field, profile = shot.end_image, facts.profile
    if field is None or profile is None:
        return
    taken = takes_end_frame(profile)
    if taken or (taken is None and not _lists_none(profile)):
        return
    basis: Basis = profile.tasks if taken is None else profile.image.last_frame
    yield Problem(
        field.key_location,
        f"{profile.name} takes no end frame: the provider refuses it, or the clip ends elsewhere. "
        f"{source(profile, basis)}",
        "Describe the end in the prompt, or use a model that takes a first and a last frame.",
        confidence=Confidence.LIKELY if taken is None else certainty(profile, basis),
    )


def _lists_none(profile: Profile) -> bool:
    return has_task(profile, "first_last_frame") is False and not has_task(profile, "keyframes")
