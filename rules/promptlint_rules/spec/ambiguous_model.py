"""S007: a model name that means several models with different limits."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Problem, Severity
from promptlint.profiles import Ambiguous
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot

_SHOWN = 4


@shot_rule(
    code="S007",
    name="ambiguous-model",
    severity=Severity.WARNING,
    fields=("model",),
    summary="The name means several models with different limits.",
    sources=("The model profiles of promptlint: vendor API references, SDKs and provider schemas",),
    bad=(
        Example(
            """
            id: s01
            model: Wan 2.2 Animate
            image: refs/mara.png
            motion: {reference: refs/dance.mp4}
            """,
            marks=("Wan 2.2 Animate",),
        ),
        Example(
            """
            id: s01
            model: kling-v2-6
            extend: {from: s00}
            prompt: She turns her head slowly towards the window.
            """,
            marks=("kling-v2-6",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-v2-6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            title="The start frame tells that this is not motion control",
        ),
        Example(
            """
            id: s01
            model: wan-2.2-animate-replace
            image: refs/mara.png
            motion: {reference: refs/dance.mp4}
            """
        ),
    ),
)
def ambiguous_model(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Some providers use one id for models with different limits: `kling-v2-6` is Kling 2.6 and its motion control.
    Where the inputs of the shot tell which is meant, nothing is reported.

    ## Why it matters

    promptlint cannot know which limits hold, and checks none of them for this shot.

    ## What to do

    Write the id of the one that you mean.
    """
    field, found = shot.model, facts.model
    if field is None or not isinstance(found, Ambiguous) or facts.match is not None:
        return
    names = dict.fromkeys(match.profile.name for match in found.candidates)
    ids = dict.fromkeys(match.profile.id for match in found.candidates)
    differing = [key.replace("_", " ") for key in found.differing_fields]
    shown = ", ".join(differing[:_SHOWN]) + (f" and {len(differing) - _SHOWN} more" if len(differing) > _SHOWN else "")
    yield Problem(
        field.location,
        f"`{field.value}` means {' or '.join(names)}, and the shot does not tell which. They differ in {shown}, so "
        "none of their limits is checked.",
        f"Write {' or '.join(f'`{profile_id}`' for profile_id in ids)}.",
    )
