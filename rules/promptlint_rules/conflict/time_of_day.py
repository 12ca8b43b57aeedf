"""C204."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.reference.model import Caption
from promptlint.facts.reference.stated import picture
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, HOW_IT_WORKS
from promptlint_rules.conflict._case import Case, case_of
from promptlint_rules.conflict._hours import Hour, hour_of
from promptlint_rules.conflict._presence import is_told_as_fact
from promptlint_rules.picture_words import caption_evidence

_PATH: Final = "refs/harbour.png"
_WHY: Final = "Sky, shadows and every colour would have to turn within the clip, and the subject turns with them."


def _shot(prompt: str) -> str:
    return f"id: s01\nimage: {_PATH}\nprompt: {prompt}\n"


@shot_rule(
    code="C204",
    name="time-of-day",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT, Need.REFERENCE_HEADER, Need.REFERENCE_PIXELS}),
    fields=("prompt", "image"),
    drift=True,
    summary="The prompt has night and the reference day, or the other way round.",
    sources=(
        DRIFT,
        HOW_IT_WORKS,
        "Measured on 77 reference pictures: 41 of 49 wrong times found by the pixels, no right one reported",
    ),
    bad=(
        Example(
            _shot("The boat rocks in the harbour at night."),
            marks=("at night",),
            pictures=((_PATH, picture(time_of_day="day")),),
        ),
        Example(
            _shot("In broad daylight the boat rocks in the harbour."),
            marks=("broad daylight",),
            pictures=((_PATH, picture(time_of_day="night")),),
        ),
        Example(
            _shot("The boat rocks in the harbour at night."),
            marks=("at night",),
            pictures=((_PATH, picture(captions=(Caption("EXIF ImageDescription", "caption", "A harbour at noon"),))),),
            title="What a caption in the picture says",
        ),
    ),
    good=(
        Example(
            _shot("Night falls over the harbour, and the lamps are lit one by one."),
            pictures=((_PATH, picture(time_of_day="day")),),
            title="A time that comes",
        ),
        Example(
            _shot("The boat rocks in the evening sun."),
            pictures=((_PATH, picture(time_of_day="day")),),
            title="Only day and night are told from each other",
        ),
    ),
)
def time_of_day(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Holds night and day in the prompt against a text embedded in the start frame, else against its pixels: as "
    "bright as
    only daylight makes a picture, or dark throughout. Dawn, dusk and low sun fit both. A prompt that tells how the time
    changes is not reported.

    ## Why it matters

    Light is what every surface in the picture consists of. To make night of a day the model has to repaint all of it,
    and the face is part of it.

    ## What to do

    Leave the time out, as the picture shows it, or make a reference at the hour that is meant.
    """
    case = case_of(shot, facts)
    if case is None or case.start is None:
        return
    reading = case.reading
    hour = hour_of(reading.said, reading.text)
    if hour is None or not is_told_as_fact(reading, hour, changing=True):
        return
    problem = _conflict(case, hour)
    if problem is not None:
        yield problem


def _conflict(case: Case, hour: Hour) -> Problem | None:
    other = "day" if hour.value == "night" else "night"
    for caption, said in case.captions:
        told = hour_of(said, caption.text)
        if told is not None:
            if told.value == hour.value:
                return None
            by = f"the {caption.kind} embedded in {case.picture_name} says `{told.text}`"
            return _problem(case, hour, by, (caption_evidence(case.picture_path, caption),))
    pixels = case.start[1].pixels if case.start is not None else None
    if pixels is None or pixels.time_of_day != other:
        return None
    light = pixels.exposure.lightness
    shown = f"{case.picture_name} is a picture by {other}: half of it is lighter than L* {light.median:.0f} of 100"
    return _problem(case, hour, shown, (Evidence("its light", picture=case.picture_path, box=pixels.frame.box),))


def _problem(case: Case, hour: Hour, other: str, evidence: tuple[Evidence, ...]) -> Problem:
    return Problem(
        case.reading.part(hour.start, hour.end),
        f"The prompt says `{hour.text}`, and {other}. {_WHY}",
        "Leave the time out, or use a picture that was made at it.",
        evidence,
    )
