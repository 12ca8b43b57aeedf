"""C210."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import Label, PromptFacts
from promptlint.facts.reference.model import Caption
from promptlint.facts.reference.stated import picture
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, HOW_IT_WORKS
from promptlint_rules.conflict._case import Case, case_of
from promptlint_rules.conflict._presence import is_told_as_fact
from promptlint_rules.picture_words import caption_evidence

_PATH: Final = "refs/mara.png"
_GREYS: Final = frozenset({"black", "white", "grey", "brown", "beige"})
_MONOCHROME: Final = re.compile(r"monochrom\w*|gr[ae]yscale|black[- ]and[- ]white|sepia", re.IGNORECASE)
_MEDIUM: Final = re.compile(
    r"(?:\s*,?\s*(?:[\w-]+\s+){0,2}(?:photo|photograph|photography|film|footage|movie|image|picture|style|look"
    r"|cinematography|shot|video"
    r"|noir|documentary|portrait|scene|tones?|palette|grading|grade|aesthetic)\b|\s*[.,;]|\s*$)",
    re.IGNORECASE,
)
_DRAWN: Final = "drawn_terms"
_PHOTO: Final = "photo_terms"
_PHOTOGRAPH: Final = re.compile(r"\b(?:photo|photograph|photography|dslr|35mm)\b", re.IGNORECASE)


def _shot(prompt: str) -> str:
    return f"id: s01\nimage: {_PATH}\nprompt: {prompt}\n"


@shot_rule(
    code="C210",
    name="style-or-monochrome",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT, Need.REFERENCE_HEADER, Need.REFERENCE_PIXELS}),
    fields=("prompt", "image"),
    drift=True,
    summary="The prompt asks for colours or a style that the reference does not have.",
    sources=(DRIFT, HOW_IT_WORKS),
    bad=(
        Example(
            _shot("The woman in the red coat turns her head."),
            marks=("red",),
            pictures=((_PATH, picture(monochrome=True)),),
        ),
        Example(
            _shot("Black and white film, the woman turns her head."),
            marks=("Black and white",),
            pictures=((_PATH, picture(monochrome=False)),),
        ),
        Example(
            _shot("The woman turns her head, anime style."),
            marks=("anime",),
            pictures=(
                (_PATH, picture(captions=(Caption("EXIF UserComment", "prompt", "35mm photograph of a woman"),))),
            ),
            title="A drawing of a photograph",
        ),
    ),
    good=(
        Example(_shot("A black and white cat lifts its head."), pictures=((_PATH, picture(monochrome=False)),)),
        Example(_shot("The woman in the grey coat turns her head."), pictures=((_PATH, picture(monochrome=True)),)),
    ),
)
def style_or_monochrome(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Holds colours in the prompt against a start frame without colour, black and white against one in colour, and a
    drawn style against a photograph or the reverse. Whether a picture is drawn only a text embedded in it can tell.

    ## Why it matters

    The style of a clip is that of its first frame. A prompt that asks for another one makes it flicker between the two,
    or repaints every frame, the face first of all.

    ## What to do

    Convert the reference to the style that is meant, or leave style and colours to the picture.
    """
    case = case_of(shot, facts)
    if case is None or case.start is None:
        return
    problem = _colour_in_grey(case) or _grey_in_colour(case) or _other_medium(case)
    if problem is not None:
        yield problem


def _colour_in_grey(case: Case) -> Problem | None:
    pixels = case.start[1].pixels if case.start is not None else None
    if pixels is None or not pixels.monochrome or _asks_monochrome(case) is not None:
        return None
    for attribute in case.reading.said.attributes:
        coloured = attribute.family is not None and attribute.family not in _GREYS and attribute.kind != "light"
        if coloured and any(claim.look.start == attribute.start for claim in case.claims):
            evidence = Evidence("no colour in it", picture=case.picture_path, box=pixels.frame.box)
            words = f"{attribute.value} {attribute.noun}"
            return _problem(
                case, attribute, f"The prompt says `{words}`, and {case.picture_name} has no colours", (evidence,)
            )
    return None


def _grey_in_colour(case: Case) -> Problem | None:
    pixels = case.start[1].pixels if case.start is not None else None
    asked = _asks_monochrome(case)
    if pixels is None or pixels.monochrome or asked is None:
        return None
    evidence = Evidence("colours in it", picture=case.picture_path, box=pixels.frame.box)
    return _problem(
        case, asked, f"The prompt asks for `{asked.text}`, and {case.picture_name} has colours", (evidence,)
    )


def _asks_monochrome(case: Case) -> Label | None:
    for label in case.reading.said.mentioned("monochrome_terms"):
        style = _MONOCHROME.fullmatch(label.text) and _MEDIUM.match(case.reading.text, label.end)
        if style and is_told_as_fact(case.reading, label):
            return label
    return None


def _other_medium(case: Case) -> Problem | None:
    said = case.reading.said
    for caption, told in case.captions:
        drawn, photo = _is_drawn(told), _is_photo(told, caption.text)
        if drawn == photo:
            continue
        for label in said.mentioned(_PHOTO if drawn else _DRAWN):
            if is_told_as_fact(case.reading, label):
                medium = "a drawing or rendering" if drawn else "a photograph"
                by = f"the {caption.kind} embedded in {case.picture_name} speaks of {medium}"
                evidence = (caption_evidence(case.picture_path, caption),)
                return _problem(case, label, f"The prompt asks for `{label.text}`, and {by}", evidence)
    return None


def _is_drawn(said: PromptFacts) -> bool:
    return bool(said.mentioned(_DRAWN))


def _is_photo(said: PromptFacts, text: str) -> bool:
    return bool(said.mentioned(_PHOTO)) or _PHOTOGRAPH.search(text) is not None


def _problem(case: Case, at: object, message: str, evidence: tuple[Evidence, ...]) -> Problem:
    return Problem(
        case.reading.at(at),  # type: ignore[arg-type]
        f"{message}. The clip has the style of its first frame, and a prompt that asks for another one makes it "
        f"flicker.",
        "Convert the reference to the style that is meant, or leave style and colours to the picture.",
        evidence,
    )
