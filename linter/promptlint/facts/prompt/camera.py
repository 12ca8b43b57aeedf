"""Camera moves: lexicon terms, licensed by the parse or by the company they keep."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from promptlint.facts.prompt.camera_context import UNAIMED, CameraContext
from promptlint.facts.prompt.model import CameraMove
from promptlint.facts.prompt.parse import BREAKS

if TYPE_CHECKING:
    from promptlint.facts.prompt.model import Speed
    from promptlint.facts.prompt.parse import Parse
    from promptlint.facts.prompt.vocabulary import MoveTerm, Vocabulary

DIRECTION_REACH = 5
IN_OUT = frozenset({"in", "out"})
ADJACENT = frozenset({"in", "out", "back", "into", "toward", "towards", "around", "round"})
NEGATORS = frozenset({"no", "not", "n't", "without", "never", "avoid", "avoiding", "don't", "zero", "cannot"})


@dataclass(slots=True)
class CameraReading:
    """What the camera analysis found: the moves, and the tokens they use up."""

    moves: list[CameraMove] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    fragment: int = -1


class CameraReader:
    """Reads camera moves with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.v = vocabulary
        self.context = CameraContext(vocabulary)
        self.prepositions = vocabulary.words("target_prepositions")
        self.subjects = vocabulary.words("camera_subjects")
        self.static = vocabulary.words("static_words")
        self.holds = vocabulary.words("hold_verbs")
        self.slow = vocabulary.words("slow_words")
        self.fast = vocabulary.words("fast_words")
        self.generic = vocabulary.words("generic_move_nouns")
        self.firsts: dict[str, list[tuple[str, ...]]] = {}
        for words in sorted(vocabulary.moves, key=len, reverse=True):
            self.firsts.setdefault(words[0], []).append(words)

    def read(self, parse: Parse) -> CameraReading:
        """All camera moves of a prompt in order."""
        reading = CameraReading()
        stream = [i for i in range(len(parse)) if parse.lower[i] != "-"]
        position = 0
        while position < len(stream):
            i = stream[position]
            used = 0
            if not parse.hidden[i]:
                used = self._term(parse, stream, position, reading) or self._stillness(parse, stream, position, reading)
            position += used or 1
        return reading

    def speed(self, parse: Parse, first: int, last: int, reach: int = 4) -> Speed | None:
        """What the words beside say of speed: those before and after, up to the next mark; fast outweighs slow."""
        words = []
        for step in (-1, 1):
            i = (first if step < 0 else last) + step
            for _ in range(reach):
                if (
                    not 0 <= i < len(parse)
                    or parse.lower[i] in BREAKS
                    or (step > 0 and parse.lower[i] in {"and", "as", "while", "then"})
                ):
                    break
                words.append(parse.lower[i])
                i += step
        words += [parse.lower[i] for i in range(first, last + 1)]
        if any(word in self.fast for word in words):
            return "fast"
        return "slow" if any(word in self.slow for word in words) else None

    def _term(self, parse: Parse, stream: list[int], position: int, reading: CameraReading) -> int:
        i = stream[position]
        for key in dict.fromkeys((parse.lower[i], parse.lemma[i])):
            for words in self.firsts.get(key, ()):
                used = self._match(parse, stream, position, words)
                if not used:
                    continue
                tokens = stream[position : position + used]
                term = self.v.moves[words]
                if self.context.licenses(parse, tokens, words, term):
                    self._add(parse, tokens, term, reading)
                    return used
        return 0

    def _match(self, parse: Parse, stream: list[int], position: int, words: tuple[str, ...]) -> int:
        """How many stream tokens the term takes, adverbs between its words included; 0 where it does not stand here."""
        at = position
        for number, word in enumerate(words):
            while (
                number
                and at < len(stream)
                and parse.lower[stream[at]].endswith("ly")
                and at - position < len(words) + 2
            ):
                at += 1
            if at >= len(stream):
                return 0
            token = stream[at]
            if word not in (parse.lower[token], parse.lemma[token]) or parse.hidden[token]:
                return 0
            if number and parse.fragment[token] != parse.fragment[stream[position]]:
                return 0
            at += 1
        return at - position

    def _stillness(self, parse: Parse, stream: list[int], position: int, reading: CameraReading) -> int:
        """ "the camera holds steady", "camera static", "no camera movement", "gentle camera movement"."""
        i = stream[position]
        lemma = parse.lemma[i]
        if (
            parse.lower[i] in self.static
            and parse.dep[i] == "amod"
            and 0 < parse.head[i] - i <= 3
            and (
                parse.lemma[parse.head[i]] in self.context.still_views
                and parse.fragment[parse.head[i]] == parse.fragment[i]
            )
        ):
            self._put(parse, [i], "static", None, reading)
            return 1
        if parse.lower[i] in self.static or (lemma in self.holds and parse.is_verb(i)):
            near = parse.lower[stream[position + 1]] if position + 1 < len(stream) else ""
            adverbial = (
                parse.lower[i] == "still"
                and parse.pos[i] == "ADV"
                and position + 1 < len(stream)
                and parse.is_verb(stream[position + 1])
            )
            if (
                adverbial
                or not self.context.has_camera(parse, i)
                or (
                    near
                    and parse.lower[i] in self.static
                    and parse.is_noun(i + 1)
                    and parse.lemma[i + 1] not in self.context.shot_nouns
                )
            ):
                return 0
            used = 1
            if near in self.static or near in {"on", "in"}:
                used = 2 if near in self.static else 1
            elif (
                lemma in self.holds and near and parse.pos[stream[position + 1]] in {"ADJ"} and near not in self.static
            ):
                return 0
            self._put(parse, stream[position : position + used], "static", None, reading)
            return used
        headed = position + 1 < len(stream) and parse.lower[stream[position + 1]] == ":"
        if lemma in self.generic and self._camera_before(parse, i) and not headed:
            start = i - 1
            while (
                start > 0
                and parse.fragment[start - 1] == parse.fragment[i]
                and (parse.pos[start - 1] in {"ADJ", "DET"} or parse.lower[start - 1] in NEGATORS)
            ):
                start -= 1
            before = {parse.lower[k] for k in range(start, i)}
            if before & NEGATORS:
                self._put(parse, list(range(start, i + 1)), "static", None, reading, negated=False)
            else:
                self._put(
                    parse, list(range(start, i + 1)), "move", self._direction(parse, i, i, "dolly", None), reading
                )
            return 1
        if lemma == "move" and parse.is_verb(i) and self.context.has_camera(parse, i):
            if self._negated(parse, i):
                self._put(parse, [i], "static", None, reading, negated=False)
            else:
                self._put(parse, [i], "move", self._direction(parse, i, i, "pedestal", None), reading)
            return 1
        return 0

    def _camera_before(self, parse: Parse, i: int) -> bool:
        return i > 0 and parse.lemma[i - 1] in {"camera", "cam", "lens"} and parse.fragment[i - 1] == parse.fragment[i]

    def _add(self, parse: Parse, tokens: list[int], term: MoveTerm, reading: CameraReading) -> None:
        direction = self._direction(parse, tokens[0], tokens[-1], term.move, term.direction)
        self._put(parse, tokens, term.move, direction, reading)

    def _put(
        self,
        parse: Parse,
        tokens: list[int],
        move: str,
        direction: str | None,
        reading: CameraReading,
        negated: bool | None = None,
    ) -> None:
        """Record a move; a second mention in the same fragment ("tracking shot following her") belongs to the first."""
        first, last = tokens[0], tokens[-1]
        end = last
        while (
            end + 1 < len(parse)
            and parse.fragment[end + 1] == parse.fragment[last]
            and parse.lower[end + 1] in self.v.directions
            and end - last < 1
        ):
            end += 1
        speed = None if move in UNAIMED else self.speed(parse, first, end)
        if self._purpose(parse, first) and reading.moves and parse.head[first] in reading.taken:
            reading.taken.update(range(first, end + 1))
            reading.moves[-1] = replace(reading.moves[-1], target=reading.moves[-1].target or self._target(parse, end))
            return
        if negated is None:
            negated = self._negated(parse, first)
        reading.taken.update(range(first, end + 1))
        target = None if move in UNAIMED else self._target(parse, end)
        found = CameraMove(
            parse.text(first, end), parse.start[first], parse.end[end], move, direction, target, speed, negated
        )
        previous = reading.moves[-1] if reading.moves else None
        again = previous is not None and previous.move == move and reading.fragment == parse.fragment[first]
        if again and previous is not None and (direction is None or previous.direction in {None, direction}):
            reading.moves[-1] = replace(
                previous, target=previous.target or target, direction=previous.direction or direction
            )
            return
        reading.fragment = parse.fragment[first]
        reading.moves.append(found)

    def _purpose(self, parse: Parse, i: int) -> bool:
        """What a move is for and no move of its own: "pans to follow her"."""
        return parse.lemma[i] == "follow" and i > 0 and parse.lower[i - 1] == "to"

    def _negated(self, parse: Parse, i: int) -> bool:
        for back in range(i - 1, max(-1, i - 6), -1):
            if parse.fragment[back] != parse.fragment[i] or parse.lower[back] in BREAKS:
                return False
            if parse.lower[back] in NEGATORS:
                return True
        return any(parse.lower[c] in NEGATORS for c in parse.children[i] if c < i)

    def _direction(self, parse: Parse, first: int, last: int, move: str, default: str | None) -> str | None:
        """The direction said beside the term: after it up to the next verb or mark, or as an adjective before it."""
        allowed = self.v.move_directions.get(move, frozenset())
        found = None
        for i in range(last + 1, min(len(parse), last + 1 + DIRECTION_REACH)):
            if parse.fragment[i] != parse.fragment[last] or (
                parse.is_verb(i) and parse.lower[i] not in self.v.directions
            ):
                break
            if parse.lower[i] == "from" and i + 3 < len(parse) and parse.lower[i + 2] == "to":
                found = self.v.directions.get(parse.lower[i + 3])
                break
            if parse.lower[i] in {"and", "as", "while"}:
                break
            word = parse.lower[i]
            if word in ADJACENT and any(not parse.lower[k].endswith("ly") for k in range(last + 1, i)):
                continue
            if word == "in" and move not in {"dolly", "zoom"}:
                continue
            if self.v.directions.get(word) in allowed:
                found = self.v.directions[word]
                break
        if found in allowed and not (default in IN_OUT and found in IN_OUT):
            return found
        for i in range(first - 1, max(-1, first - 4), -1):
            if parse.fragment[i] != parse.fragment[first] or parse.lower[i] in BREAKS:
                break
            direction = self.v.directions.get(parse.lower[i])
            if direction in allowed and parse.lower[i] not in {"in", "into", "toward", "towards", "back", "out"}:
                return direction
        return default

    def _target(self, parse: Parse, last: int) -> str | None:
        """The noun phrase after the move: its object or the object of its preposition, "of" phrases included."""
        i = last + 1
        while (
            i < len(parse)
            and parse.fragment[i] == parse.fragment[last]
            and (
                parse.lower[i].endswith("ly")
                or parse.lower[i] in self.prepositions
                or parse.lower[i] in self.v.directions
                or parse.lower[i] in {"-", "shot", "move", "movement", "slightly", "the same", "steady"}
            )
        ):
            i += 1
        start, stop = i, min(len(parse), i + 9)
        if parse.lower[i - 1 : i] == ["from"]:
            to = next(
                (k for k in range(i, stop) if parse.lower[k] == "to" and parse.fragment[k] == parse.fragment[last]),
                None,
            )
            start = i = to + 1 if to is not None else i
        first = start
        end = None
        while i < len(parse) and parse.fragment[i] == parse.fragment[last] and parse.lower[i] not in BREAKS:
            noun_like = parse.is_noun(i) or parse.pos[i] in {"PRON", "NUM"}
            if (
                parse.pos[i] in {"DET", "ADJ", "PRON", "NUM"}
                or parse.is_noun(i)
                or parse.dep[i] == "amod"
                or parse.lower[i] in {"'s", "-", "of"}
            ):
                if noun_like:
                    end = i
                i += 1
            else:
                break
        if end is None or (parse.lower[first] in {"which", "that", "it", "over", "single"} and end == first):
            return None
        return parse.text(first, end)
