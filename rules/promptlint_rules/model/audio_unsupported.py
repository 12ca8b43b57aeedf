"""A110: sound asked of a model that makes silent clips."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.profiles.answers import offers_sound
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.model._basis import certainty, source

_OFF_WORDS = frozenset({"", "none", "no", "off", "false", "silent", "silence", "mute", "muted", "no audio", "no sound"})
_SWITCHES = ("enabled", "enable", "on", "generate", "generate_audio")


@shot_rule(
    code="A110",
    name="audio-unsupported",
    severity=Severity.ERROR,
    fields=("model", "audio"),
    summary="The model makes silent clips.",
    sources=("Vendor API references, SDKs and provider schemas, listed on each model's page",),
    bad=(
        Example(
            """
            id: s01
            model: MiniMax-Hailuo-2.3
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            audio: true
            """,
            marks=("true",),
        ),
        Example(
            """
            id: s01
            model: gen4_turbo
            image: refs/harbour.png
            prompt: A boat drifts slowly into the harbour.
            audio: Gulls and a distant bell
            """,
            marks=("Gulls and a distant bell",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: veo-3.1-generate-001
            image: refs/harbour.png
            prompt: A boat drifts slowly into the harbour.
            audio: true
            """
        ),
        Example(
            """
            id: s01
            model: MiniMax-Hailuo-2.3
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            audio: false
            """
        ),
    ),
)
def audio_unsupported(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """`audio` in a shot whose model makes clips without sound. Sound that is described in words is a warning: it may be
    meant for the edit. `audio: false` for a model whose clips always have sound is an info.

    ## Why it matters

    The provider refuses the switch, or returns a silent clip after the money is spent.

    ## What to do

    Add the sound in the edit, or use a model that makes it.
    """
    field, profile = shot.audio, facts.profile
    if field is None or profile is None:
        return
    fact = profile.audio
    wanted = _wanted(field.value)
    if wanted and offers_sound(profile) is False:
        switched = field.value is True
        yield Problem(
            field.location,
            f"{profile.name} makes silent clips, and this shot asks for sound: the request is refused, or the clip "
            f"comes without. {source(profile, fact)}",
            "Add the sound in the edit, or use a model that makes it.",
            severity=None if switched else Severity.WARNING,
            confidence=certainty(profile, fact) if switched else Confidence.LIKELY,
        )
    elif not wanted and {value.output for value in fact.values} == {"always"}:
        yield Problem(
            field.location,
            f"{profile.name} always makes sound; it cannot be switched off. {source(profile, fact)}",
            "Mute the clip in the edit.",
            severity=Severity.INFO,
            confidence=certainty(profile, fact),
        )


def _wanted(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().casefold() not in _OFF_WORDS
    if isinstance(value, dict):
        return bool(value) and not any(value.get(switch) is False for switch in _SWITCHES)
    return bool(value)
