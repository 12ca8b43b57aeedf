"""NOR101."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.finding import Problem, Severity
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot

HANDBOOK: Final = "Northlight production handbook, chapter 2: names of scenes and shots"
_ID: Final = re.compile(r"sc\d{3}_sh\d{3}[a-z]?")
_MEANT: Final = re.compile(r"s(?:c|cene)?[ _-]*(\d{1,3})[ _-]*sh?(?:ot)?[ _-]*(\d{1,3})([a-z]?)", re.IGNORECASE)


@shot_rule(
    code="NOR101",
    name="shot-id-format",
    severity=Severity.ERROR,
    summary="A shot's id names its scene and shot, such as `sc010_sh020`.",
    sources=(HANDBOOK,),
    bad=(
        Example("id: SC10-SH20\nprompt: She turns to the window.\n", marks=("SC10-SH20",)),
        Example("prompt: She turns to the window.\n", marks=("prompt",), title="No id at all"),
    ),
    good=(
        Example("id: sc010_sh020\nprompt: She turns to the window.\n"),
        Example("id: sc010_sh020b\nprompt: She turns to the window.\n", title="A second version"),
    ),
)
def shot_id_format(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports ids that are not `sc`, three digits, `_sh`, three digits and at most one letter for a version.

    There is no fix: other shots and the edit list may refer to the id.

    ## Why it matters

    The conform in the edit finds a clip by its scene and shot. A clip with another name is left out.

    ## What to do

    Rename the shot, and what refers to it.
    """
    if shot.name is None:
        yield Problem(shot.head, "The shot has no id, so the edit will not find its clip.", "Add `id: sc010_sh020`.")
    elif not _ID.fullmatch(shot.name):
        yield Problem(
            shot.head,
            f"The id `{shot.name}` does not name scene and shot as our edit expects it.",
            _advice(shot.name),
        )


def _advice(name: str) -> str:
    meant = _MEANT.fullmatch(name)
    if meant is None:
        return "Write it as `sc010_sh020`: scene 10, shot 20."
    return f"Write `sc{int(meant[1]):03}_sh{int(meant[2]):03}{meant[3].lower()}`."
