"""P104."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import Action
from promptlint.finding import Confidence, Problem, Severity
from promptlint.profiles.quantities import number_text
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import HOW_IT_WORKS, VENDORS
from promptlint_rules.prompt._reading import quote, read, says, with_vendor

SECONDS_AN_ACTION: Final = 2.0
LEAST: Final = 2
UNKNOWN_LENGTH_S: Final = 10.0
"""What is allowed where the length is not known: the longest clip that most models make."""
SMALL: Final = frozenset(
    {
        "smile", "grin", "laugh", "blink", "wink", "breathe", "inhale", "exhale", "sigh", "look", "glance", "gaze",
        "stare", "watch", "nod", "frown", "smirk", "squint", "flutter", "sway", "ripple", "billow", "flap", "pause",
        "stop", "relax", "wait", "stand", "sit", "hold", "rest", "keep", "remain",
    }
)  # fmt: skip
"""Actions that happen beside others and take no time of their own, but for those with a particle ("stand up")."""


@shot_rule(
    code="P104",
    name="too-many-actions",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="More actions than fit in the clip.",
    sources=(HOW_IT_WORKS, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            duration: 5s
            prompt: The man opens the door, walks to the table, picks up the letter and throws it into the fire.
            """,
            marks=("throws",),
        ),
        Example(
            """
            id: s02
            model: sora-2
            duration: 4
            prompt: She stands up. She puts on her coat. She opens the window and jumps out.
            """,
            marks=("opens the window and jumps out",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            duration: 5s
            prompt: The man opens the door, smiles and walks to the table.
            """,
        ),
        Example(
            """
            id: s02
            model: kling-2.6
            duration: 10s
            prompt: The man opens the door, walks to the table, picks up the letter and throws it into the fire.
            """,
        ),
        Example(
            """
            id: s03
            model: kling-2.6
            duration: 5s
            prompt: A dog runs along the beach, gulls fly up, waves roll in and a boat sails past.
            """,
            title="Several actors at the same time",
        ),
    ),
)
def too_many_actions(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Counts what one actor does one after the other, and compares it with the length of the clip: one action in two
    seconds, and two in any clip.

    Looks, smiles and other small movements do not count, nor does what others do at the same time, nor the movement of
    things and light. Where the length is not known, 10 s are assumed. A prompt of several scenes is left to P108.

    The actions that do not fit any more are marked.

    ## Why it matters

    The model gives each action some frames. Where they do not suffice it skips actions, blends them, or speeds them
    up, and fast blended movement is where faces and hands fall apart.

    ## What to do

    Keep one main action, and make further shots of the others, each from the last frame of the one before.
    """
    reading = read(shot, facts)
    if reading is None or reading.said.scene_changes:
        return
    seconds = facts.seconds or UNKNOWN_LENGTH_S
    allowed = max(LEAST, int(seconds / SECONDS_AN_ACTION + 0.5))
    by_actor: dict[str, list[Action]] = {}
    last: str | None = None
    for action in reading.said.subject_actions():
        if action.verb in SMALL and " " not in action.text:
            continue
        last = _actor(action, last)
        by_actor.setdefault(last, []).append(action)
    actions = max(by_actor.values(), key=len, default=[])
    if len(actions) <= allowed:
        return
    length = f"{number_text(facts.seconds)} s" if facts.seconds else "a clip"
    first, second = actions[0], actions[1]
    kept = re.split(r"[.,;\n]|\s(?:and|then)\s", reading.text[first.start : second.start])[0].strip()
    yield Problem(
        reading.part(actions[allowed].start, actions[-1].end),
        f"{len(actions)} actions in {length}: {quote((a.text for a in actions), 5)}. About {allowed} fit.",
        with_vendor(
            f"Keep one (`{' '.join(kept.split())}`) and make further shots of the rest, "
            "each from the last frame of the one before.",
            says(facts, "one_action_per_clip"),
        ),
    )


def _actor(action: Action, last: str | None) -> str:
    """Who acts: a pronoun or nobody named is whoever acted before."""
    name = (action.actor or "").lower()
    words = name.split()
    if not words or words[-1] in ("she", "he", "it", "they", "who", "that", "which"):
        return last if last is not None else name
    return words[-1]
