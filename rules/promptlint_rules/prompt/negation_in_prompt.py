"""P110."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import Negation
from promptlint.finding import Confidence, Fix, Problem, Severity
from promptlint.profiles import Profile
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import VENDORS
from promptlint_rules.prompt._reading import Reading, cited, edit, read, removal, stands_still

POSITIVE: Final = (
    (r"\bcamera (?:shake|jitter|wobble)|^shak|jitter|handheld", "steady camera"),
    (r"\b(?:rapid|sudden|fast|abrupt|quick)\b", "slow and even movement"),
    (r"\bcamera\b|^(?:move|movement|motion)$", "static camera"),
    (r"\b(?:zoom|framing)", "constant framing"),
    (r"^(?:cuts?|edits?|transitions?|scene changes?)\b", "one continuous shot"),
    (r"\b(?:other|extra|more) (?:people|persons?|characters?)\b", "the subject alone in the frame"),
    (r"^(?:people|persons?|crowds?|humans?|pedestrians?)\b", "empty surroundings"),
    (r"\b(?:identity|morph|distort|deform|warp|artefact|artifact)", "face and shapes stay the same"),
    (r"\bblur", "everything in focus"),
    (r"\bflicker", "steady light"),
    (r"^wind\b", "still air"),
    (r"^(?:rain|snow)\b", "dry weather"),
    (r"^clouds?\b", "clear sky"),
    (r"\b(?:text|captions?|subtitles?|logos?|watermarks?|signage|lettering)\b", "plain surfaces"),
    (r"^(?:dialogue|talk|speak|speech)", "lips closed"),
    (r"^smil", "neutral expression"),
    (r"^blink", "eyes open"),
)
"""What to write instead, by what is ruled out; the first that fits."""
_CAMERA_STAYS: Final = re.compile(
    r"\b(?P<camera>(?:the )?camera) "
    r"(?:does not|doesn't|do not|don't|never|will not|won't|should not|must not|is not|isn't)"
    r" (?:move|moves|moving|shake|pan|tilt|zoom)\b(?: at all)?",
    re.IGNORECASE,
)
_NOT_ONLY: Final = re.compile(r"(?:just|only|merely|simply)\b", re.IGNORECASE)
_BARE: Final = frozenset({"no", "without", "zero", "avoid", "avoiding", "exclude", "excluding", "never", "minus"})
_FIELD_NEGATION: Final = re.compile(r"\b(?:no|not|don't|do not|without|avoid|never)\s+", re.IGNORECASE)


@shot_rule(
    code="P110",
    name="negation-in-prompt",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="The prompt says what should not be seen, and the vendor advises against it.",
    sources=(VENDORS,),
    bad=(
        Example(
            """
            id: s01
            model: runway-gen4-turbo
            prompt: She lifts her eyes from the book, no camera movement.
            """,
            marks=("no camera movement",),
            fixed=("prompt: She lifts her eyes from the book, static camera.",),
        ),
        Example(
            """
            id: s02
            model: runway-gen4-turbo
            prompt: Steam rises from the mug. The camera does not move.
            """,
            marks=("The camera does not move",),
            fixed=("prompt: Steam rises from the mug. The camera stays static.",),
        ),
        Example(
            """
            id: s03
            model: seedance-1.0-pro
            prompt: She walks along the pier, no people.
            """,
            marks=("no people",),
            fixed=("prompt: She walks along the pier, empty surroundings.",),
            title="Where negations have no effect (info)",
        ),
        Example(
            """
            id: s04
            model: veo-3.1
            prompt: She walks along the pier.
            negative_prompt: no text, blur, extra limbs
            """,
            marks=("no text",),
            fixed=("negative_prompt: text, blur, extra limbs",),
            title="A negation in the negative prompt",
        ),
    ),
    good=(
        Example("id: s01\nmodel: runway-gen4-turbo\nprompt: She lifts her eyes from the book, static camera.\n"),
        Example(
            "id: s02\nmodel: kling-2.6\nprompt: She lifts her eyes from the book, no camera movement.\n",
            title="Kling understands negations",
        ),
        Example("id: s03\nprompt: She lifts her eyes from the book, no camera movement.\n", title="No model is named"),
    ),
)
def negation_in_prompt(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports negations ("no", "without", "does not") for models whose vendor advises against them (a warning) or says
    that they have no effect (an info), and negations in the negative prompt of models that want a list of things
    there.

    The fix writes what should be seen instead, where there is a usual wording for it. It is unsafe, because other
    words give another clip.

    ## Why it matters

    A video model sees the words, not the "no": naming a thing can bring it into the picture.

    ## What to do

    Say what should be seen: "static camera" instead of "no camera movement". List what should not be seen in
    `negative_prompt`, where the model has one.
    """
    profile = facts.profile
    if profile is None:
        return
    manner = profile.prompt.negative_phrasing.value
    if manner == "advised_against_in_negative_field":
        yield from _in_negative_field(shot, facts, profile)
        return
    reading = read(shot, facts)
    if reading is None or manner not in ("advised_against", "ineffective"):
        return
    advice = profile.advice_for("avoid_negation") or profile.advice_for("negatives_ineffective")
    source = cited(facts, advice.claim) if advice is not None else ""
    for negation in reading.said.negations:
        if _is_spoken(negation, reading) or _NOT_ONLY.match(negation.scope):
            continue
        start, end, text = _rewrite(negation, reading)
        words = " ".join(reading.text[start:end].split())
        if manner == "advised_against":
            message = f"`{words}` names what should not be seen, and {profile.name} may show it{source}."
        else:
            message = f"`{words}` has no effect: {profile.name} does not read negations{source}."
        yield Problem(
            reading.part(start, end),
            message,
            _advice(text, words, profile),
            fix=_fix(shot, reading, start, end, text),
            severity=None if manner == "advised_against" else Severity.INFO,
        )


def _is_spoken(negation: Negation, reading: Reading) -> bool:
    """Whether the words are said by somebody in the clip."""
    quotes = sum(reading.text.count(mark, 0, negation.start) for mark in '"“”')
    return quotes % 2 == 1 or any(line.start <= negation.start < line.end for line in reading.said.dialogue)


def _rewrite(negation: Negation, reading: Reading) -> tuple[int, int, str | None]:
    """What to replace by what; "" is to delete it, None is not known."""
    stays = any(map(stands_still, (m for m in reading.said.camera if not negation.start <= m.start < negation.end)))
    for match in _CAMERA_STAYS.finditer(reading.text):
        if match.start() <= negation.start < match.end():
            return match.start(), match.end(), "" if stays else f"{match['camera']} stays static"
    start, end = negation.start, negation.end
    if negation.negator.lower() not in _BARE:
        return start, end, None
    scope = negation.scope.lower()
    text = next((wording for pattern, wording in POSITIVE if re.search(pattern, scope)), None)
    if text == "static camera" and stays:
        return start, end, ""
    if text is not None and reading.text[start].isupper():
        text = text[0].upper() + text[1:]
    return start, end, text


def _advice(text: str | None, words: str, profile: Profile) -> str:
    if text:
        return f"Say what should be seen: `{text}`."
    if text == "":
        return f"Delete `{words}`; the prompt says already that the camera stands still."
    field = any(value.supported for value in profile.prompt.negative.values)
    where = " or list it in `negative_prompt`" if field else ""
    return f"Say what should be seen instead of `{words}`{where}, or leave it out."


def _fix(shot: Shot, reading: Reading, start: int, end: int, text: str | None) -> Fix | None:
    if text is None:
        return None
    if text == "":
        cut = removal(reading.text, start, end)
        edits = edit(shot, reading.field, *cut, "") if cut else ()
        return Fix("delete the negation", edits, safe=False) if edits else None
    edits = edit(shot, reading.field, start, end, text)
    return Fix(f"write `{text}`", edits, safe=False) if edits else None


def _in_negative_field(shot: Shot, facts: ShotFacts, profile: Profile) -> Iterator[Problem]:
    field = shot.negative_prompt
    if field is None or not field.value.isascii():
        return
    advice = profile.advice_for("negative_field_as_nouns")
    source = cited(facts, advice.claim) if advice is not None else ""
    for match in _FIELD_NEGATION.finditer(field.value):
        rest = re.match(r"[^,;.]*", field.value[match.end() :])
        end = match.end() + (rest.end() if rest else 0)
        thing = field.value[match.end() : end].strip()
        edits = edit(shot, field, match.start(), match.end(), "")
        yield Problem(
            field.words(match.start(), match.end() + len(thing)),
            f"The negative prompt of {profile.name} lists what should not be seen; "
            f"`{field.value[match.start() : match.end() + len(thing)]}` negates it twice{source}.",
            f"Write `{thing}`.",
            fix=Fix(f"write `{thing}`", edits, safe=False) if edits and thing else None,
        )
