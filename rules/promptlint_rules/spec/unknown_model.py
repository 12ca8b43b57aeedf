"""S006: a model name that leads to no profile."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Problem, Severity
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot

_PLACEHOLDERS = ("{{", "${", "<", "%(")


@shot_rule(
    code="S006",
    name="unknown-model",
    severity=Severity.ERROR,
    fields=("model",),
    summary="No model is known by this name.",
    sources=("The model profiles of promptlint: vendor API references, SDKs and provider schemas",),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.66
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("kling-2.66",),
        ),
        Example(
            """
            defaults: {model: veo-31x}
            shots:
              - id: s01
                prompt: A boat drifts slowly into the harbour.
              - id: s02
                prompt: The boat ties up at the pier.
            """,
            marks=("veo-31x",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: Kling 2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            title="Any id of any provider, and the name in the app",
        ),
        Example(
            """
            id: s01
            model: studio-lora-7
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            config='[models."studio-lora-7"]\nbased_on = "wan-2.2-i2v-a14b"\n',
            title="A profile of your own",
        ),
    ),
)
def unknown_model(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """The `model` of a shot is looked up among the ids that providers use, the names in their apps and the models of
    your configuration. Capitals, spaces and hyphens do not matter. Placeholders such as `{{MODEL}}` are left alone.

    ## Why it matters

    The provider refuses a name that it does not know. And without a profile promptlint cannot say what the model takes,
    nor how long it holds a subject: every rule about limits is silent for this shot.

    ## What to do

    Correct the name; `promptlint models` lists all of them. A model of your own gets a profile in `promptlint.toml`,
    where `based_on` takes over the figures of another:

        [models."studio-lora-7"]
        based_on = "wan-2.2-i2v-a14b"
    """
    field = shot.model
    if field is None or facts.model is not None:
        return
    name = field.value.strip()
    if not name or any(mark in name for mark in _PLACEHOLDERS):
        return
    near = facts.surroundings.profiles.nearest(name)
    meant = f" Did you mean {_either(near)}?" if near else ""
    yield Problem(
        field.location,
        f"No model is known by the name `{name}`, so its limits cannot be checked, and a provider refuses a name that "
        f"it does not know.{meant}",
        "`promptlint models` lists the known names. Describe a model of your own in `promptlint.toml` under "
        f'`[models."{name}"]`, for example with `based_on = "{near[0] if near else "kling-2.6"}"`.',
    )


def _either(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else quoted[0]
