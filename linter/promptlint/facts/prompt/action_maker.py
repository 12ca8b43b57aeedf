"""Putting an action together: its words, its actor, its speed, whether it is negated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from promptlint.facts.prompt.actors import Actors
from promptlint.facts.prompt.model import Action
from promptlint.facts.prompt.verbs import VerbJudge

if TYPE_CHECKING:
    from promptlint.facts.prompt.camera import CameraReader
    from promptlint.facts.prompt.model import Certainty
    from promptlint.facts.prompt.parse import Parse
    from promptlint.facts.prompt.vocabulary import Vocabulary

NEGATORS = frozenset({"no", "not", "n't", "without", "never", "avoid", "avoiding", "don't", "cannot"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a word.

    Attributes:
        filmed: fragments that hold a camera move.
        taken: tokens of camera moves and changes of scene.
        verbal: fragments that hold a verb.
        timelapse: the prompt asks for a time-lapse, so that what blooms does bloom.
    """

    filmed: frozenset[int]
    taken: frozenset[int]
    verbal: frozenset[int]
    timelapse: bool


class ActionMaker:
    """Makes actions with one vocabulary; shared by the readers of verbs and of nouns."""

    def __init__(self, vocabulary: Vocabulary, camera: CameraReader) -> None:
        self.camera = camera
        self.actors = Actors(vocabulary)
        self.judge = VerbJudge(vocabulary, self.actors)

    def make(
        self, parse: Parse, i: int, actor: int | None, certainty: Certainty, *, kind_is_scene: bool = False
    ) -> Action:
        """The action at a verb or a noun, with its particle or direction."""
        last = i
        for c in parse.children[i]:
            if (parse.dep[c] == "compound:prt" and i < c <= i + 3) or (
                parse.dep[c] == "advmod" and c == i + 1 and parse.lower[c] in self.judge.directional
            ):
                last = c
        return Action(
            parse.text(i, last),
            parse.start[i],
            parse.end[last],
            self.actors.name(parse, actor),
            "scene" if kind_is_scene else self.actors.kind(parse, actor),
            parse.lemma[i],
            self.camera.speed(parse, i, last),
            self._negated(parse, i),
            certainty,
            True,
        )

    def _negated(self, parse: Parse, i: int) -> bool:
        """A negating word hangs on the verb, stands just before it, or negates the verb that it continues."""
        if any(
            parse.lower[c] in NEGATORS and parse.dep[c] in {"advmod", "det", "case", "mark", "aux"}
            for c in parse.children[i]
        ):
            return True
        for back in range(i - 1, max(-1, i - 4), -1):
            if parse.fragment[back] != parse.fragment[i]:
                break
            if parse.lower[back] in NEGATORS:
                return True
        head = parse.head[i]
        if any(parse.lower[c] in {"then", "but"} for c in parse.children[i]):
            return False
        return parse.dep[i] in {"xcomp", "conj"} and any(
            parse.lower[c] in NEGATORS and c < head for c in parse.children[head] if parse.dep[c] in {"advmod", "det"}
        )
