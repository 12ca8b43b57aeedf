"""Dealing out a prompt over the shots of a chain: each action goes to one shot, all else goes with every shot."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from promptlint.chain.clauses import Act, Part, Sentence, sentences_of
from promptlint.chain.continuing import continued
from promptlint.chain.naming import Naming

if TYPE_CHECKING:
    from promptlint.facts.prompt import PromptFacts

_DANGLING: Final = re.compile(r"\b(?:it|them|this|that)\b", re.IGNORECASE)
_COMMA: Final = re.compile(r"\s*,\s*(?:then\s+)?$")
_JOINING: Final = re.compile(r"[\s,;–—]*(?:(?:while|as|and|with|but|then)\s+)?", re.IGNORECASE)
_SPOKEN: Final = "The scene continues"
_DANGLING_COST: Final = 0.6


@dataclass(frozen=True, slots=True)
class _Share:
    """What one shot gets: actions by sentence, from the first up to the last; or one that goes on."""

    acts: dict[int, tuple[int, int]]
    goes_on: bool = False


def deal(prompt: str, said: PromptFacts, lengths: Sequence[float], tie: Callable[[int, str], str]) -> list[str]:
    """The prompts of a chain.

    Args:
        prompt: the prompt of the shot that is split.
        said: its facts.
        lengths: how long each shot of the chain is; longer ones get more actions.
        tie: ties the subject of a prompt, given the number of its shot, to the reference.
    """
    sentences = sentences_of(prompt, said)
    dealer = _Dealer(prompt, said, sentences)
    shares = _shares(dealer, sentences, lengths)
    texts = [dealer.prompt_of(share) for share in shares] if shares else [prompt] * len(lengths)
    return [tie(number, text) for number, text in enumerate(texts)]


def count_acts(prompt: str, said: PromptFacts) -> int:
    """How many actions can be dealt out."""
    return sum(len(sentence.acts) for sentence in sentences_of(prompt, said))


def _shares(dealer: _Dealer, sentences: list[Sentence], lengths: Sequence[float]) -> list[_Share]:
    """What each shot gets; empty where there is nothing to deal out."""
    acts = [(index, place) for index, sentence in enumerate(sentences) for place in range(len(sentence.acts))]
    if not acts:
        return []
    if len(acts) < len(lengths):
        last = acts[-1]
        shares = [_Share({index: (place, place)}) for index, place in acts]
        return shares + [_Share({last[0]: (last[1], last[1])}, goes_on=True)] * (len(lengths) - len(acts))
    costs = [_DANGLING_COST * dealer.dangles(index, place) for index, place in acts]
    shares = []
    for start, end in _groups(len(acts), lengths, costs):
        chosen: dict[int, tuple[int, int]] = {}
        for index, place in acts[start:end]:
            chosen[index] = (chosen.get(index, (place, place))[0], place)
        shares.append(_Share(chosen))
    return shares


def _groups(count: int, lengths: Sequence[float], costs: list[float]) -> list[tuple[int, int]]:
    """Actions in a row for each shot, at least one each: about as many as its length asks for.

    ``costs`` are what it costs to begin a shot with each action.
    """
    total = sum(lengths)
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for number, length in enumerate(lengths):
        fair = count * length / total
        left = len(lengths) - number - 1
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, ends) in best.items():
            furthest = min(count - left, start + 2 * math.ceil(fair) + 2)
            for end in range(start + 1, furthest + 1) if left else (count,):
                new = cost + (end - start - fair) ** 2 + (costs[start] if start else 0)
                if end not in following or new < following[end][0]:
                    following[end] = new, (*ends, end)
        best = following
    ends = best[count][1]
    return list(zip((0, *ends), ends, strict=False))


class _Dealer:
    def __init__(self, prompt: str, said: PromptFacts, sentences: list[Sentence]) -> None:
        self.prompt = prompt
        self.said = said
        self.sentences = sentences
        self.naming = Naming(prompt, said, sentences)

    def text(self, part: Part) -> str:
        return self.prompt[part.start : part.end]

    def dangles(self, index: int, place: int) -> bool:
        """Whether an action speaks of "it", which the one before it has named."""
        act = self.sentences[index].acts[place]
        return _DANGLING.search(self.prompt, act.action.start, act.end) is not None

    def prompt_of(self, share: _Share) -> str:
        """The prompt of one shot."""
        pieces: list[tuple[int, str]] = []
        beside: list[tuple[int, int, str]] = []
        shown: set[int] = set()
        for index, sentence in enumerate(self.sentences):
            if index in share.acts:
                opening = not any(earlier in share.acts for earlier in range(index))
                first, last = share.acts[index]
                pieces.append((index, self._spoken(index, first, last, shown, opening=opening, goes_on=share.goes_on)))
                shown.add(index)
            elif sentence.acts:
                beside += ((len(pieces), index, text) for text in self._setting(sentence))
            elif self._belongs(index, share):
                pieces.append((index, self.prompt[sentence.body : sentence.end].rstrip()))
                shown.add(index)
        for place, index, text in reversed(beside):
            if not any(text[:-1].lower() in later.lower() for _, later in pieces[place:]):
                pieces.insert(place, (index, text))
        told = "".join(self._joined_sentences([(index, text) for index, text in pieces if text]))
        return told.lstrip() + self.prompt[len(self.prompt.rstrip()) :]

    def _joined_sentences(self, pieces: list[tuple[int, str]]) -> Iterator[str]:
        """Sentences with the space between them; where one that a semicolon joins is gone, the other stands alone."""
        numbers = [index for index, _ in pieces]
        for place, (index, text) in enumerate(pieces):
            alone = text
            if self._is_joined(index - 1) and index - 1 not in numbers[max(place - 1, 0) : place]:
                alone = alone[0].upper() + alone[1:]
            if alone.endswith(";") and index + 1 not in numbers[place + 1 : place + 2]:
                alone = f"{alone[:-1]}."
            sentence = self.sentences[index]
            yield (self.prompt[sentence.start : sentence.body] or " ") + alone

    def _is_joined(self, index: int) -> bool:
        """Whether a semicolon joins a sentence to the next one."""
        return index >= 0 and ";" in self.prompt[self.sentences[index].stop : self.sentences[index].end]

    def _belongs(self, index: int, share: _Share) -> bool:
        """Whether a shot gets a sentence without an action: one that goes on telling stays with what it follows."""
        acting = [place for place in range(index) if self.sentences[place].acts]
        if not self.sentences[index].tells or not acting:
            return True
        last = acting[-1]
        return not share.goes_on and share.acts.get(last, (0, -1))[1] == len(self.sentences[last].acts) - 1

    def _setting(self, sentence: Sentence) -> Iterator[str]:
        """What stays of a sentence whose actions belong to other shots, as sentences."""
        for part in (*([sentence.lead] if sentence.lead is not None else []), *sentence.shared):
            text = _JOINING.sub("", self.text(part), count=1).strip()
            if text:
                yield f"{text[0].upper()}{text[1:]}."

    def _spoken(self, index: int, first: int, last: int, shown: set[int], *, opening: bool, goes_on: bool) -> str:
        """A sentence with some of its actions."""
        sentence = self.sentences[index]
        acts = sentence.acts[first : last + 1]
        begin = sentence.body if first == 0 else acts[0].start
        shared = [part for part in sentence.shared if not begin <= part.start < acts[-1].end]
        before = self.naming.before(index, first, shown, opening=opening or goes_on)
        after = self._joined(acts, listed=last + 1 < len(sentence.acts))
        if goes_on:
            spoken = any(acts[0].start <= speech.start < acts[0].end for speech in self.said.dialogue)
            text = _SPOKEN if spoken else continued(before, after, acts[0].action, many=self.naming.many_act(acts[0]))
        else:
            text = before + after
        if self.prompt[sentence.body].isupper():
            text = text[0].upper() + text[1:]
        return text + "".join(map(self.text, shared)) + self.prompt[sentence.stop : sentence.end].rstrip()

    def _joined(self, acts: Sequence[Act], *, listed: bool) -> str:
        """Actions from the first verb on; where the end of a list is cut off, its last comma becomes "and"."""
        start, last = acts[0].action.start, acts[-1]
        text = self.prompt[start : last.end]
        if not listed or len(acts) == 1 or last.action.text.lower().endswith("ing"):
            return text
        head = _COMMA.sub(" and ", self.prompt[start : last.start])
        return head + self.prompt[last.start : last.end]
