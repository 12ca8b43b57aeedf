"""Whom a prompt is about, and the words that tie that subject to its reference."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from promptlint.facts.declared import blocks_in

if TYPE_CHECKING:
    from promptlint.facts.prompt import PromptFacts, Subject
    from promptlint.spec.model import Shot

FEMALE: Final = frozenset(
    {
        "woman", "girl", "lady", "mother", "daughter", "sister", "wife", "bride", "queen", "princess", "actress",
        "waitress", "grandmother", "ballerina",
    }
)  # fmt: skip
MALE: Final = frozenset(
    {
        "man", "boy", "guy", "gentleman", "father", "son", "brother", "husband", "groom", "king", "prince",
        "grandfather", "waiter",
    }
)  # fmt: skip
BODIES: Final = ("person", "animal", "product", "vehicle")
"""Kinds of subjects that a reference fixes."""
FEW: Final = 3
"""More are a crowd, which no reference shows one by one."""

_ARTICLE: Final = re.compile(r"(?:an?|the)\s+(?=\S)", re.IGNORECASE)
_LISTED: Final = re.compile(r"\s*,?\s*(?:or|nor)\s+(?:any |other )?(?:\w+\s)?", re.IGNORECASE)
_GENERIC: Final = re.compile(r"\bthe subject\b|\bsame\b|@\w", re.IGNORECASE)
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


def untied_subject(shot: Shot, said: PromptFacts, text: str, *, generic: bool) -> Subject | None:
    """The subject of a prompt where nothing in it ties that subject to its reference.

    Args:
        shot: the shot.
        said: the facts of its prompt.
        text: the prompt.
        generic: whether the vendor advises to call it "the subject" or "she"; "the woman" is then enough.
    """
    subject = main_subject(said, text)
    if subject is None or subject.kind not in BODIES or subject.count is None or subject.count > FEW:
        return None
    if generic and subject.text.lower().startswith("the "):
        return None
    return None if said.anchors or is_tied(shot, text) else subject


def is_tied(shot: Shot, text: str) -> bool:
    """Whether a text says "the same", "the subject" or a tag, or names a character or repeats its description."""
    if _GENERIC.search(text):
        return True
    if any(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) for name in shot.file.characters):
        return True
    return next(blocks_in(text, shot.file), None) is not None


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
