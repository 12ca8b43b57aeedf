"""Whose looks a prompt speaks of. Where it is not clear, nobody's: a false alarm costs more than a miss."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from promptlint.facts.declared import begun_in, block_of, blocks_in, by_first_word
from promptlint.facts.identity import FEMALE, MALE
from promptlint.facts.prompt import PromptFacts, Subject
from promptlint.facts.prompts import PromptFactsSource
from promptlint.facts.shot import remembered
from promptlint.spec.model import Character, SpecFile
from promptlint_rules.prompt._reading import Reading

Person: TypeAlias = str | None
"""A character of the shot by name; None is somebody else, or a thing."""

_YOUNG: Final = frozenset({"child", "kid", "baby", "infant", "toddler", "newborn", "boy", "son"})
_ANYBODY: Final = frozenset({"person", "human", "individual", "figure", "character", "adult", "people", "subject"})
_ANY_ANIMAL: Final = frozenset({"animal", "creature", "pet", "beast"})
_ANY_CHILD: Final = frozenset({"child", "kid"})
"""What everybody may be called, any animal, and any child."""
_INDEFINITE: Final = re.compile(r"(?:an?|another|one|some)\b", re.IGNORECASE)
_NAME_BEFORE: Final = re.compile(r"\s*(?:[,:(–—-]|is|as)\s*", re.IGNORECASE)
_NAME_AFTER: Final = re.compile(r"\s*(?:\(|named|called)?\s*", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"\b(?:her|his|their|its)\s+(?:[\w-]+,?\s+){0,3}$", re.IGNORECASE)
_KNOWN: Final = re.compile(
    r"(?<!\bin)(?<!\bwith)(?<!\bhas)(?<!\bwears)(?<!\bwearing)\s+the\s+(?:(?!in\b|with\b|wearing\b)[\w-]+,?\s+){0,2}$",
    re.IGNORECASE,
)
"""What is known to be somebody's, and not the thing's before it: ``snow lands on the coat``."""
_OF_SOMEBODY: Final = re.compile(r"\s+of\b", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"[.!?](?:\s|$)|\n")
_BODIED: Final = re.compile(r"\b(?:haired|eyed|skinned|bearded)\Z", re.IGNORECASE)
_COMMA: Final = re.compile(r"\s*,\s*")
_FEW_WORDS: Final = re.compile(r"(?:[\s,]+[\w-]+){0,2}[\s,]+")
_SHE: Final = re.compile(r"\b(?:she|hers?|herself)\b", re.IGNORECASE)
_HE: Final = re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Marker:
    """Words that name somebody or something: what stands behind them is likely about it."""

    start: int
    end: int
    owner: Person
    is_person: bool = True


@dataclass(frozen=True, slots=True)
class Owners:
    """Who is spoken of where in one prompt.

    Attributes:
        text: the prompt.
        nouns: what the bible calls each character of the shot; empty where it does not say.
        markers: what is named, in order.
        fragments: where each sentence or comma fragment begins.
        actions: where each action stands.
        blocks: where a character's description is repeated as it stands, and whose.
    """

    text: str
    nouns: Mapping[str, frozenset[str]]
    markers: tuple[_Marker, ...]
    fragments: tuple[int, ...] = ()
    actions: tuple[int, ...] = ()
    blocks: tuple[tuple[int, int, str], ...] = ()

    def of(self, start: int, end: int) -> Person:
        """The character of the shot whose look the words from ``start`` to ``end`` tell; None where it is not clear."""
        for first, last, name in self.blocks:
            if first <= start < last:
                return name if name in self.nouns else None
        for marker in self.markers:
            # A thing around the words is the garment itself, or hair with a verb that was taken for a noun.
            if marker.is_person and marker.start < end and start < marker.end:
                return marker.owner
        following = _BODIED.search(self.text, start, end)
        owner = self._beside(start, end) if following else self._spoken_of(start, end)
        return owner if owner is not None and self._agrees(owner, start) else None

    def _beside(self, start: int, end: int) -> Person:
        """Whom a word such as ``red-haired`` stands before, or right behind: ``the woman, red-haired,``."""
        before = next((marker for marker in reversed(self.markers) if marker.end <= start), None)
        if before is not None and before.is_person and _COMMA.fullmatch(self.text, before.end, start):
            return before.owner
        after = next((marker for marker in self.markers if marker.start >= end), None)
        near = after is not None and _FEW_WORDS.fullmatch(self.text, end, after.start)
        return after.owner if after is not None and near else None

    def _spoken_of(self, start: int, end: int) -> Person:
        first = self._fragment(start)
        near = [marker for marker in self.markers if first <= marker.start and marker.end <= start]
        between = self.text[near[-1].end : start] if near else ""
        known = _POSSESSIVE.search(between) or (_KNOWN.search(between) and not near[-1].is_person)
        if near and not known:
            return near[-1].owner
        only = self._everybody()
        if near or only is not None:
            return only
        return None if _OF_SOMEBODY.match(self.text, end) else self._continued(start)

    def _continued(self, start: int) -> Person:
        """A fragment that names nobody goes on about whoever was named last, if nothing happened since."""
        before = [marker for marker in self.markers if marker.end <= start]
        if not before:
            return None
        last = before[-1]
        between = self.text[last.end : start]
        acted = any(last.end <= at < start for at in self.actions)
        if acted or _SENTENCE_END.search(between) or _POSSESSIVE.search(between):
            return None
        fragment = self._fragment(last.start)
        beside = {marker.owner for marker in before if marker.is_person and self._fragment(marker.start) == fragment}
        return last.owner if beside == {last.owner} else None

    def _everybody(self) -> Person:
        """The one character whom the whole prompt is about."""
        owners = {marker.owner for marker in self.markers if marker.is_person} or set(self.nouns)
        return next(iter(owners)) if len(owners) == 1 else None

    def _fragment(self, at: int) -> int:
        index = bisect_right(self.fragments, at)
        return self.fragments[index - 1] if index else 0

    def _agrees(self, owner: str, start: int) -> bool:
        """Whether the pronouns before the words may mean the character."""
        nouns, before = self.nouns[owner], self.text[self._fragment(start) : start]
        she, he = _SHE.search(before), _HE.search(before)
        if nouns & FEMALE or nouns & MALE:
            return not (he if nouns & FEMALE else she)
        return not ((she and _HE.search(self.text)) or (he and _SHE.search(self.text)))


def owners_in(
    reading: Reading, cast: Mapping[str, Character | None], file: SpecFile, prompts: PromptFactsSource
) -> Owners:
    """Find who is spoken of where in the prompt of a shot.

    Args:
        reading: the prompt.
        cast: the characters that the shot names.
        file: the shot's file, with all characters that it knows.
        prompts: what their descriptions say.
    """
    nouns = {name: _nouns_of(character, prompts) for name, character in cast.items()}
    names = tuple(_names(reading.text, cast, file))
    named = sorted((*reading.said.subjects, *reading.said.possessors), key=lambda subject: subject.start)
    subjects = [subject for subject in named if not _covered(subject, names)]
    people = _People(reading.text, nouns, names, subjects)
    return Owners(
        reading.text,
        nouns,
        tuple(sorted((*names, *map(people.marker, subjects)), key=lambda marker: marker.start)),
        tuple(fragment.start for fragment in reading.said.fragments),
        tuple(action.start for action in reading.said.actions),
        tuple(blocks_in(reading.text, file)),
    )


def speaks_of_both(said: PromptFacts, text: str) -> bool:
    """Whether a text, or the first part of it, speaks of a woman and a man, be it by a pronoun only."""
    she, he = bool(_SHE.search(text)), bool(_HE.search(text))
    called = {s.lemma for s in said.subjects if s.kind == "person" and s.start < len(text)}
    return (she or not FEMALE.isdisjoint(called)) and (he or not MALE.isdisjoint(called))


@dataclass
class _People:
    """Says of each subject of a prompt, asked in order, whether it is a character of the shot."""

    text: str
    nouns: Mapping[str, frozenset[str]]
    names: tuple[_Marker, ...]
    subjects: list[Subject]
    seen: set[tuple[str, str]] = field(default_factory=set)

    def marker(self, subject: Subject) -> _Marker:
        """The subject, with whom it is."""
        if subject.kind not in ("person", "animal"):
            return _Marker(subject.start, subject.end, None, is_person=False)
        owner = self._beside(subject) or self._owner(subject)
        if owner is not None:
            self.seen.add((owner, subject.lemma))
        return _Marker(subject.start, subject.end, owner)

    def _beside(self, subject: Subject) -> Person:
        """A name that stands next to the subject and means the same: ``Mara, a young woman``."""
        for name in self.names:
            if name.end <= subject.start:
                beside = _NAME_BEFORE.fullmatch(self.text, name.end, subject.start)
            else:
                beside = _NAME_AFTER.fullmatch(self.text, subject.end, name.start)
            if beside and name.owner is not None and _fits(subject, self.nouns[name.owner]):
                return name.owner
        return None

    def _owner(self, subject: Subject) -> Person:
        fitting = [name for name in self.nouns if _fits(subject, self.nouns[name])]
        if len(fitting) != 1 or (len(self.nouns) > 1 and not all(self.nouns.values())):
            return None
        (name,) = fitting
        called_so = subject.lemma in self.nouns[name]
        if subject.count != 1 and (subject.count is not None or not called_so):
            return None
        if not called_so and any(s.lemma != subject.lemma for s in self.subjects if s.kind == subject.kind):
            return None
        again = (name, subject.lemma) in self.seen
        if any(marker.owner == name for marker in self.names):
            return name if (again or called_so) and not _INDEFINITE.match(subject.text) else None
        if any(owner == name for owner, _ in self.seen):
            return name if again and not _INDEFINITE.match(subject.text) else None
        return name


def _fits(subject: Subject, nouns: frozenset[str]) -> bool:
    """Whether a subject may be somebody whom the bible calls by some nouns; who has none there may be anyone."""
    lemma = subject.lemma
    if not nouns or lemma in nouns:
        return subject.kind == "person" or lemma in nouns
    if subject.kind == "animal" and not _ANY_ANIMAL.isdisjoint(nouns):
        return True
    if lemma in _ANY_CHILD and nouns & (_YOUNG | {"girl", "daughter"}):
        return True
    if subject.kind == "animal" or lemma in _YOUNG or nouns <= _YOUNG:
        return False
    for sex in (FEMALE, MALE):
        if lemma in sex:
            return bool(nouns & sex) or not nouns & (FEMALE | MALE)
    return True


def _nouns_of(character: Character | None, prompts: PromptFactsSource) -> frozenset[str]:
    """What the character's description calls it: ``woman``, ``fox``."""
    block = block_of(character) if character else ""
    subjects = prompts.of(block).subjects if block else ()
    return frozenset(subject.lemma for subject in subjects if subject.kind in ("person", "animal")) - _ANYBODY


def _names(text: str, cast: Mapping[str, object], file: SpecFile) -> Iterator[_Marker]:
    """Where names of characters stand. A name is written with a capital or a tag; ``rose`` is a flower."""
    begun = (name for name, _ in begun_in(text, _names_of(file)))
    for name in dict.fromkeys((*cast, *begun)):
        pattern = r"[\s_-]+".join(re.escape(word) for word in re.split(r"[\s_-]+", name) if word)
        for match in re.finditer(rf"(?<!\w)(@?){pattern}(?:['’]s)?(?!\w)", text, re.IGNORECASE) if pattern else ():
            if match[1] or match[0][0].isupper() or (match[0].startswith(name) and not name.islower()):
                yield _Marker(match.start(), match.end(), name if name in cast else None)


@remembered
def _names_of(file: SpecFile) -> dict[str, list[tuple[str, str]]]:
    return by_first_word((name, name) for name in file.characters)


def _covered(subject: Subject, names: Iterable[_Marker]) -> bool:
    return any(name.start < subject.end and subject.start < name.end for name in names)
