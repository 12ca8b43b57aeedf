"""A104: a negative prompt given to a model that has no such field."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Problem, Severity
from promptlint.profiles.answers import takes_negative_prompt
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.model._basis import certainty, source


@shot_rule(
    code="A104",
    name="negative-prompt-unsupported",
    severity=Severity.ERROR,
    fields=("model", "negative_prompt"),
    summary="The model has no negative prompt.",
    sources=("Vendor API references, SDKs and provider schemas, listed on each model's page",),
    bad=(
        Example(
            """
            id: s01
            model: gen4.5
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            duration: 5
            negative_prompt: blur, extra limbs
            """,
            marks=("negative_prompt",),
        ),
        Example(
            """
            defaults:
              model: seedance-1-0-pro-250528
              must_avoid: blur, extra limbs
            shots:
              - id: s01
                image: refs/mara.png
                prompt: She turns her head slowly towards the window.
            """,
            marks=("must_avoid",),
            title="Reported where it stands: in the defaults",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            negative_prompt: blur, extra limbs
            """
        ),
        Example(
            """
            id: s01
            model: veo-3.1-generate-001
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            negative_prompt: blur, extra limbs
            """,
            title="Sources disagree: what one of them allows is not reported",
        ),
    ),
)
def negative_prompt_unsupported(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """A `negative_prompt` in a shot whose model has no field for one, as all sources say.

    ## Why it matters

    The provider refuses the field, or drops it without a word: what was to be avoided is not avoided.

    ## What to do

    Remove it, and say in the prompt what should be seen instead: "sharp, steady picture" for "blur, shaky camera".
    """
    field, profile = shot.negative_prompt, facts.profile
    if field is None or profile is None or not field.value.strip() or takes_negative_prompt(profile) is not False:
        return
    phrasing = profile.prompt.negative_phrasing.value
    advice = "Remove it, and say in the prompt what should be seen instead."
    if phrasing == "allowed_inside_prompt":
        advice = "Remove it; this model lets you say in the prompt itself what to avoid."
    yield Problem(
        field.key_location,
        f"{profile.name} has no negative prompt: the field is refused or ignored, and nothing in it is avoided. "
        f"{source(profile, profile.prompt.negative)}",
        advice,
        confidence=certainty(profile, profile.prompt.negative),
    )
