"""Negations: what the prompt says must not be there or happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.facts.prompt.model import Negation
from promptlint.facts.prompt.parse import BREAKS

if TYPE_CHECKING:
    from promptlint.facts.prompt.parse import Parse
    from promptlint.facts.prompt.vocabulary import Vocabulary

REACH = 7
STOPS = frozenset({"and", "but", "while", "as", "with", "then", "only", "just"})


class NegationReader:
    """Reads negations with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.negators = {phrase for phrase in vocabulary.words("negators") if " " not in phrase}
        self.pairs = {tuple(phrase.split()) for phrase in vocabulary.words("negators") if " " in phrase}
        self.vetoes: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(vocabulary.words("negation_vetoes")):
            first, *rest = phrase.replace("-", " ").split()
            self.vetoes.setdefault(first, []).append((first, *rest))
        self.starts = self.negators | {first for first, _ in self.pairs}

    def read(self, parse: Parse) -> tuple[Negation, ...]:
        """From each negating word to the end of its noun phrase or clause."""
        found: list[Negation] = []
        i = 0
        while i < len(parse):
            width = self._negator(parse, i)
            if not width or parse.hidden[i]:
                i += 1
                continue
            last = self._scope_end(parse, i + width - 1)
            while last > i and not parse.lower[last][-1].isalnum():
                last -= 1
            if last >= i + width:
                start = i - 1 if parse.lower[i] in {"n't", "not"} and i and parse.pos[i - 1] == "AUX" else i
                scope = parse.text(i + width, last)
                found.append(
                    Negation(
                        parse.text(start, last),
                        parse.start[start],
                        parse.end[last],
                        parse.text(start, i + width - 1),
                        scope,
                    )
                )
            i = last + 1
        return tuple(found)

    def _negator(self, parse: Parse, i: int) -> int:
        if parse.lower[i] not in self.starts:
            return 0
        if any(tuple(parse.lower[i : i + len(veto)]) == veto for veto in self.vetoes.get(parse.lower[i], ())):
            return 0
        if tuple(parse.lower[i : i + 2]) in self.pairs:
            return 2
        if parse.lower[i] not in self.negators:
            return 0
        if parse.lower[i] in {"stop", "prevent", "minus", "avoid", "zero"} and not (
            i == 0 or parse.fragment[i - 1] != parse.fragment[i]
        ):
            return 0
        if parse.lower[i] == "stop" and parse.is_noun(i):
            return 0
        if parse.lower[i] == "zero" and parse.lower[i + 1 : i + 2] == ["-"]:
            return 0
        return 1

    def _scope_end(self, parse: Parse, last: int) -> int:
        end = last
        for k in range(last + 1, min(len(parse), last + 1 + REACH)):
            if (
                parse.fragment[k] != parse.fragment[last]
                or parse.lower[k] in BREAKS
                or (parse.lower[k] in STOPS and k > last + 1)
            ):
                break
            end = k
        return end
