"""NOR102."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot

STYLE_GUIDE: Final = "Northlight style guide, page 4: nobody looks at the audience"
_GAZES: Final = frozenset({"look", "gaze", "stare", "glance", "peer", "smile", "wink", "nod", "speak", "talk"})
_AT_LENS: Final = re.compile(
    r"[^.,;:!?\n]{0,20}?\b(?:at|into|to|towards?)\s+(?:the\s+)?(?:camera|lens|viewer|audience)\b", re.IGNORECASE
)


@shot_rule(
    code="NOR102",
    name="look-into-lens",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    summary="Somebody looks into the lens.",
    needs=frozenset({Need.PROMPT}),
    fields=("prompt",),
    sources=(STYLE_GUIDE,),
    bad=(
        Example(
            """
            id: sc010_sh020
            prompt: She turns around and looks straight into the camera.
            """,
            marks=("looks straight into the camera",),
        ),
        Example(
            """
            id: sc010_sh030
            prompt: >-
              The man at the bar lifts his glass and smiles
              at the lens. Static camera.
            """,
            marks=("smiles\n  at the lens",),
        ),
    ),
    good=(
        Example("id: sc010_sh020\nprompt: She turns around and looks out of the window.\n"),
        Example("id: sc010_sh030\nprompt: The man walks on and never looks at the camera.\n", title="Ruled out"),
        Example("id: sc010_sh040\nprompt: The camera looks down at the street.\n", title="The camera itself"),
    ),
)
def look_into_lens(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports verbs such as "looks" and "smiles" whose aim is the camera, the lens or the audience.

    Who looks, and whether that is ruled out, comes from the prompt parser. So the rule reads English prompts only.

    ## Why it matters

    In a fiction film a look into the lens takes the audience out of the story. Models are fond of it, because most
    portraits that they were trained on look at the camera.

    ## What to do

    Give the look another aim: a person, a window, something beside the camera.
    """
    if shot.prompt is None or facts.prompt is None:
        return
    for action in facts.prompt.actions:
        if action.verb not in _GAZES or action.negated or action.actor_kind != "subject":
            continue
        aim = _AT_LENS.match(shot.prompt.value, action.end)
        if aim is not None:
            yield Problem(
                shot.prompt.words(action.start, aim.end()),
                "A look into the lens takes the audience out of the story.",
                "Give the look another aim, such as something beside the camera.",
            )
