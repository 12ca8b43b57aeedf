"""K602."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from promptlint.facts import SequenceFacts
from promptlint.facts.declared import block_of
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, sequence_rule
from promptlint.spec.model import Character, Location, Shot
from promptlint.spec.pictures import Mention, mentions_of, place_of
from promptlint.spec.sequence import CastMember, ShotSequence, names_in
from promptlint_rules.articles import SAME_FACE
from promptlint_rules.pictures import PICTURES, is_other_state, places_of

_WHY: Final = "A model takes the face from the picture that it is given, and two pictures are two faces."
_SCENERY: Final = frozenset(
    {"style", "scene", "background", "environment", "location", "set", "object", "prop", "pose"}
)


@sequence_rule(
    code="K602",
    name="reference-swapped",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    drift=True,
    summary="A shot takes a character's looks from another picture than the bible and the other shots do.",
    sources=(SAME_FACE,),
    bad=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}, tomas: {image: refs/tomas-front.png}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/tomas-front.png
                prompt: She turns to the window.
            """,
            marks=("refs/tomas-front.png",),
            title="Somebody else's picture",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: She turns to the window.
              - id: s02
                characters: [mara]
                image: refs/mara-front-v2.png
                prompt: She opens it.
            """,
            marks=("refs/mara-front-v2.png",),
            title="Another state of the bible's picture",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: She turns to the window.
              - id: s02
                characters: [mara]
                image: stills/window.png
                references: [refs/actress.png]
                prompt: She opens it.
            """,
            marks=("refs/actress.png",),
            title="A further reference that the bible does not know is possible only",
        ),
    ),
    good=(
        Example(
            """
            characters:
              mara: {image: refs/mara-front.png, views: {profile: refs/mara-side.png}}
            shots:
              - {id: s01, characters: [mara], image: refs/mara-front.png, prompt: She turns to the window.}
              - {id: s02, characters: [mara], image: {from: s01, frame: last}, prompt: She opens it.}
              - {id: s03, characters: [mara], image: refs/mara-side.png, prompt: She leans out.}
            """,
            title="A view of the bible, and the last frame of the shot before",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}, tomas: {image: refs/tomas-front.png}}
            shots:
              - id: s01
                characters: [mara, tomas]
                image: stills/kitchen.png
                references: [refs/mara-front.png, refs/tomas-front.png, {path: refs/kitchen.png, role: scene}]
                prompt: They look at each other.
            """,
            title="A start frame of the scene beside the pictures of both",
        ),
    ),
)
def reference_swapped(sequence: ShotSequence, facts: SequenceFacts) -> Iterator[Problem]:
    """Compares the pictures of a shot with those of its characters in the bible (`image` and `views`), and with the
    pictures of the character's first shot where the bible has none. Reported are

    - the picture of a character whom the shot does not name,
    - another state of the character's picture: `mara-front-v2.png` or `mara-front.jpg` for `mara-front.png`,
    - two entries of one name and one description with two pictures,
    - and, as possible only, a start frame or further reference of one character that the bible does not know, where
      none of the shot's pictures is one of the bible's: it may be a still that was made from them. Where most shots of
      a character start from such stills, that is how the film is made, and none is reported.

    Frames of other shots (`{from: s01}`) are no other picture.

    ## Why it matters

    The reference is the face. A second portrait of the same person, retouched, cropped or lit in another way, is a
    second face to the model, and it follows the picture before it follows any word.

    ## What to do

    Use the same picture in every shot. Enter further pictures that were made from it as `views` in the bible.
    """
    owners: dict[str, list[Character]] = {}
    for character in sequence.characters:
        for place in places_of(character):
            owners.setdefault(place, []).append(character)
    for shot in sequence.shots:
        yield from _somebody_else(shot, owners)
    for member in sequence.cast:
        yield from _in_shots(member, owners)
    yield from _entries(sequence)


def _somebody_else(shot: Shot, owners: Mapping[str, list[Character]]) -> Iterator[Problem]:
    """Pictures of characters whom the shot does not name."""
    cast = dict.fromkeys(names_in(shot))
    for mention in mentions_of(shot) if cast else ():
        shown = owners.get(_place(mention), []) if _shows_somebody(mention) else []
        if shown and not any(character.name in cast for character in shown):
            first = next(iter(cast))
            named = f"`{first}`" + (f" and {len(cast) - 1} more" if len(cast) > 1 else "")
            yield Problem(
                mention.location,
                f"This is the picture of `{shown[0].name}`, and the shot is of {named}. {_WHY}",
                f"Use the picture of `{first}`, or name `{shown[0].name}` under `characters`.",
                (_in_bible(shown[0]),),
                shot=shot,
            )


def _in_shots(member: CastMember, owners: Mapping[str, list[Character]]) -> Iterator[Problem]:
    own = {place: _in_bible(member.character) for place in places_of(member.character)} if member.character else {}
    known, unknown = 0, []
    for shot in member.shots:
        alone = shot.characters is not None and len(shot.characters.value) == 1
        pictures = {_place(mention): mention for mention in mentions_of(shot) if _shows_somebody(mention)}
        if not own and alone:
            own = {place: _in_shot(shot, mention) for place, mention in pictures.items() if place not in owners}
            continue
        known += not own.keys().isdisjoint(pictures)
        strange = []
        for place, mention in pictures.items():
            if place in own or place in owners:
                continue
            state = next((seen for other, seen in own.items() if is_other_state(place, other, member.name)), None)
            if state is not None:
                yield _other_state(mention, shot, state)
            else:
                strange.append(mention)
        if strange and member.character and own and alone and own.keys().isdisjoint(pictures):
            unknown.append(_unknown(member, shot, strange[-1], next(iter(own.values()))))
    if known >= len(unknown):
        yield from unknown


def _shows_somebody(mention: Mention) -> bool:
    """Whether it is a picture that may tell the model how a person looks."""
    reference = mention.reference
    return (
        reference.kind in PICTURES
        and mention.role in ("start", "reference")
        and (reference.role or "").strip().lower() not in _SCENERY
    )


def _place(mention: Mention) -> str:
    return place_of(mention.reference, mention.location.file)


def _in_bible(character: Character) -> Evidence:
    at = character.location
    if character.image is not None:
        at = Location(character.file, character.image.node.content_span, (*character.path, "image"))
    return Evidence(f"the picture of `{character.name}` in the bible", at)


def _in_shot(shot: Shot, mention: Mention) -> Evidence:
    return Evidence(f"the picture of the shot `{shot.name}`" if shot.name else "an earlier picture", mention.location)


def _other_state(mention: Mention, shot: Shot, known: Evidence) -> Problem:
    return Problem(
        mention.location,
        f"`{mention.reference.text}` is by its name another state of {known.message}. {_WHY}",
        "Use one of the two everywhere.",
        (known,),
        shot=shot,
    )


def _unknown(member: CastMember, shot: Shot, mention: Mention, known: Evidence) -> Problem:
    return Problem(
        mention.location,
        f"The bible does not know `{mention.reference.text}` as a picture of `{member.name}`, and no other picture of "
        f"the shot is one of the bible's. {_WHY}",
        f"Add the bible's picture under `references`, or enter this one as a view of `{member.name}`.",
        (known,),
        confidence=Confidence.POSSIBLE,
        shot=shot,
    )


def _entries(sequence: ShotSequence) -> Iterator[Problem]:
    """Two entries of one name with two pictures."""
    first: dict[str, Character] = {}
    for character in sequence.characters:
        earlier = first.setdefault(character.name, character)
        here, there = places_of(character), places_of(earlier)
        if earlier is character or character.image is None or not here or not there or here & there:
            continue
        block = " ".join(block_of(character).split())
        same = bool(block) and block == " ".join(block_of(earlier).split())
        yield Problem(
            Location(character.file, character.image.node.content_span, (*character.path, "image")),
            f"`{character.name}` has another picture in {earlier.file.name}"
            f"{', with the same description' if same else ''}. {_WHY}",
            "Keep one bible that all files extend, or give two people two names.",
            (_in_bible(earlier),),
            confidence=Confidence.LIKELY if same else Confidence.POSSIBLE,
        )
