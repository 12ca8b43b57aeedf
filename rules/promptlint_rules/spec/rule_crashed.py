"""S013."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptlint.finding import Problem, Severity
from promptlint.rule import Example, run_rule
from promptlint_rules.spec._sources import FORMAT

if TYPE_CHECKING:
    from promptlint.engine import Crash

ISSUES = "https://github.com/promptlint/promptlint-video/issues"


@run_rule(
    code="S013",
    name="rule-crashed",
    severity=Severity.ERROR,
    summary="A rule failed on this file, and the other rules went on.",
    sources=(FORMAT, "How to report a fault, " + ISSUES),
    bad=(
        Example("id: s01\nprompt: crash on purpose\n", marks=("s01",), title="A rule that fails on a shot"),
        Example(
            """
            shots:
              - id: s01
                prompt: She turns to the window.
              - id: s02
                prompt: crash on purpose
            """,
            marks=("s02",),
            title="The other shots are still checked",
        ),
    ),
    good=(
        Example("id: s01\nprompt: She turns to the window.\n"),
        Example("shots: [{id: s01, prompt: She smiles.}]\n"),
    ),
)
def rule_crashed(crash: Crash) -> Iterator[Problem]:
    """Reports that a rule raised an error instead of an answer.

    The finding stands at the shot that the rule was looking at. Everything else about the file was still checked.

    ## Why it matters

    What that rule would have said about this shot is not known. The fault lies in the rule, not in the spec.

    ## What to do

    Report it with the message and, if you can share it, the shot. Until it is repaired, switch the rule off for the
    file with `# promptlint: disable-file=CODE -- crashes`, or for the project with `ignore = ["CODE"]`.
    """
    rule, error = crash.rule, crash.error
    words = " ".join(str(error).split())[:200]
    shown = f"{type(error).__name__}: {words}" if words else type(error).__name__
    package = rule.check.__module__.partition(".")[0]
    to = ISSUES if package == "promptlint_rules" else f"the maintainers of `{package}`"
    yield Problem(
        crash.at,
        f"Rule {rule.code} {rule.name} failed here ({shown}; {crash.where}), so what it checks is not known.",
        f"This is a fault of the rule, not of the spec. Please report it with this message to {to}. "
        f'To go on without the rule: `ignore = ["{rule.code}"]`.',
    )
