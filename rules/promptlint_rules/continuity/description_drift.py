"""K601."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from promptlint.facts import SequenceFacts
from promptlint.facts.declared import DESCRIPTION
from promptlint.facts.prompts import PromptFactsSource
from promptlint.finding import Confidence, Evidence, Fix, Problem, Severity
from promptlint.rule import Example, Need, sequence_rule
from promptlint.spec.model import Character, Shot
from promptlint.spec.sequence import CastMember, ShotSequence
from promptlint_rules.ages import tells_other_time
from promptlint_rules.articles import SAME_FACE
from promptlint_rules.described import Drift, Passage, Passages, Told, Traits, contradicted, drift_from, traits_of
from promptlint_rules.looks import outfit
from promptlint_rules.pictures import share_pictures
from promptlint_rules.rewrite import repairs

_WHY: Final = "The model draws what each prompt says, so the character changes from clip to clip."


@sequence_rule(
    code="K601",
    name="description-drift",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="A character is described in other words than in the bible, or than in an earlier shot.",
    sources=(SAME_FACE,),
    bad=(
        Example(
            """
            characters:
              mara:
                image: refs/mara-front.png
                description: >-
                  28-year-old woman, pale skin with light freckles, blue-grey eyes, short dark auburn hair
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: >-
                  A 28-year-old woman, pale skin, blue eyes, short dark auburn hair, turns to the window.
            """,
            marks=("blue",),
            title="Blue is not blue-grey",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png, hair: {colour: dark auburn, length: short}}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: The woman with the red hair opens the window.
            """,
            marks=("red",),
            title="What the bible declares key by key counts as well",
        ),
        Example(
            """
            defaults: {characters: [mara]}
            characters: {mara: {image: refs/mara-front.png}}
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: A woman with auburn hair turns to the window.
              - id: s02
                image: {from: s01, frame: last}
                prompt: The woman lifts her hand. Her red hair moves in the wind.
            """,
            marks=("red",),
            title="Without a description in the bible the first shot that has one counts",
        ),
        Example(
            """
            characters:
              tomas:
                image: refs/tomas-front.png
                description: man with brown eyes, short grey hair, navy jacket
            shots:
              - id: s01
                characters: [tomas]
                image: refs/tomas-front.png
                prompt: The man in the blue jacket lowers his head.
            """,
            marks=("blue",),
            title="A garment counts where the description names it",
        ),
    ),
    good=(
        Example(
            """
            characters:
              mara:
                image: refs/mara-front.png
                description: 28-year-old woman, blue-grey eyes, short dark auburn hair
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: 28-year-old woman, blue-grey eyes, short dark auburn hair, turns to the window. Static camera.
              - id: s02
                characters: [mara]
                image: {from: s01, frame: last}
                prompt: The woman with the blue-grey eyes laughs. Slow push-in on her face.
            """,
            title="Another action and another camera, the same looks, and not all of them named",
        ),
        Example(
            """
            characters:
              mara: {image: refs/mara-front.png, description: "woman, blue-grey eyes, short dark auburn hair"}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: The woman turns to an old man with brown eyes and grey hair.
            """,
            title="Somebody else's eyes",
        ),
        Example(
            """
            characters:
              mara: {image: refs/mara-front.png, description: "woman, blue-grey eyes, short dark auburn hair"}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: The woman in the red coat turns to the window, her wet hair in her face.
            """,
            title="A coat that the description does not name",
        ),
    ),
)
def description_drift(sequence: ShotSequence, facts: SequenceFacts) -> Iterator[Problem]:
    """Compares what each prompt says of a character's eyes, hair, skin and garments with the character bible: with its
    `description`, and with `eyes`, `hair`, `skin` and `wardrobe`. Where the bible is silent, the first shot that names
    a feature is what the others are compared with.

    Traits are compared and not strings: `blue eyes` are not `blue-grey eyes` and `red hair` is not `auburn hair`, while
    another action, another camera move, or a feature that is not named are no drift. A shade that is left out (`auburn`
    for `dark auburn`) is possible drift only, and so is a garment that the bible does not name. Where several people
    are in a prompt, only words that surely speak of the character count, and prompts that tell of another time (`ten
    years later`, `as a child`) are left alone. Words that cannot be true of the same person, such as black hair where
    the bible says auburn, are reported by C201, C202 and C207, and ages by K605.

    Entries of the bible are compared as well: a `description` with the other keys, and entries of one name in two
    files. Each shot is compared with the entry that its own file has or extends.

    ## Why it matters

    To a model a prompt is a new order every time. It does not know that the auburn hair of one clip and the red hair of
    the next belong to one person, and draws two.

    ## What to do

    Write one description in the bible and repeat it word by word, or leave the looks to the reference picture. The fix
    puts the bible's words in place of the prompt's.
    """
    prompts = facts.surroundings.prompts
    known = {character: _Entry(character, traits_of(character, prompts)) for character in sequence.characters}
    yield from _entries(known)
    passages = Passages(sequence, facts)
    for member in sequence.cast:
        yield from _in_shots(member, known.get(member.character) if member.character else None, passages, prompts)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the bible with what it says of looks."""

    character: Character
    traits: Traits


def _in_shots(
    member: CastMember, entry: _Entry | None, passages: Passages, prompts: PromptFactsSource
) -> Iterator[Problem]:
    known = entry.traits if entry is not None else {}
    first: Traits = {}
    for passage in passages.of(member):
        if tells_other_time(passage.reading.text):
            continue
        for trait, looks in passage.by_trait().items():
            told = known.get(trait) or first.get(trait)
            if told is None:
                first[trait] = [passage.told(look) for look in looks]
                continue
            if trait in known and contradicted(looks, told) and _is_of_file(passage.shot, member):
                continue
            drift = drift_from(looks, told)
            if drift is not None:
                if drift.look.garment and trait not in known:
                    drift = replace(drift, confidence=Confidence.POSSIBLE)
                repairs = _repairs(passage, drift, entry, prompts) if entry is not None and trait in known else ()
                yield _problem(passage, drift, repairs)
        yield from _other_outfit(passage, known)


def _is_of_file(shot: Shot, member: CastMember) -> bool:
    """Whether the shot's own file has the entry, so that the conflict rules report what contradicts it."""
    return shot.file.characters.get(member.name) is member.character


def _problem(passage: Passage, drift: Drift, repairs: tuple[Fix, ...] = ()) -> Problem:
    words, told = drift.look.words, drift.told
    return Problem(
        passage.reading.at(drift.look),
        f"The prompt gives `{passage.name}` `{words}`, and {told.by} says `{told.look.words}`. {_WHY}",
        f"Write `{told.look.words}` in every shot, or leave it to the reference picture.",
        (told.evidence(passage.name),),
        next(iter(repairs), None),
        confidence=drift.confidence,
        alternatives=repairs[1:],
        shot=passage.shot,
    )


def _repairs(passage: Passage, drift: Drift, entry: _Entry, prompts: PromptFactsSource) -> tuple[Fix, ...]:
    """The bible's words; which of two shots is right only their author knows."""
    safe = drift.confidence >= Confidence.LIKELY
    return repairs(passage, drift.look, drift.told.look.value, entry.character, entry.traits, prompts, safe=safe)


def _other_outfit(passage: Passage, known: Traits) -> Iterator[Problem]:
    """Something else to wear than the bible says."""
    locked = [told for traits in known.values() for told in traits if outfit(told.look) is not None]
    worn = [look for look in passage.looks if outfit(look) is not None]
    if locked and worn and {outfit(told.look) for told in locked}.isdisjoint(map(outfit, worn)):
        yield _problem(passage, Drift(worn[0], locked[0], Confidence.POSSIBLE))


def _entries(known: Mapping[Character, _Entry]) -> Iterator[Problem]:
    """Entries that contradict themselves, or another entry of the same name."""
    first: dict[str, _Entry] = {}
    for character, entry in known.items():
        for told in entry.traits.values():
            description = [part for part in told if part.at.path[-1:] == (DESCRIPTION,)]
            for other in (part for part in told if part not in description):
                yield from _contradiction(character.name, other, description, Confidence.LIKELY)
        earlier = first.setdefault(character.name, entry)
        if earlier is not entry:
            sure = Confidence.LIKELY if share_pictures(character, earlier.character) else Confidence.POSSIBLE
            for trait, told in entry.traits.items():
                yield from _contradiction(character.name, told[0], earlier.traits.get(trait, []), sure)


def _contradiction(name: str, told: Told, others: list[Told], most: Confidence) -> Iterator[Problem]:
    drift = drift_from([told.look], others)
    if drift is None:
        return
    words, other = drift.told.look.words, drift.told.at
    yield Problem(
        told.at,
        f"The bible gives `{name}` `{told.look.words}` here and `{words}` in {other.file.name}: shots that follow one "
        "of them each show two people.",
        "Keep one of them.",
        (Evidence(f"`{name}` with {words}", other),),
        confidence=min(drift.confidence, most),
    )
