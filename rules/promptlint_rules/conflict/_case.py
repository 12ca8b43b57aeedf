"""What the prompt of a shot claims, and what the witnesses in words say of it: the bible, the spec, embedded texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Final

from promptlint.document import Mapping as Node
from promptlint.facts import ShotFacts, remembered
from promptlint.facts.declared import declared_by
from promptlint.facts.prompt import PromptFacts, Subject
from promptlint.facts.reference.model import Caption, ReferenceFacts
from promptlint.finding import Confidence, Evidence, Fix
from promptlint.spec.model import Character, Field, Location, Shot
from promptlint.spec.pictures import Mention, place_of
from promptlint.spec.sequence import names_in
from promptlint_rules.ages import tells_other_time
from promptlint_rules.conflict._presence import is_in_start_frame, is_told_as_fact
from promptlint_rules.described import Passage, Told, Traits, contradicted, traits_of
from promptlint_rules.kinds import is_thing
from promptlint_rules.looks import Look, looks_in, thing_looks_in
from promptlint_rules.owners import Owners, owners_in, speaks_of_both
from promptlint_rules.picture_words import caption_evidence, file_name
from promptlint_rules.pictures import places_of
from promptlint_rules.prompt._reading import Reading, read
from promptlint_rules.rewrite import repairs

SUBJECT: Final = ""
"""What stands for the shot's own ``subject`` among its characters."""

_BODY: Final = frozenset({"hair", "eye", "skin", "beard", "moustache", "mustache", "goatee"})
_SETTINGS: Final = frozenset(
    {
        "background", "backdrop", "setting", "sky", "sea", "ocean", "water", "lake", "river", "wall", "floor",
        "ground", "ceiling",
        "field", "meadow", "grass", "lawn", "forest", "beach", "sand", "street", "road", "room", "studio",
        "mountain", "hill",
        "house", "building", "roof", "tree", "foliage", "horizon", "landscape",
    }
)  # fmt: skip
"""What does not come into a picture by itself."""

_INDEFINITE: Final = re.compile(r"\b(?:an?|another|some|two|three)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_PEOPLE_WITHOUT_NUMBER: Final = frozenset({"people", "crowd", "audience", "family", "team", "group", "band", "choir"})


@dataclass(frozen=True, slots=True)
class Claim:
    """How something looks in the start frame, as the prompt has it.

    Attributes:
        look: the trait with its words.
        who: the character of the shot that it is of; None where that is not clear, or it is a thing.
        passage: what the prompt says of that character.
    """

    look: Look
    who: str | None = None
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Testimony:
    """What the strongest witness in words says of a claim.

    Attributes:
        contradicts: whether the claim cannot be true.
        by: who says it, as the start of a sentence's part: ``the bible``, ``the caption in `mara.png```.
        words: what it says.
        evidence: where.
        confidence: how sure.
        fixes: the witness's words instead of the prompt's, the best first.
    """

    contradicts: bool
    by: str = ""
    words: str = ""
    evidence: tuple[Evidence, ...] = ()
    confidence: Confidence = Confidence.CERTAIN
    fixes: tuple[Fix, ...] = ()


_AGREES: Final = Testimony(False)


@dataclass(eq=False)
class Case:
    """A shot whose prompt is held against its reference.

    Attributes:
        cast: the characters of the shot with what the bible knows of them.
        owners: whom the prompt speaks of where.
        start: the start frame, where it is a picture of the project.
    """

    shot: Shot
    facts: ShotFacts
    reading: Reading
    cast: Mapping[str, Character | None]
    owners: Owners
    start: tuple[Mention, ReferenceFacts] | None
    _traits: dict[str, Traits] = field(default_factory=dict)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What the prompt says of looks in the start frame, in its order."""
        reading = self.reading
        looks = [*looks_in(reading.said, reading.text), *thing_looks_in(reading.said)]
        if tells_other_time(reading.text):
            return ()
        owned: dict[str, list[Look]] = {}
        found: list[tuple[Look, str | None]] = []
        for look in sorted(looks, key=lambda look: look.start):
            whole = place_of_look(look)
            owner = self.owners.of(whole.start, whole.end)
            if owner is not None:
                owned.setdefault(owner, []).append(look)
            if self._is_there(look, whole):
                found.append((look, owner))
        passages = {
            name: Passage(self.shot, name or "the subject", reading, self.owners, tuple(looks))
            for name, looks in owned.items()
        }
        return tuple(Claim(look, who, passages.get(who) if who is not None else None) for look, who in found)

    def _is_there(self, look: Look, whole: Place) -> bool:
        """Whether a look is one of the start frame; somebody's hair and clothes are there where they are."""
        reading, colour = self.reading, Place(look.start, look.end)
        noun = look.trait.partition(" ")[0]
        bearer = self._bearer(look) if look.garment or noun in _BODY else None
        if bearer is not None and not is_in_start_frame(reading, bearer):
            return False
        borne, settled = noun in _BODY, noun in _SETTINGS
        expected = not look.garment and self._is_told_of_a_thing(look)
        return is_in_start_frame(
            reading, whole, changing=True, borne=borne, settled=settled, expected=expected
        ) and is_told_as_fact(reading, colour, changing=True)

    def _is_told_of_a_thing(self, look: Look) -> bool:
        """Whether the bible or a caption has the same of a thing, which this is unless the prompt knows two of them."""
        if self._is_further(look):
            return False
        declared = any(look.trait in self.told(name) for name in self.cast)
        return declared or any(
            look.trait == told.trait for caption, said in self.captions for told in _looks_of(caption, said)
        )

    def _is_further(self, look: Look) -> bool:
        """Whether it is of something that the prompt spoke of before, and now of another one: ``passes a red car``."""
        before, noun = self.reading.text[: look.start], re.escape(look.noun)
        first = re.search(rf"\b{noun}\b", before, re.IGNORECASE)
        return first is not None and _INDEFINITE.search(before) is not None

    def _bearer(self, look: Look) -> Subject | None:
        """Whom the sentence names before a look, or in whose name it stands: ``a woman with red hair``."""
        people = [s for s in self.reading.said.subjects if s.kind == "person"]
        around = [s for s in people if s.start <= look.start < s.end or s.start <= look.noun_start < s.end]
        fragment = next((f for f in self.reading.said.fragments if f.start <= look.start < f.end), None)
        before = [s for s in people if fragment is not None and fragment.start <= s.start and s.end <= look.start]
        return next(iter((*around, *before[-1:])), None)

    def told(self, name: str) -> Traits:
        """What the spec declares of a character, or of the shot's subject."""
        if name not in self._traits:
            character = self.cast.get(name)
            self._traits[name] = _all_traits(character, self.facts) if character is not None else {}
        return self._traits[name]

    def testimony(self, claim: Claim) -> Testimony | None:
        """What the strongest witness in words says of a claim; None where none of them speaks of it."""
        return self.declared(claim) or self.captioned(claim)

    def declared(self, claim: Claim) -> Testimony | None:
        """What the spec declares of it."""
        told = self._declared_of(claim)
        if not told:
            return None
        found = contradicted(self._beside(claim), told)
        if found is None:
            return _AGREES
        by = self._declarer(claim)
        evidence = Evidence(f"{by}: {found[1].look.words}", found[1].at)
        return Testimony(True, by, found[1].look.words, (evidence,), fixes=self._fixes(claim, found[1]))

    def _declared_of(self, claim: Claim) -> list[Told]:
        trait = claim.look.trait
        if self._is_further(claim.look):
            return []
        if claim.who is not None:
            return self.told(claim.who).get(trait, [])
        if trait.partition(" ")[0] in _BODY:
            return []
        if claim.look.garment:
            prompts = self.facts.surroundings.prompts
            things = (name for name, entry in self.cast.items() if entry is not None and is_thing(entry, prompts))
            return list(chain.from_iterable(self.told(name).get(trait, ()) for name in things))
        return list(chain.from_iterable(self.told(name).get(trait, ()) for name in self.cast))

    def _beside(self, claim: Claim) -> list[Look]:
        """A look with the others that the same word has: ``white and black robot``."""
        beside = (other.look for other in self.claims if _is_beside(other.look, claim.look))
        return [claim.look, *beside]

    def _declarer(self, claim: Claim) -> str:
        return "the shot's own `subject`" if claim.who == SUBJECT else "the bible"

    def _fixes(self, claim: Claim, told: Told) -> tuple[Fix, ...]:
        passage = claim.passage
        character = self.cast.get(claim.who) if claim.who is not None else None
        if passage is None or character is None:
            return ()
        traits, prompts = self.told(character.name), self.facts.surroundings.prompts
        return repairs(passage, claim.look, told.look.value, character, traits, prompts, safe=True)

    def captioned(self, claim: Claim) -> Testimony | None:
        """What a text embedded in the start frame says of it."""
        for caption, said in self.captions:
            looks = [look for look in _looks_of(caption, said) if look.trait == claim.look.trait]
            if not looks or self._is_further(claim.look) or not self._is_about(claim, looks, said):
                continue
            told = [Told(look, self.reading.field.location, "the caption") for look in looks]
            found = contradicted(self._beside(claim), told)
            if found is None:
                return _AGREES
            by = f"the {caption.kind} embedded in {self.picture_name}"
            evidence = (caption_evidence(self.picture_path, caption),)
            return Testimony(True, by, found[1].look.words, evidence, Confidence.LIKELY)
        return None

    def _is_about(self, claim: Claim, looks: list[Look], said: PromptFacts) -> bool:
        """Whether a caption and a claim speak of the same, as each of them knows only one."""
        if claim.look.trait.partition(" ")[0] in {look.noun.lower() for look in thing_looks_in(said)}:
            return True
        people = people_in(said)
        before = self.reading.text[: claim.look.end]
        alone = people_in(self.reading.said) <= 1 and not speaks_of_both(self.reading.said, before)
        return alone and (people <= 1 or len(looks) >= people)

    @cached_property
    def captions(self) -> tuple[tuple[Caption, PromptFacts], ...]:
        """The English texts embedded in the start frame, prompts of its generation first."""
        header = self.start[1].header if self.start is not None else None
        captions = sorted(header.captions if header else (), key=lambda caption: caption.kind != "prompt")
        read = ((caption, self.facts.surroundings.prompts.of(caption.text)) for caption in captions)
        return tuple((caption, said) for caption, said in read if said.language == "en")

    @property
    def picture_name(self) -> str:
        """The start frame's file name, as code."""
        return file_name(self.start[0].reference.text) if self.start is not None else ""

    @property
    def picture_path(self) -> str:
        """The start frame as the spec names it."""
        return self.start[0].reference.text if self.start is not None else ""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the prompt."""

    start: int
    end: int


def _is_beside(one: Look, other: Look) -> bool:
    return one is not other and (one.trait, one.noun_start) == (other.trait, other.noun_start)


def place_of_look(look: Look) -> Place:
    """Value and noun with what stands between them."""
    return Place(min(look.start, look.noun_start), max(look.end, look.noun_end))


def people_in(said: PromptFacts) -> int:
    """How many people a text speaks of at least; those that are called by another noun count again."""
    seen: dict[str, int] = {}
    for subject in said.subjects:
        if subject.kind == "person":
            many = subject.count is None or subject.lemma in _PEOPLE_WITHOUT_NUMBER
            seen[subject.lemma] = max(seen.get(subject.lemma, 0), 2 if many else subject.count or 1)
    return sum(seen.values())


@remembered
def case_of(shot: Shot, facts: ShotFacts) -> Case | None:
    """The case of a shot; None where its prompt is not read."""
    reading = read(shot, facts)
    if reading is None:
        return None
    cast = dict(_cast_of(shot))
    owners = owners_in(reading, cast, shot.file, facts.surroundings.prompts)
    start = next((pair for pair in facts.pictures if pair[0].role == "start"), None)
    return Case(shot, facts, reading, cast, owners, start)


def _cast_of(shot: Shot) -> Iterator[tuple[str, Character | None]]:
    """The characters that a shot names, else those whose picture it starts from, else its own subject."""
    bible = shot.file.characters
    names = [*names_in(shot)]
    image = shot.image
    if not names and image is not None and image.value.kind == "path":
        place = place_of(image.value, image.file)
        names = [name for name, character in bible.items() if place in places_of(character)]
    for name in names:
        yield name, bible.get(name)
    subject = _declared_subject(shot)
    if subject is not None and not names:
        yield SUBJECT, subject


def _declared_subject(shot: Shot) -> Character | None:
    """The shot's ``subject`` with declared attributes, in the form of a bible entry."""
    subject = shot.subject
    if subject is None or not isinstance(subject.node, Node) or not isinstance(subject.value, dict):
        return None
    attributes = {
        entry.key.value: Field(
            f"subject.{entry.key.value}",
            entry.key,
            entry.value,
            subject.value.get(entry.key.value),
            (*subject.path, entry.key.value),
            subject.file,
        )
        for entry in subject.node.entries
    }
    return Character(SUBJECT, subject.key, subject.node, subject.path, subject.file, attributes=attributes)


def _all_traits(character: Character, facts: ShotFacts) -> Traits:
    """The traits of a person, and the colours of what the entry describes."""
    prompts = facts.surroundings.prompts
    found: Traits = dict(traits_of(character, prompts))
    for declared in declared_by(character):
        for look in thing_looks_in(prompts.of(declared.text)):
            told = Told(look, declared.words(look.start, look.end), "the bible")
            found.setdefault(look.trait, []).append(told)
    return found


def _looks_of(caption: Caption, said: PromptFacts) -> list[Look]:
    return [*looks_in(said, caption.text), *thing_looks_in(said)]


def location_of(case: Case, place: Place) -> Location:
    """Where words of the prompt stand in the file."""
    return case.reading.part(place.start, place.end)
