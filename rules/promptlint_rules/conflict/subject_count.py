"""C203."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.reference.model import Caption, ObjectFacts
from promptlint.facts.reference.stated import picture
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, HOW_IT_WORKS
from promptlint_rules.conflict._case import Case, case_of
from promptlint_rules.conflict._people import Number, all_of, most_of, numbers_in
from promptlint_rules.conflict._presence import is_in_start_frame
from promptlint_rules.picture_words import caption_evidence

_PATH: Final = "refs/pier.png"
_SHOWN: Final = 6
_NEAR: Final = 0.3
"""Part of the picture's height from which somebody on it is near; beside smaller ones others may be tiny."""
_WHY: Final = "Who is not there must appear from nowhere, and who is there and not meant moves as they like."


def _shot(prompt: str) -> str:
    return f"id: s01\nimage: {_PATH}\nprompt: {prompt}\n"


@shot_rule(
    code="C203",
    name="subject-count",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT, Need.REFERENCE_HEADER, Need.REFERENCE_FACES, Need.REFERENCE_OBJECTS}),
    fields=("prompt", "image"),
    drift=True,
    summary="The prompt speaks of more people than the reference shows, or of one alone among several.",
    sources=(
        DRIFT,
        HOW_IT_WORKS,
        "Measured on 77 reference pictures: 20 of 29 wrong numbers found by the pixels, no right one reported",
    ),
    bad=(
        Example(
            _shot("Three women walk along the pier."),
            marks=("Three women",),
            pictures=((_PATH, picture(objects=ObjectFacts(1, 1))),),
        ),
        Example(
            _shot("A lone woman stands on the pier."),
            marks=("A lone woman",),
            pictures=((_PATH, picture(objects=ObjectFacts(3, 5))),),
        ),
        Example(
            _shot("Two men look at the sea."),
            marks=("Two men",),
            pictures=((_PATH, picture(captions=(Caption("XMP dc:description", "caption", "A man on a pier"),))),),
            title="What a caption in the picture says",
        ),
    ),
    good=(
        Example(
            _shot("Two women walk along the pier. Three children run in from the left."),
            pictures=((_PATH, picture(objects=ObjectFacts(2, 3))),),
        ),
        Example(
            _shot("A woman turns her head."),
            pictures=((_PATH, picture(objects=ObjectFacts(2, 3))),),
            title="A prompt need not speak of everybody",
        ),
    ),
)
def subject_count(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Counts the people that the prompt speaks of as there from the start, and holds them against a text embedded "
    "in the
    start frame, else against the people that are found in it. Both are bounds: the picture has at least so many people,
    and at most so many. Only a number outside them is reported. `alone` and `a single woman` mean one; other prompts
    need not speak of everybody.

    ## Why it matters

    Whoever the prompt asks for and the picture lacks has to appear from nowhere: people split in two, or grow out of
    the background.

    ## What to do

    Speak of those who are in the picture, or say that the others come in: `two men enter from the left`.
    """
    case = case_of(shot, facts)
    if case is None or case.start is None:
        return
    reading = case.reading
    numbers = numbers_in(reading.said, reading.text, lambda place: is_in_start_frame(reading, place))
    many = most_of(numbers)
    one = next((number for number in numbers if number.most == 1), None)
    problem = _by_caption(case, many, one)
    if problem is None and not _captions_tell(case):
        problem = _by_pixels(case, many, one)
    if problem is not None:
        yield problem


def _captions_tell(case: Case) -> bool:
    return any(all_of(said, caption.text) is not None for caption, said in case.captions)


def _by_caption(case: Case, many: Number | None, one: Number | None) -> Problem | None:
    for caption, said in case.captions:
        total = all_of(said, caption.text)
        if total is None:
            continue
        told = (caption_evidence(case.picture_path, caption),)
        by = f"the {caption.kind} embedded in {case.picture_name}"
        if many is not None and many.least > max(total, 1):
            return _problem(case, many, f"{by} speaks of {_people(total)}", told)
        if one is not None and total > 1:
            return _problem(case, one, f"{by} speaks of {_people(total)}", told)
    return None


def _by_pixels(case: Case, many: Number | None, one: Number | None) -> Problem | None:
    objects = case.start[1].objects if case.start is not None else None
    if objects is None:
        return None
    boxes = [thing.box for thing in objects.objects if thing.kind == "person"][:_SHOWN]
    seen = tuple(Evidence(f"person {i}", picture=case.picture_path, box=box) for i, box in enumerate(boxes, 1))
    if many is not None and many.least >= 2 and many.least > objects.people_at_most and _is_near(case):
        return _problem(case, many, f"{case.picture_name} shows {_at_most(objects.people_at_most)}", seen)
    if one is not None and objects.people_at_least > 1:
        return _problem(case, one, f"{case.picture_name} shows at least {_people(objects.people_at_least)}", seen)
    return None


def _is_near(case: Case) -> bool:
    """Whether people are so large that none of them can be too small to be found."""
    reference = case.start[1] if case.start is not None else None
    if reference is None or reference.header is None or not reference.objects or not reference.objects.people_at_least:
        return False
    heights = [thing.box.height for thing in reference.objects.objects if thing.kind == "person"]
    heights += [4 * face.box.height for face in reference.faces or ()]
    return max(heights, default=0) >= _NEAR * reference.header.height


def _problem(case: Case, number: Number, other: str, evidence: tuple[Evidence, ...]) -> Problem:
    return Problem(
        case.reading.part(number.start, number.end),
        f"The prompt speaks of `{number.words}`, and {other}. {_WHY}",
        "Speak of those who are in the picture, or say that the others come in.",
        evidence,
    )


def _at_most(people: int) -> str:
    return f"at most {_people(people)}" if people else "nobody"


def _people(number: int) -> str:
    return {0: "nobody", 1: "one person"}.get(number, f"{number} people")
