"""P112."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.document import Scalar
from promptlint.edits import insert_entry, replace_scalar
from promptlint.facts import ShotFacts
from promptlint.finding import Fix, Problem, Severity
from promptlint.profiles.answers import takes_negative_prompt, takes_prompt
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import MOTION_CONTROL, VENDORS
from promptlint_rules.prompt._reading import stands_in

STARTER: Final = ("blur", "distort", "extra limbs", "shaky camera")
LEAST: Final = 3
_SEPARATOR: Final = re.compile(r"[,;\n]+")
_UNSTEADY: Final = re.compile(r"hand-?held|shak|found footage|vlog", re.IGNORECASE)
_SOFT: Final = re.compile(r"blur|bokeh|shallow", re.IGNORECASE)


@shot_rule(
    code="P112",
    name="negative-prompt-missing",
    severity=Severity.INFO,
    drift=True,
    summary="The model takes a negative prompt, and there is none, or hardly any.",
    sources=(MOTION_CONTROL, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara-front.png
            prompt: She turns her head slowly to the window.
            """,
            marks=("prompt",),
            fixed=("negative_prompt: blur, distort, extra limbs, shaky camera",),
        ),
        Example(
            """
            id: s02
            model: kling-2.6
            image: refs/mara-front.png
            prompt: She turns her head slowly to the window.
            negative_prompt: blur
            """,
            marks=("blur",),
            fixed=("negative_prompt: blur, distort, extra limbs, shaky camera",),
            title="Hardly any",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara-front.png
            prompt: She turns her head slowly to the window.
            negative_prompt: blur, distort, extra limbs, shaky camera
            """,
        ),
        Example(
            """
            id: s02
            model: runway-gen4-turbo
            image: refs/mara-front.png
            prompt: She turns her head slowly to the window.
            """,
            title="A model without a negative prompt",
        ),
    ),
)
def negative_prompt_missing(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports shots of models that take a negative prompt where there is none, or one of fewer than three entries.

    The fix adds a starter: `blur, distort, extra limbs, shaky camera`, without "blur" or "shaky camera" where the
    prompt asks for them.

    ## Why it matters

    The faults of drift are the same in every clip: blur, bent shapes, additional limbs, a trembling camera. A negative
    prompt keeps them away without a word in the prompt itself.

    ## What to do

    Start with the four and add what you see going wrong. A negative prompt in `defaults` serves all shots.
    """
    profile, prompt = facts.profile, shot.prompt
    if profile is None or prompt is None or not takes_negative_prompt(profile) or takes_prompt(profile) is False:
        return
    starter = tuple(
        entry
        for entry, wanted in zip(STARTER, (_SOFT, None, None, _UNSTEADY), strict=True)
        if wanted is None or not wanted.search(prompt.value)
    )
    listed = ", ".join(starter)
    negative = shot.negative_prompt
    entries = [e.strip() for e in _SEPARATOR.split(negative.value) if e.strip()] if negative is not None else []
    if negative is None or not entries:
        if "negative_prompt" in shot.fields:
            return
        entry = shot.node.get(prompt.key.value) if stands_in(shot, prompt) else None
        edit = insert_entry(shot.node, entry, "negative_prompt", listed) if entry is not None else None
        yield Problem(
            prompt.key_location if stands_in(shot, prompt) else shot.head,
            f"{profile.name} takes a negative prompt, and this shot has none.",
            f"Start with `negative_prompt: {listed}`.",
            fix=Fix(f"add `negative_prompt: {listed}`", (edit,)) if edit is not None else None,
        )
        return
    missing = [entry for entry in starter if not any(entry.split()[0] in own.lower() for own in entries)]
    if len(entries) >= LEAST or len(negative.value.split()) >= 2 * LEAST or not missing:
        return
    added = ", ".join((*entries, *missing))
    fix = None
    if isinstance(negative.node, Scalar) and stands_in(shot, negative):
        fix = Fix(f"write `{added}`", (replace_scalar(negative.node, added),))
    yield Problem(
        negative.location,
        f"A negative prompt of {len(entries)} {'entry' if len(entries) == 1 else 'entries'} keeps little away.",
        f"Add {', '.join(f'`{entry}`' for entry in missing)}.",
        fix=fix,
    )
