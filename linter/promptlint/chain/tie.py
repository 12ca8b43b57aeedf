"""Tying the subject of each prompt of a chain to the picture that its shot starts from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from promptlint.facts import ShotFacts
from promptlint.facts.identity import BODIES, anchored, closing, is_tied, main_subject, untied_subject
from promptlint.spec.model import Shot

if TYPE_CHECKING:
    from promptlint.facts.prompt import PromptFacts, Subject

_GENERIC_ADVICE: Final = "refer_to_subject_generically"


class Tie:
    """Ties the subject of each prompt to its reference, as the prompt of the whole shot does, or should."""

    def __init__(self, shot: Shot, facts: ShotFacts, said: PromptFacts, prompt: str) -> None:
        self.shot = shot
        self.anchors = tuple(anchor.text.lower() for anchor in said.anchors)
        profile = facts.profile
        generic = profile is not None and profile.advice_for(_GENERIC_ADVICE) is not None
        self.subject: Subject | None = untied_subject(shot, said, prompt, generic=generic)
        if self.subject is None and (self.anchors or is_tied(shot, prompt)):
            found = main_subject(said, prompt)
            self.subject = found if found is not None and found.kind in BODIES else None

    def tied(self, number: int, prompt: str) -> str:
        """The prompt of the shot with this number, its subject tied to what it starts from."""
        subject = self.subject
        pictured = number > 0 or self.shot.image is not None or self.shot.extend is not None
        if subject is None or not (pictured or self.shot.references is not None):
            return prompt
        lowered = prompt.lower()
        if any(anchor in lowered for anchor in self.anchors) or is_tied(self.shot, prompt):
            return prompt
        words = anchored(subject)
        found = re.search(r"\s+".join(map(re.escape, subject.text.split())), prompt, re.IGNORECASE)
        if words is not None and found is not None:
            first = words[0].upper() if found[0][0].isupper() else words[0].lower()
            return f"{prompt[: found.start()]}{first}{words[1:]}{prompt[found.end() :]}"
        end = len(prompt.rstrip())
        stop = " " if prompt[end - 1] in ".!?" else ". "
        return f"{prompt[:end]}{stop}{closing(subject)}{prompt[end:]}"
