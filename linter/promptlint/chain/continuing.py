"""Words for an action that goes on in the next shot: "turns her head" becomes "continues to turn her head"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from promptlint.facts.prompt import Action

_ONGOING: Final = re.compile(
    r"\b(?:(?P<one>is|was|starts|begins|keeps|continues)|(?P<many>are|were|start|begin|keep|continue))\s+$",
    re.IGNORECASE,
)
_BEGUN: Final = re.compile(
    r"\b(?:(?P<one>begins|starts|continues|proceeds|tries)|(?P<many>begin|start|continue|proceed|try))\s+to\s+$",
    re.IGNORECASE,
)
_MODAL: Final = re.compile(r"\b(?:will|can|may|should|must|to)\s+$", re.IGNORECASE)
_ADVERBS_ONLY: Final = re.compile(r"(?:\w+ly\s+)*", re.IGNORECASE)
_MANY: Final = re.compile(r"\b(?:and|they|we|you|both|two|three|four|five|six)\b", re.IGNORECASE)
_FURTHER: Final = re.compile(r"(?:,|\s+and)\s+(?:then\s+)?(?:\w+ly\s+)?\w+s\b", re.IGNORECASE)
"""What may be another verb of the same form; the shot that has the whole action has it."""
_FINITE: Final = {"one": "continues to", "many": "continue to"}


def continued(before: str, verb_and_after: str, action: Action, *, many: bool) -> str:
    """A clause whose action goes on.

    Args:
        before: the words before the verb.
        verb_and_after: the verb with what follows it.
        action: its action.
        many: whether several act.
    """
    verb = verb_and_after.split(maxsplit=1)[0]
    after = verb_and_after[len(verb) :]
    lowered = verb.lower()
    if lowered != action.verb and (further := _FURTHER.search(after)):
        after = after[: further.start()]
    begun = (_BEGUN if lowered == action.verb else _ONGOING).search(before)
    if begun is not None and (lowered == action.verb or lowered.endswith("ing")):
        number = "one" if begun["one"] else "many"
        return f"{before[: begun.start()]}{_FINITE[number]} {action.verb}{after}"
    if lowered.endswith("ing") and lowered != action.verb:
        phrase = "continuing to"
    elif lowered != action.verb:
        phrase = "continues to" if lowered.endswith("s") else "continued to"
    elif _MODAL.search(before) or _ADVERBS_ONLY.fullmatch(before) or many or _MANY.search(before):
        phrase = "continue to"
    else:
        return f"{before}{verb_and_after} continues"
    if verb[0].isupper() and not before.strip():
        phrase = phrase[0].upper() + phrase[1:]
    return f"{before}{phrase} {action.verb}{after}"
