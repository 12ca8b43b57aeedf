"""A111: camera commands in square brackets that the model does not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from promptlint.document import Scalar
from promptlint.edits import replace_words
from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Fix, Problem, Severity
from promptlint.nearest import is_very_close
from promptlint.profiles import Profile
from promptlint.profiles.guidance import Control
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Field, Shot
from promptlint_rules.model._basis import certainty, source

_BRACKET: Final = re.compile(r"\[([^\[\]]*)\]")
_PART: Final = re.compile(r"[^,]+")
_NO_COMMAND: Final = re.compile(r"[\d:.,\-–\s]*s?\s*|.*\d:\d\d.*", re.DOTALL)
_NEAR: Final = 0.6
_SURE: Final = 0.8


@shot_rule(
    code="A111",
    name="camera-command-syntax",
    severity=Severity.ERROR,
    fields=("model", "prompt"),
    confidence=Confidence.LIKELY,
    summary="A camera command in brackets that the model does not know, or too many of them.",
    sources=("MiniMax video generation API: fifteen camera commands in square brackets, at most three in one",),
    bad=(
        Example(
            """
            id: s01
            model: MiniMax-Hailuo-2.3
            image: refs/mara.png
            prompt: >-
              The woman turns her head slowly.
              [Pan lefft]
            """,
            marks=("Pan lefft",),
            fixed=("[Pan left]",),
            title="Not one of the fifteen commands",
        ),
        Example(
            """
            id: s01
            model: MiniMax-Hailuo-02
            image: refs/mara.png
            prompt: "The boat drifts in. [Push in, Pan left, Tilt up, Shake]"
            """,
            marks=("Shake",),
            title="A fourth command in one bracket",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: MiniMax-Hailuo-2.3
            image: refs/mara.png
            prompt: The woman turns her head slowly. [Push in, pan left]
            """
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: The woman turns her head slowly [softly].
            """,
            title="Only models that read commands in brackets are checked",
        ),
    ),
)
def camera_command_syntax(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Every command in square brackets is compared with those that the model reads, capitals aside, and at most three
    may stand in one bracket. Time marks such as `[00:02]` are left alone. Only models that take such commands
    (MiniMax Hailuo) are checked.

    ## Why it matters

    An unknown command is read as ordinary text, or as nothing: the camera does something else. More than three at once
    pull the picture apart.

    ## What to do

    Use the listed words. The fix corrects a command that is nearly right.
    """
    field, profile = shot.prompt, facts.profile
    if field is None or profile is None or "[" not in field.value:
        return
    control = next((control for control in profile.controls if control.type == "prompt_tokens"), None)
    if control is None or not control.values:
        return
    most = control.extra.get("max_combined")
    for bracket in _BRACKET.finditer(field.value):
        parts = [_trimmed(match, bracket.start(1)) for match in _PART.finditer(bracket[1]) if match[0].strip()]
        if not parts or all(_NO_COMMAND.fullmatch(field.value[start:end]) for start, end in parts):
            continue
        if not any(_resembles(field.value[start:end], control) for start, end in parts):
            yield _unknown(field, parts[0][0], parts[-1][1], None, control, profile)
            continue
        for start, end in parts:
            command = field.value[start:end]
            if control.takes(command) is False:
                yield _unknown(field, start, end, _nearest(command, control), control, profile)
        if most is not None and len(parts) > most:
            yield Problem(
                field.words(parts[most][0], parts[-1][1]),
                f"{len(parts)} camera commands stand in one bracket, and {profile.name} follows at most {most}. "
                f"{source(profile, control.fact)}",
                "Keep one to three, or put a later one in a bracket of its own.",
                confidence=certainty(profile, control.fact),
            )


def _trimmed(match: re.Match[str], offset: int) -> tuple[int, int]:
    text = match[0]
    start = offset + match.start() + len(text) - len(text.lstrip())
    return start, start + len(text.strip())


def _resembles(command: str, control: Control) -> bool:
    return control.takes(command) is True or _nearest(command, control) is not None


def _nearest(command: str, control: Control, cutoff: float = _NEAR) -> str | None:
    known = {str(value).casefold(): str(value) for value in control.values}
    plain = " ".join(command.replace("_", " ").replace("-", " ").casefold().split())
    near = get_close_matches(plain, known, 1, cutoff)
    return known[near[0]] if near else None


def _unknown(
    field: Field[str], start: int, end: int, nearest: str | None, control: Control, profile: Profile
) -> Problem:
    written = " ".join(field.value[start:end].split())
    meant = f" Did you mean `{nearest}`?" if nearest else ""
    listed = ", ".join(str(value) for value in control.values)
    return Problem(
        field.words(start, end),
        f"`{written}` is no camera command of {profile.name}.{meant} The model does not carry it out. "
        f"{source(profile, control.fact)}",
        f"Expected one of {listed}." if nearest else f"Remove the brackets, or use one of {listed}.",
        fix=_fix(field, start, end, control) if nearest else None,
        severity=None if nearest else Severity.WARNING,
    )


def _fix(field: Field[str], start: int, end: int, control: Control) -> Fix | None:
    nearest = _nearest(field.value[start:end], control, _SURE)
    if nearest is None or not isinstance(field.node, Scalar):
        return None
    span = field.words(start, end).span
    if any(line_end in field.file.source.text[span.start : span.end] for line_end in "\r\n"):
        return None
    edit = replace_words(field.node, start, end, nearest)
    return Fix(f"Write {nearest}", (edit,), safe=is_very_close(field.value[start:end], nearest))
