"""Who and what is in a picture: how many people, and which kinds of subject are there or surely not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from promptlint.facts.reference.classifier import Likeness, classify
from promptlint.facts.reference.decode import Decoded
from promptlint.facts.reference.detector import detect
from promptlint.facts.reference.model import (
    DetectedObject,
    Face,
    KindEvidence,
    ObjectFacts,
    PictureKind,
    ThingEvidence,
    Verdict,
    similar,
)
from promptlint.facts.reference.regions import with_colours
from promptlint.facts.reference.things import detector_classes, things

_POSSIBLE: Final = 0.3
"""Score from which a person or a thing may be there."""
_SURE: Final = 0.6
"""Score from which a person surely is, unless the picture is of animals. No picture without people among 43 references
of public image-to-video projects has one, and of 650 pictures of cut-out animals, plants and tools one (binoculars)."""
_SAME_PERSON: Final = 0.5
"""The boxes of two people overlap by less."""
_PART_OF_PERSON: Final = 0.75
"""A box that lies so far in another one is of the same person."""
_LEAST_HEIGHT: Final = 0.15
"""Share of the frame's height from which a body counts: where nobody larger was found, smaller ones are bystanders."""
_HOLDS_FACE: Final = 0.8
_OF_ANIMALS: Final = 0.5
"""From this likeness on, a body without a face is taken for an animal's, such as a penguin's."""
_RECOGNISED: Final = 0.1
"""Where no class has such a share, as in many drawings, the classifier cannot say what is absent."""
_OF_KIND: Final = 0.5
"""From this likeness on, the classifier knows which thing of a kind the picture is of."""


@dataclass(frozen=True, slots=True)
class _Limits:
    """When a kind of subject is present or absent.

    Attributes:
        likeness: present from here on, whatever was detected.
        detected: present from here on, whatever the whole looks like.
        both: likeness and score that suffice together.
        absent: absent below this likeness where nothing was detected; 0 for never.
    """

    likeness: float
    detected: float
    both: tuple[float, float]
    absent: float


_LIMITS: Final[dict[PictureKind, _Limits]] = {
    "animal": _Limits(0.6, 0.8, (0.2, 0.4), 0.15),
    "vehicle": _Limits(0.75, 0.7, (0.4, 0.35), 0.03),
    "food": _Limits(0.85, 0.7, (0.3, 0.3), 0.02),
    "product": _Limits(0.7, 0.7, (0.3, 0.3), 0),
    "place": _Limits(0.5, 1.1, (1.1, 1.1), 0),
}
"""Chosen on 77 references and on 344 photographs of cut-out things, each on white and on a landscape. Of the cut-outs,
1 of 250 animals and none of 36 vehicles are called absent; of the others, 3 of 428 are called animals, 2 of 640
vehicles, and 11 of 650 food, most of them planets and hats."""
_ALONE: Final[tuple[PictureKind, ...]] = ("food", "product")
"""What is shown above all only where nobody is."""
_IN_PLACES: Final[tuple[PictureKind, ...]] = ("animal", "vehicle")
"""Where one of these may be, it is not called a picture of a place."""
_THING: Final = _Limits(0.5, 0.7, (0.2, 0.4), 0.005)
"""Of the cut-outs' own names, 1 of 153 is called absent on white and 8 on a landscape; of other names, 85 and 78 %."""


def find_objects(picture: Decoded, faces: tuple[Face, ...]) -> ObjectFacts:
    """What the detector, the classifier and the faces say together.

    Args:
        picture: its pixels.
        faces: of the picture, by ``find_faces``.
    """
    found = detect(picture)
    like = classify(picture)
    people = _people(found)
    possible = tuple(
        thing for thing in found if thing in people or (thing.score >= _POSSIBLE and thing.kind != "person")
    )
    sure = [body for body in people if _is_sure(body, faces, like.kinds["animal"])]
    bodies = [body.box for body in sure if body.box.height >= _LEAST_HEIGHT * picture.height]
    least = max(similar(bodies), similar(face.box for face in _of_people(faces, possible)))
    alone = [face for face in faces if all(face.box.share_in(body.box) <= 0.5 for body in people)]
    most = max(len(people) + len(alone), least)
    kinds = {kind: _kind(kind, found, like) for kind in _LIMITS}
    score = max([*(body.score for body in people), *(face.score for face in faces)], default=0.0)
    person = KindEvidence("person", "present" if least else "unclear" if most else "absent", score, 0.0)
    return ObjectFacts(
        least,
        most,
        with_colours(picture, possible),
        (person, *kinds.values()),
        tuple(thing for thing in _things(found, like, kinds) if thing.verdict != "absent"),
        _main_kind(person, kinds, possible),
    )


def _people(found: tuple[DetectedObject, ...]) -> list[DetectedObject]:
    """The persons that may be there, each once, the surest first."""
    kept: list[DetectedObject] = []
    for person in found:
        is_one = person.kind == "person" and person.score >= _POSSIBLE
        if is_one and not any(_same_person(person, other) for other in kept):
            kept.append(person)
    return kept


def _same_person(one: DetectedObject, other: DetectedObject) -> bool:
    shares = one.box.share_in(other.box), other.box.share_in(one.box)
    return one.box.overlap(other.box) >= _SAME_PERSON or max(shares) >= _PART_OF_PERSON


def _of_people(faces: tuple[Face, ...], possible: tuple[DetectedObject, ...]) -> tuple[Face, ...]:
    """The faces that are no animal's: those that no animal holds, or a person does as well."""
    holders = [{thing.kind for thing in possible if face.box.share_in(thing.box) > _HOLDS_FACE} for face in faces]
    return tuple(face for face, kinds in zip(faces, holders, strict=True) if "animal" not in kinds or "person" in kinds)


def _is_sure(body: DetectedObject, faces: tuple[Face, ...], animal: float) -> bool:
    """Whether a body is surely a person's: it holds a face, or scores high in a picture that is not of animals."""
    if any(face.box.share_in(body.box) > _HOLDS_FACE for face in faces):
        return True
    return body.score >= _SURE and animal < _OF_ANIMALS


def _kind(kind: PictureKind, found: tuple[DetectedObject, ...], like: Likeness) -> KindEvidence:
    detected = max((thing.score for thing in found if thing.kind == kind), default=0.0)
    likeness = like.kinds[kind]
    return KindEvidence(kind, _verdict(_LIMITS[kind], detected, likeness, like.best), detected, likeness)


def _things(
    found: tuple[DetectedObject, ...], like: Likeness, kinds: dict[PictureKind, KindEvidence]
) -> Iterator[ThingEvidence]:
    """What is known of each thing; unclear where something was found that may be it, and nothing says what that is."""
    named = {known.name: things()[known.thing].line for known in detector_classes() if known.thing}
    scores: dict[str, float] = {}
    for seen in reversed(found):
        scores |= dict.fromkeys(named.get(seen.name, ()), seen.score)
    for name, thing in things().items():
        detected, likeness, of_kind = scores.get(name, 0.0), like.things[name], kinds[thing.kind]
        verdict = _verdict(_THING, detected, likeness, like.best)
        if verdict == "absent" and of_kind.detected and of_kind.likeness < _OF_KIND:
            verdict = "unclear"
        yield ThingEvidence(name, verdict, detected, likeness)


def _verdict(limits: _Limits, detected: float, likeness: float, best: float) -> Verdict:
    together = likeness >= limits.both[0] and detected >= limits.both[1]
    if likeness >= limits.likeness or detected >= limits.detected or together:
        return "present"
    return "absent" if not detected and likeness < limits.absent and best >= _RECOGNISED else "unclear"


def _main_kind(
    person: KindEvidence, kinds: dict[PictureKind, KindEvidence], possible: tuple[DetectedObject, ...]
) -> PictureKind | None:
    """What the picture shows above all."""
    animal, vehicle = kinds["animal"], kinds["vehicle"]
    of_animals = animal.likeness >= _LIMITS["animal"].likeness
    if person.verdict == "present" and not of_animals:
        return "person"
    if animal.verdict == "present" and (person.verdict == "absent" or of_animals):
        return "animal"
    if person.verdict == "present":
        return None
    if vehicle.verdict == "present" and _height("person", possible) < _height("vehicle", possible) / 2:
        return "vehicle"
    if person.verdict == "unclear":
        return None
    for kind in _ALONE:
        if kinds[kind].verdict == "present":
            return kind
    living = animal.likeness >= _LIMITS["animal"].both[0]
    if kinds["place"].verdict == "present" and not living and not any(_height(kind, possible) for kind in _IN_PLACES):
        return "place"
    return None


def _height(kind: PictureKind, possible: tuple[DetectedObject, ...]) -> float:
    """Of the surest thing of a kind; 0 where there is none."""
    return next((thing.box.height for thing in possible if thing.kind == kind), 0)
