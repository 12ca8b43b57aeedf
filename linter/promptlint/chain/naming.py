"""Who acts: the words before the first verb of a sentence that has only some of its actions."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import TYPE_CHECKING, Final

from promptlint.chain.clauses import Act, Sentence, actor_of
from promptlint.facts.identity import FEMALE, MALE

if TYPE_CHECKING:
    from promptlint.facts.prompt import PromptFacts, Subject

_PRONOUN: Final = re.compile(r"(?P<word>she|he|it|they)\b", re.IGNORECASE)
_SEQUENCE: Final = re.compile(
    r"(?:(?:and\s+)?then|next|now|first|at first|finally|after that|afterwards|lastly)\b,?\s+", re.IGNORECASE
)
_JOINING: Final = re.compile(r"(?:and|but|while|as)\s+", re.IGNORECASE)
_ADVERBS: Final = re.compile(
    r"(?:(?:\b(?:then|first|now|next|finally|slowly|gently|quickly|suddenly|softly|carefully|gradually|smoothly|calmly"
    r"|quietly|briefly|gracefully)\s+)+)$",
    re.IGNORECASE,
)
_ONSET: Final = re.compile(r"\b(?:begins|starts|begin|start) to\s+$", re.IGNORECASE)
_JOINED: Final = re.compile(r"(?:,|\b(?:and|then|but))\s*$", re.IGNORECASE)


class Naming:
    """Finds the words that say who acts in a prompt."""

    def __init__(self, prompt: str, said: PromptFacts, sentences: list[Sentence]) -> None:
        self.prompt = prompt
        self.said = said
        self.sentences = sentences

    def before(self, index: int, place: int, shown: Container[int], *, opening: bool) -> str:
        """The words before the verb of an action: those that stand there, else those that name who acts.

        Args:
            index: number of the sentence.
            place: number of the action in it.
            shown: the sentences that the shot has already.
            opening: whether no earlier action is told in the shot, so that it does not begin with "then".
        """
        sentence = self.sentences[index]
        act = sentence.acts[place]
        own = self.prompt[act.start : act.action.start]
        if place == 0:
            words, rest = self.prompt[sentence.body : sentence.head_end], ""
        elif act.own_subject:
            words, rest = own, ""
        else:
            words, rest = self._subject(sentence, place), own
            words = _ONSET.sub("", words) if own.split() else words
        if place > 0:
            words = _without_start(_JOINING, words)
        if opening or place > 0:
            words = _without_start(_SEQUENCE, words)
        pronoun = _PRONOUN.match(words)
        named = self._named(index, pronoun["word"].lower(), shown) if pronoun is not None else None
        if pronoun is not None and named:
            words = named + words[pronoun.end() :]
        return words + rest

    def many_act(self, act: Act) -> bool:
        """Whether several act."""
        actor = (act.action.actor or "").lower()
        return any(subject.text.lower() == actor and subject.count != 1 for subject in self.said.subjects)

    def _subject(self, sentence: Sentence, place: int) -> str:
        """The words that name who acts, before the nearest action that has them."""
        naming = next((act for act in reversed(sentence.acts[1:place]) if act.own_subject), None)
        start = sentence.body if naming is None else naming.start
        first = sentence.acts[0] if naming is None else naming
        words = _ADVERBS.sub("", self.prompt[start : first.action.start])
        actor = actor_of(first.action)
        at = words.lower().rfind(actor) if actor else -1
        if at >= 0 and _JOINED.search(words[at + len(actor) :]):
            return f"{words[: at + len(actor)]} "
        return words

    def _named(self, index: int, pronoun: str, shown: Container[int]) -> str | None:
        """Who is meant by a pronoun, in the words that begin the sentence where they are named.

        None where a sentence that the shot has names them, and where nobody fits.
        """
        for earlier in range(index - 1, -1, -1):
            sentence = self.sentences[earlier]
            end = sentence.head_end if sentence.acts else sentence.end
            subjects = [s for s in self.said.subjects if sentence.body <= s.start and s.end <= end]
            fits = any(_fits(pronoun, subject) for subject in subjects) or (not subjects and self._is_named(sentence))
            if not fits:
                continue
            if earlier in shown or not sentence.acts:
                return None
            return _ONSET.sub("", _without_start(_SEQUENCE, self._subject(sentence, 1))).rstrip()
        return None

    def _is_named(self, sentence: Sentence) -> bool:
        """Whether a name that the facts do not list as a subject acts first in a sentence: "Chef B tilts the pan"."""
        actor = actor_of(sentence.acts[0].action) if sentence.acts else ""
        head = self.prompt[sentence.body : sentence.head_end]
        at = head.lower().find(actor) if actor else -1
        return at >= 0 and head[at].isupper() and _PRONOUN.match(actor) is None


def _without_start(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return text[found.end() :] if found is not None else text


def _fits(pronoun: str, subject: Subject) -> bool:
    match pronoun:
        case "she":
            return subject.kind in ("person", "animal", "other") and subject.lemma not in MALE
        case "he":
            return subject.kind in ("person", "animal", "other") and subject.lemma not in FEMALE
        case "it":
            return subject.kind not in ("person", "place")
        case _:
            return subject.kind != "place"
