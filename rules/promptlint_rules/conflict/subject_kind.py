"""C205."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.identity import FEMALE, MALE
from promptlint.facts.prompt import PromptFacts, Subject
from promptlint.facts.reference.model import Caption, KindEvidence, ObjectFacts, PictureKind
from promptlint.facts.reference.stated import picture
from promptlint.facts.reference.things import Thing, thing_called, things
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, HOW_IT_WORKS
from promptlint_rules.conflict._case import Case, case_of
from promptlint_rules.conflict._presence import is_in_start_frame
from promptlint_rules.picture_words import caption_evidence
from promptlint_rules.prompt._reading import main_subject

_PATH: Final = "refs/fox.png"
_SEES: Final[dict[str, PictureKind]] = {"person": "person", "animal": "animal", "vehicle": "vehicle"}
_TOLD_APART: Final = ("animal", "vehicle", "food")
"""Kinds of which the networks know so many that one can be told from another."""
_TRACE: Final = 0.05
"""Likeness up to which a picture has no trace of a thing, where something else of its kind is sure."""
_HARDLY: Final = (0.25, 0.1)
"""Score and likeness of a kind below which a thing of that kind that was not found itself is absent."""
_NONE: Final = 0.01
_FAINT: Final = 0.3
"""Part of a rival's score that a thing may have and yet be taken for a trace of the rival."""
_RECOGNISED: Final = 0.1
_PLACE: Final = 0.2
"""Likeness to a place from which on vehicles may be too small to be found."""
_SURE: Final = 0.5
_SOMEBODY: Final = re.compile(r"\b(?:she|he|her|him|his|they|their|them|i|my|we|our)\b", re.IGNORECASE)
_UNKNOWN: Final = frozenset(
    {"animal", "creature", "pet", "beast", "monster", "dragon", "robot", "character", "figure", "bird"}
)
_WHY: Final = "The model has to make the one out of the other, and neither stays what it is."


def _fox(verdict: str) -> ObjectFacts:
    kinds = tuple(
        KindEvidence(kind, "present" if kind == "animal" else "absent", 0.9 if kind == "animal" else 0.0, 0.0)
        for kind in ("person", "animal", "vehicle")
    )
    return ObjectFacts(0, 0, kinds=kinds, main_kind="animal") if verdict else ObjectFacts(0, 0)


def _shot(prompt: str) -> str:
    return f"id: s01\nimage: {_PATH}\nprompt: {prompt}\n"


@shot_rule(
    code="C205",
    name="subject-kind",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT, Need.REFERENCE_HEADER, Need.REFERENCE_FACES, Need.REFERENCE_OBJECTS}),
    fields=("prompt",),
    drift=True,
    summary="The prompt is about somebody or something that the reference does not show.",
    sources=(DRIFT, HOW_IT_WORKS),
    bad=(
        Example(
            _shot("A woman turns her head."),
            marks=("A woman",),
            pictures=((_PATH, picture(objects=_fox("animal"))),),
        ),
        Example(
            _shot("The elephant lifts its trunk."),
            marks=("The elephant",),
            pictures=((_PATH, picture(objects=_fox("animal"))),),
            title="An animal, and another one",
        ),
        Example(
            _shot("The wolf lifts its head."),
            marks=("The wolf",),
            pictures=((_PATH, picture(captions=(Caption("XMP dc:description", "caption", "A cat on a sofa"),))),),
            title="What a caption in the picture says",
        ),
        Example(
            f"""
            characters: {{tomas: {{image: {_PATH}, description: "man with brown eyes, short grey hair"}}}}
            shots:
              - id: s01
                characters: [tomas]
                image: {_PATH}
                prompt: The girl lowers her head.
            """,
            marks=("The girl",),
            title="What the character bible says",
        ),
    ),
    good=(
        Example(
            _shot("A fox lifts its head. A woman walks in from the left."),
            pictures=((_PATH, picture(objects=_fox(""))),),
        ),
        Example(
            f"""
            characters: {{tomas: {{image: {_PATH}, description: "man with brown eyes, short grey hair"}}}}
            shots:
              - id: s01
                characters: [tomas]
                image: {_PATH}
                prompt: The doctor lowers his head. A girl looks up at him.
            """,
        ),
    ),
)
def subject_kind(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Holds the main subject of the prompt against the character bible (a man or a woman, a person or an animal), else
    against a text embedded in the start frame, else against the pixels: whether they have no person, no animal or no
    vehicle at all, or an animal or thing that is surely another one. What a picture shows in the small, or in a style
    in which little is recognised, cannot be ruled out and is not reported.

    ## Why it matters

    A start frame fixes who the clip is about. If the prompt is about somebody else, the model turns the one into the
    other, or lets both appear.

    ## What to do

    Name the subject as the picture shows it, or use the picture that the prompt was written for.
    """
    case = case_of(shot, facts)
    if case is None:
        return
    main = main_subject(case.reading)
    if main is None or not is_in_start_frame(case.reading, main):
        return
    problem = _by_bible(case, main) or _by_caption(case, main)
    if problem is None and not any(_told(said) for _, said in case.captions):
        problem = _by_pixels(case, main)
    if problem is not None:
        yield problem


def _by_bible(case: Case, main: Subject) -> Problem | None:
    """Another sex than that of the only character, whom the prompt does not speak of in other words."""
    if len(case.cast) != 1 or main.count != 1 or main.kind not in ("person", "animal"):
        return None
    ((name, character),) = case.cast.items()
    nouns = case.owners.nouns[name]
    others = [subject for subject in case.reading.said.subjects if subject.kind in ("person", "animal")]
    if character is None or not nouns or {subject.lemma for subject in others} != {main.lemma}:
        return None
    if any(marker.owner == name for marker in case.owners.markers) or not _is_another(main.lemma, nouns):
        return None
    field = character.attributes["description"]
    told = sorted(nouns)[0]
    evidence = Evidence(f"`{name}` is a {told}", field.location)
    return _problem(case, main, f"the bible says that `{name}` is a `{told}`", (evidence,), Confidence.LIKELY)


def _is_another(lemma: str, nouns: frozenset[str]) -> bool:
    return any(lemma in sex and nouns <= opposite for sex, opposite in ((FEMALE, MALE), (MALE, FEMALE)))


def _by_caption(case: Case, main: Subject) -> Problem | None:
    for caption, said in case.captions:
        told = _told(said)
        if not told or main.kind not in ("person", "animal", "vehicle"):
            continue
        if any(_may_be(main, other) for other in said.subjects) or main.lemma in caption.text.lower():
            return None
        other = told[0]
        by = f"the {caption.kind} embedded in {case.picture_name} speaks of `{other.text}`"
        return _problem(case, main, by, (caption_evidence(case.picture_path, caption),), Confidence.LIKELY)
    return None


def _told(said: PromptFacts) -> list[Subject]:
    return [subject for subject in said.subjects if subject.kind in ("person", "animal", "vehicle")]


def _may_be(one: Subject, other: Subject) -> bool:
    """Whether two nouns may name the same: most people may be called by most nouns, and a broader word fits."""
    if one.lemma == other.lemma:
        return True
    if one.kind != other.kind:
        return "other" in (one.kind, other.kind) or {one.kind, other.kind} == {"product", "vehicle"}
    if one.kind == "person":
        return not _is_another(one.lemma, frozenset({other.lemma}))
    if {one.lemma, other.lemma} & _UNKNOWN:
        return True
    mine, theirs = _thing(one), _thing(other)
    return mine is None or theirs is None or mine.name in theirs.line or theirs.name in mine.line


@dataclass(frozen=True, slots=True)
class _Missing:
    """What the pixels lack: a noun, and what they show instead; None where that is not known."""

    noun: str
    shown: str | None


def _by_pixels(case: Case, main: Subject) -> Problem | None:
    objects = case.start[1].objects if case.start is not None else None
    if objects is None:
        return None
    missing = _missing(case, main, objects)
    if missing is None:
        return None
    best = next((thing for thing in objects.objects if thing.kind == objects.main_kind), None)
    box = best.box if best is not None else None
    told = f"what {case.picture_name} shows above all: {missing.shown}" if missing.shown else "the whole picture"
    evidence = Evidence(told, picture=case.picture_path, box=box)
    return _problem(case, main, f"{case.picture_name} has no {missing.noun} in it", (evidence,), Confidence.LIKELY)


def _missing(case: Case, main: Subject, objects: ObjectFacts) -> _Missing | None:
    thing = _thing(main)
    kind = _SEES.get(main.kind) or (thing.kind if thing is not None else None)
    if kind is None or (kind != "person" and _is_of_people(case, objects)):
        return None
    if main.kind not in _SEES and not _acts(case, main):
        return None
    shown = objects.main_kind
    if objects.kind(kind).verdict == "absent" and _is_ruled_out(kind, objects):
        return _Missing(kind, f"{'an' if shown == 'animal' else 'a'} {shown}" if shown is not None else None)
    if thing is None or thing.kind not in _TOLD_APART:
        return None
    rival = _rival(thing, objects)
    if rival is not None:
        return _Missing(thing.name, rival)
    if shown == kind and objects.thing(thing.name).verdict == "absent":
        return _Missing(thing.name, f"another {kind}")
    return _Missing(thing.name, None) if _has_no_trace(thing, objects) else None


def _is_ruled_out(kind: PictureKind, objects: ObjectFacts) -> bool:
    """Whether the absence of a kind stands, though it may not be clear what the picture shows instead."""
    match kind:
        case "animal":
            return True
        case "vehicle" if objects.main_kind is None:
            return objects.kind("place").likeness < _PLACE
        case "person":
            return objects.main_kind not in (None, "place")
        case _:
            return objects.main_kind is not None


def _has_no_trace(thing: Thing, objects: ObjectFacts) -> bool:
    """Whether an animal was not found, and of animals at all only what might as well be a spot.

    Where nothing at all is recognised, as in some drawings, that says nothing.
    """
    own, kind = objects.thing(thing.name), objects.kind(thing.kind)
    score, likeness = _HARDLY
    hardly = kind.verdict != "present" and kind.detected < score and kind.likeness < likeness
    recognised = any(other.likeness >= _RECOGNISED for other in objects.things)
    return thing.kind == "animal" and recognised and hardly and own.detected == 0 and own.likeness < _NONE


def _is_of_people(case: Case, objects: ObjectFacts) -> bool:
    """Whether the prompt speaks of somebody who may be there: then what it is about besides may be small."""
    somebody = _SOMEBODY.search(case.reading.text) or any(s.kind == "person" for s in case.reading.said.subjects)
    return bool(somebody) and objects.kind("person").verdict != "absent"


def _acts(case: Case, main: Subject) -> bool:
    """Whether it does something, so that it is no mere circumstance of what happens."""
    actions = case.reading.said.actions
    return main.kind == "other" or any(action.actor == main.text for action in actions)


def _rival(thing: Thing, objects: ObjectFacts) -> str | None:
    """What the picture surely shows of the same kind, where it has no trace of the thing itself."""
    own = objects.thing(thing.name)
    if own.likeness >= _TRACE:
        return None
    for other in objects.things:
        known = things()[other.name]
        related = other.name in thing.line or thing.name in known.line
        if known.kind != thing.kind or related:
            continue
        seen = max(other.likeness, other.detected)
        sure = seen >= _SURE or (other.verdict == "present" and own.likeness < _NONE)
        if sure and own.detected <= seen * _FAINT:
            return other.name
    return None


def _thing(subject: Subject) -> Thing | None:
    """What the networks know by the last words of a subject, the longest name: ``polar bear``.

    After ``a`` the last word with an s is a verb that was taken for a noun: ``a cargo ship ploughs``.
    """
    words = re.findall(r"[a-z]+", subject.text.lower())
    if subject.kind == "other" and words[:1] in (["a"], ["an"]) and words[-1].endswith("s"):
        words = words[:-1]
    else:
        words[-1:] = [subject.lemma]
    names = (" ".join(words[-length:]) for length in (3, 2, 1))
    return next((thing for name in names if (thing := thing_called(name)) is not None), None)


def _problem(case: Case, main: Subject, other: str, told: tuple[Evidence, ...], confidence: Confidence) -> Problem:
    return Problem(
        case.reading.part(main.start, main.end),
        f"The prompt is about `{main.text}`, and {other}. {_WHY}",
        "Name the subject as the picture shows it, or use the picture that the prompt was written for.",
        told,
        confidence=confidence,
    )
