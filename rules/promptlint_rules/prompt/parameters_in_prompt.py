"""P122."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import Label
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import VENDORS
from promptlint_rules.prompt._reading import Reading, is_negated, read, says, with_vendor

FIELDS: Final = {
    "duration": "duration",
    "aspect_ratio": "aspect_ratio",
    "frame_rate": "fps",
    "resolution": "resolution",
}
_DECADE: Final = re.compile(r"^(?:\d{2}0|\d0)s$")
_TIMECODE: Final = re.compile(r"\b\d{2}:\d{2}$")
_BEAT_BEFORE: Final = re.compile(
    r"(?:[-–—:]|\bto|\bfor|\bafter|\bat|\bfirst|\blast|\bnext|\bwithin|\bevery|\buntil|\bin|\bover|\bthen|\bby"
    r"|\bfinal|\bthe|\bfrom|\ba)\s*$",
    re.IGNORECASE,
)
_BEAT_AFTER: Final = re.compile(
    r"^\s*(?:[-–—:\]]|\d|in\b|into\b|to\b|pause|beat|delay|hold|later|before|after)", re.IGNORECASE
)
_CLIP: Final = re.compile(
    r"^[\s-]*(?:long\s+)?(?:clip|video|shot|take|sequence|ad|commercial|duration|long|loop|animation)\b", re.IGNORECASE
)


@shot_rule(
    code="P122",
    name="parameters-in-prompt",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    summary="A setting such as the length or the aspect ratio stands in the prompt, where it has no effect.",
    sources=(VENDORS,),
    bad=(
        Example("id: s01\nprompt: She turns to the window, 5 seconds, 16:9.\n", marks=("5 seconds", "16:9")),
        Example(
            "id: s02\nduration: 8s\nprompt: A 5-second clip. Steam rises from the mug. --ar 9:16\n",
            marks=("5-second", "--ar 9:16"),
        ),
    ),
    good=(
        Example('id: s01\nduration: 5s\naspect_ratio: "16:9"\nprompt: She turns to the window.\n'),
        Example(
            "id: s02\nprompt: She waits for 2 seconds, then turns. A song of the 1990s plays.\n",
            title="What happens when",
        ),
        Example('id: s03\nmodel: veo-3.1\nprompt: "[00:00-00:02] She waits. [00:02-00:04] She turns."\n'),
    ),
)
def parameters_in_prompt(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports lengths, aspect ratios, frame rates, sizes and switches (`--ar 16:9`) in the text of the prompt. Times
    that say when something happens ("waits for 2 seconds", "0-2 s:") are no settings.

    ## Why it matters

    The provider takes settings in fields of their own. In the text they change nothing, or end up in the picture as
    letters, and a reader of the spec believes that they count.

    ## What to do

    Move them to the field: `duration`, `aspect_ratio`, `fps`, `resolution`.
    """
    reading = read(shot, facts)
    if reading is None:
        return
    vendor = says(facts, "prompt_length_does_not_set_duration") or says(facts, "no_parameter_words_in_prompt")
    end = 0
    for label in sorted(reading.said.parameters, key=lambda label: (label.start, -label.end)):
        if label.start < end or is_negated(label, reading) or _is_no_setting(label, reading):
            continue
        end = label.end
        name = FIELDS.get(label.value)
        field = shot.fields.get(name) if name else None
        written = " ".join(label.text.split())
        if field is not None:
            said = f"`{written}` has no effect in the prompt; `{name}` is set in a field of its own."
            advice = f"Delete `{written}`."
        else:
            said = f"`{written}` has no effect in the prompt."
            advice = f"Delete it, and set `{name}`." if name else "Delete it, and use the field for it."
        yield Problem(reading.at(label), said, with_vendor(advice, vendor))


def _is_no_setting(label: Label, reading: Reading) -> bool:
    """Whether a number says when something happens, or means a decade."""
    if _TIMECODE.search(label.text):
        return True
    if label.value != "duration":
        return False
    before, after = reading.text[max(0, label.start - 12) : label.start], reading.after(label, 16)
    if _DECADE.match(label.text.lower()):
        return True
    if _CLIP.match(after):
        return False
    return bool(_BEAT_BEFORE.search(before) or _BEAT_AFTER.match(after))
