from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Problem, Severity
from promptlint.rule import shot_rule
from promptlint.spec.model import Shot


@shot_rule(
    code="S901",
    name="demo-no-prompt",
    severity=Severity.ERROR,
    summary="The shot has no prompt.",
    sources=("a made-up source",),
)
def no_prompt(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports shots without a prompt."""
    if shot.prompt is None:
        yield Problem(shot.head, "The shot has no prompt.")
    elif "crash" in shot.prompt.value:
        raise RuntimeError("a mistake in this rule")
