"""What bibles and prompts say of each character, with the places where they say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from promptlint.facts import SequenceFacts
from promptlint.facts.declared import declared_by
from promptlint.facts.prompts import PromptFactsSource
from promptlint.finding import Confidence, Evidence
from promptlint.spec.model import Character, Location, Shot
from promptlint.spec.sequence import CastMember, ShotSequence, names_in
from promptlint_rules.looks import Look, contradicts, difference, looks_in
from promptlint_rules.owners import Owners, owners_in
from promptlint_rules.prompt._reading import Reading, read


@dataclass(frozen=True, slots=True)
class Told:
    """A look with the place that tells it, and who tells it: ``the bible``, or ``the shot `s01```."""

    look: Look
    at: Location
    by: str

    def evidence(self, name: str) -> Evidence:
        """The place, as something that a finding rests on."""
        return Evidence(f"`{name}` by {self.by}: {self.look.words}", self.at)


Traits: TypeAlias = dict[str, list[Told]]


def traits_of(character: Character, prompts: PromptFactsSource) -> Traits:
    """What a bible entry says of how somebody looks, by trait; the description comes before what is declared."""
    found: Traits = defaultdict(list)
    for declared in declared_by(character):
        for look in looks_in(prompts.of(declared.text), declared.text):
            found[look.trait].append(Told(look, declared.words(look.start, look.end), "the bible"))
    return dict(found)


@dataclass(frozen=True, slots=True)
class Drift:
    """A look that is not what was told of its trait, and how sure that is."""

    look: Look
    told: Told
    confidence: Confidence


def drift_from(looks: Iterable[Look], told: Sequence[Told]) -> Drift | None:
    """How looks of one trait differ from what was told of it; None where one of them may agree with it."""
    drifts = []
    for look in looks:
        for reference in told:
            confidence = difference(look, reference.look)
            if confidence is None:
                return None
            drifts.append(Drift(look, reference, confidence))
    return min(drifts, key=lambda drift: drift.confidence, default=None)


def contradicted(mine: Iterable[Look], theirs: Sequence[Told]) -> tuple[Look, Told] | None:
    """The first look of a trait that cannot be what was told of it; None where one of them may agree with it."""
    found = []
    for look in mine:
        for told in theirs:
            if not contradicts(look, told.look):
                return None
            found.append((look, told))
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Passage:
    """What one prompt says of one of its characters.

    Attributes:
        shot: the shot.
        name: the character.
        reading: the prompt.
        owners: whom it speaks of where.
        looks: the looks that it gives to the character.
    """

    shot: Shot
    name: str
    reading: Reading
    owners: Owners
    looks: tuple[Look, ...]

    def by_trait(self) -> dict[str, list[Look]]:
        """The looks by trait."""
        found: dict[str, list[Look]] = {}
        for look in self.looks:
            found.setdefault(look.trait, []).append(look)
        return found

    def told(self, look: Look) -> Told:
        """A look with its place."""
        by = f"the shot `{self.shot.name}`" if self.shot.name else "another shot"
        return Told(look, self.reading.at(look), by)


@dataclass
class Passages:
    """What the prompts of a sequence say of their characters; each prompt is read once."""

    sequence: ShotSequence
    facts: SequenceFacts
    _read: dict[Shot, tuple[Reading, Owners] | None] = field(default_factory=dict)

    def of(self, member: CastMember) -> Iterator[Passage]:
        """The passages about a character, in the order of the shots."""
        for shot in member.shots:
            known = self._known(shot)
            if known is None:
                continue
            reading, owners = known
            looks = (
                look
                for look in looks_in(reading.said, reading.text)
                if owners.of(min(look.start, look.noun_start), max(look.end, look.noun_end)) == member.name
            )
            yield Passage(shot, member.name, reading, owners, tuple(looks))

    def _known(self, shot: Shot) -> tuple[Reading, Owners] | None:
        if shot not in self._read:
            reading = read(shot, self.facts.of(shot))
            self._read[shot] = None
            if reading is not None:
                cast = {name: self.sequence.character_of(shot, name) for name in names_in(shot)}
                prompts = self.facts.surroundings.prompts
                self._read[shot] = reading, owners_in(reading, cast, shot.file, prompts)
        return self._read[shot]
