"""Whom a prompt is about, and the words that tie that subject to its reference."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from promptlint.facts.prompt import PromptFacts, Subject

_ARTICLE: Final = re.compile(r"(?:an?|the)\s+(?=\S)", re.IGNORECASE)
_LISTED: Final = re.compile(r"\s*,?\s*(?:or|nor)\s+(?:any |other )?(?:\w+\s)?", re.IGNORECASE)
_CLOSING: Final = {
    "person": "Same face, hair and outfit as the reference.",
    "animal": "Same animal as in the reference.",
}


def is_negated(start: int, said: PromptFacts, text: str) -> bool:
    """Whether the words at an offset stand in what the prompt rules out: "no text or logos"."""
    return any(n.start <= start and (start < n.end or _LISTED.fullmatch(text[n.end : start])) for n in said.negations)


def main_subject(said: PromptFacts, text: str) -> Subject | None:
    """Whom or what a prompt is about.

    The first person, animal, product or vehicle that acts, else the first that is there, else the first thing.
    """
    present = [s for s in said.subjects if s.kind != "place" and not is_negated(s.start, said, text)]
    bodies = [s for s in present if s.kind != "other"]
    actors = {a.actor.lower() for a in said.actions if a.actor and a.actor_kind == "subject"}
    acting = [s for s in bodies if s.text.lower() in actors]
    return next(iter((*acting, *bodies, *present)), None)


def anchored(subject: Subject) -> str | None:
    """ "the same woman from the reference"; None where no article stands before the subject."""
    article = _ARTICLE.match(subject.text)
    if article is None or (subject.count or 2) > 1:
        return None
    the = "The" if subject.text[0].isupper() else "the"
    return f"{the} same {' '.join(subject.text[article.end() :].split())} from the reference"


def closing(subject: Subject) -> str:
    """A sentence that ties the subject to its reference where no article stands before it."""
    return _CLOSING.get(subject.kind, f"Same {subject.lemma} as in the reference.")
