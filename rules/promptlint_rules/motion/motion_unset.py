"""M503."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.document import Mapping, PlainValue
from promptlint.edits import insert_entry
from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Fix, Problem, Severity, TextEdit
from promptlint.profiles.guidance import Control
from promptlint.profiles.quantities import number_text
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, VENDORS
from promptlint_rules.motion._strength import given_strength, strength_control

_UNREMARKABLE = ("normal", "auto", "default", "standard")


@shot_rule(
    code="M503",
    name="motion-unset",
    severity=Severity.INFO,
    fields=("model",),
    confidence=Confidence.LIKELY,
    drift=True,
    summary="The model takes a motion strength and the shot sets none.",
    sources=(DRIFT, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: svd-xt
            image: refs/pier.png
            """,
            marks=("svd-xt",),
            fixed=("motion: {strength: 1}",),
        ),
        Example(
            """
            id: s02
            model: pika-1.0
            image: refs/kettle.png
            prompt: Steam rises from the spout.
            motion: {camera: zoom in}
            """,
            marks=("pika-1.0",),
            fixed=("motion: {camera: zoom in, strength: 1}",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: svd-xt
            image: refs/pier.png
            motion_bucket_id: 40
            """,
        ),
        Example(
            """
            id: s02
            model: kling-2.6
            image: refs/kettle.png
            prompt: Steam rises from the spout.
            """,
            title="A model without such a setting",
        ),
    ),
)
def motion_unset(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports a shot whose model takes a strength of motion, where the shot leaves it to the provider.

    The fix writes the strictest setting into the shot, to start from.

    ## Why it matters

    Defaults are made to impress in a demo and lie in the middle of the range or above. What nobody has chosen is also
    what changes when the provider changes its default.

    ## What to do

    Set the lowest value, look at the clip, and raise it in small steps until enough moves.
    """
    control = strength_control(facts.profile)
    if shot.model is None or facts.profile is None or control is None or shot.motion.reference is not None:
        return
    if shot.motion.strength is not None or given_strength(shot, facts.profile) is not None:
        return
    if control.supported is False or (shot.prompt is not None and f"-{control.name} " in shot.prompt.value):
        return
    strictest = _strictest(control)
    if strictest is None:
        return
    shown = strictest if isinstance(strictest, str) else number_text(strictest)
    default = f", and the provider takes {control.default}" if control.default is not None else ""
    edit = _insertion(shot, strictest)
    source = facts.profile.cite(control.fact)
    yield Problem(
        shot.model.location,
        f"{facts.profile.name} takes a strength of motion (`{control.name}`, {_range(control)}), and none is "
        f"set{default}. "
        f"An unset strength moves more than a reference can carry.{f' (Source: {source}.)' if source else ''}",
        f"Set `motion: {{strength: {shown}}}`, the strictest setting, and raise it only if too little moves.",
        fix=Fix(f"start with the strictest motion strength, {shown}", (edit,)) if edit else None,
    )


def _strictest(control: Control) -> int | float | str | None:
    """The lowest setting at which anything moves; None where that is what the provider takes anyway."""
    words = [word for word in control.values if isinstance(word, str) and word not in _UNREMARKABLE]
    if control.values:
        unremarkable = [word for word in control.values if word in _UNREMARKABLE and word != "auto"]
        return None if unremarkable or not words else words[0]
    if control.low is None or control.high is None:
        return None
    smallest_step = 1.0 if control.type == "integer" else round(control.high / 10, 2)
    lowest = control.low if control.low > 0 else smallest_step
    if control.default == lowest and not control.also:
        return None
    return int(lowest) if float(lowest).is_integer() else lowest


def _range(control: Control) -> str:
    if control.low is not None and control.high is not None:
        return f"{number_text(control.low)} to {number_text(control.high)}"
    return ", ".join(str(value) for value in control.values)


def _insertion(shot: Shot, value: PlainValue) -> TextEdit | None:
    """The strength, in the shot's ``motion`` where it has one."""
    if shot.model is None or shot.model.inherited or shot.model.file is not shot.file:
        return None
    motion = shot.node.get("motion")
    if motion is not None:
        if motion.merged or not isinstance(motion.value, Mapping) or not motion.value.entries:
            return None
        return insert_entry(motion.value, motion.value.entries[-1], "strength", value)
    own = [entry for entry in shot.node.entries if not entry.merged]
    return insert_entry(shot.node, own[-1], "motion", {"strength": value}) if own else None
