"""C209."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from promptlint.facts import ShotFacts
from promptlint.facts.reference.model import ReferenceFacts
from promptlint.facts.reference.stated import face, picture
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Character, Shot
from promptlint.spec.values import Reference
from promptlint_rules.articles import SAME_FACE
from promptlint_rules.conflict._case import Case, Place, case_of
from promptlint_rules.prompt._reading import is_negated

View: TypeAlias = Literal["profile", "rear"]

_PATH: Final = "refs/mara.png"
_SIDE: Final = re.compile(
    r"\b(?:in(?:to)? (?:(?:full|left|right|clean|a) )?profile|to (?:her|his|their|a) profile|side profile"
    r"|profile (?:view|shot)|side view"
    r"|side-on)\b",
    re.IGNORECASE,
)
_BACK: Final = re.compile(
    r"\b(?:from behind|back view|rear view|seen from the back|(?:her|his|their) back to (?:us|the camera)"
    r"|turn(?:s|ing)? (?:all the way |right |fully )?around|turn(?:s|ing)? (?:her|his|their) back|spin(?:s"
    r"|ning)? (?:all the way )?around"
    r"|(?:orbit|circle|arc)s? (?:all the way |completely )?(?:a)?round (?:her|him|them|the (?:woman|man|girl|boy))"
    r"|360(?:[- ]degree|°)? (?:orbit|turn|spin|rotation))\b",
    re.IGNORECASE,
)
_LIT: Final = re.compile(r"\b(?:lit|light|backlit|lighting|sun|glow\w*)\s+$", re.IGNORECASE)
_NAMES: Final[dict[View, re.Pattern[str]]] = {
    "profile": re.compile(r"profile|side|left|right|90"),
    "rear": re.compile(r"back|rear|behind|180|turn-?around|sheet"),
}
_SHEET: Final = re.compile(r"turn-?around|sheet|360|grid|all", re.IGNORECASE)


def _bible(views: str, prompt: str) -> str:
    return f"""
    characters:
      mara:
        image: {_PATH}
        views: {{{views}}}
        description: 28-year-old woman, blue-grey eyes
    shots:
      - id: s01
        characters: [mara]
        image: {_PATH}
        prompt: {prompt}
    """


@shot_rule(
    code="C209",
    name="view-not-covered",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT, Need.REFERENCE_FACES}),
    fields=("prompt",),
    drift=True,
    summary="The prompt turns a character to a side that no reference shows.",
    sources=(SAME_FACE,),
    bad=(
        Example(
            _bible("three_quarter: refs/mara-34.png", "She slowly turns into profile."),
            marks=("into profile",),
            pictures=((_PATH, picture()), ("refs/mara-34.png", picture(faces=(face(0.4, "three-quarter"),)))),
        ),
        Example(
            _bible("profile: refs/mara-side.png", "The woman turns around and walks away."),
            marks=("turns around",),
            pictures=((_PATH, picture()), ("refs/mara-side.png", picture(faces=(face(0.4, "profile"),)))),
        ),
    ),
    good=(
        Example(
            _bible("side: refs/mara-side.png", "She slowly turns into profile."),
            pictures=((_PATH, picture()), ("refs/mara-side.png", picture(faces=(face(0.4, "profile"),)))),
        ),
        Example(
            _bible("front: refs/mara-2.png", "She slowly turns into profile."),
            pictures=((_PATH, picture(faces=(face(0.4, "profile"),))), ("refs/mara-2.png", picture())),
            title="The start frame shows her from the side",
        ),
    ),
)
def view_not_covered(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Looks for a profile, a rear view or a turn of a character of the bible that the prompt asks for, and for a "
    "picture
    that shows that side: among the character's `image` and `views`, by their names or by the pose of the face, the
    start frame and further references. A shot without a character of the bible is only possible drift.

    ## Why it matters

    Of a side that it has never seen the model knows nothing. It makes up nose, ear and hairline as the head turns, and
    when the head comes back the face is another one.

    ## What to do

    Add the view to the character's `views`, or keep the turn within what the references show.
    """
    case = case_of(shot, facts)
    if case is None or not (shot.image or shot.references or case.cast):
        return
    asked = _asked(case)
    if asked is None:
        return
    view, place = asked
    character = next((entry for entry in case.cast.values() if entry is not None), None)
    if len(case.cast) > 1 or _is_covered(case, character, view):
        return
    known = character is not None and character.image is not None
    words = case.reading.text[place.start : place.end]
    side = "in profile" if view == "profile" else "from behind"
    evidence = (
        (Evidence(f"the views of `{character.name}`", character.location),) if character is not None and known else ()
    )
    yield Problem(
        case.reading.part(place.start, place.end),
        f"The prompt asks for `{words}`, and no reference shows {_whom(character)} {side}: that side is made up, "
        f"and the "
        "face that comes back from it is another one.",
        "Add that view under `views` of the character." if known else "Add a reference from that side.",
        evidence,
        confidence=None if known else Confidence.POSSIBLE,
    )


def _whom(character: Character | None) -> str:
    return f"`{character.name}`" if character is not None and character.name else "the subject"


def _asked(case: Case) -> tuple[View, Place] | None:
    reading = case.reading
    views: tuple[tuple[View, re.Pattern[str]], ...] = (("profile", _SIDE), ("rear", _BACK))
    for view, pattern in views:
        for match in pattern.finditer(reading.text, 0, reading.said.analysed):
            place = Place(match.start(), match.end())
            if not is_negated(place, reading) and not _LIT.search(reading.text[: match.start()]):
                return view, place
    return None


def _is_covered(case: Case, character: Character | None, view: View) -> bool:
    """Whether a picture shows the side, by the name of a view, by its file's name, or by the face in it."""
    pictures: list[tuple[str, ReferenceFacts | None]] = [
        (mention.reference.text, known) for mention, known in case.facts.pictures
    ]
    linked = case.shot.image is not None and case.shot.image.value.kind != "path"
    if linked or any(mention.reference.kind != "path" for mention, _ in case.facts.pictures):
        return True
    for name, reference in _views_of(character):
        pictures.append((f"{name} {reference.text}", _facts_of(case, character, reference)))
    return any(_shows(name, known, view) for name, known in pictures)


def _views_of(character: Character | None) -> Iterator[tuple[str, Reference]]:
    if character is not None:
        if character.image is not None:
            yield "image", character.image
        yield from character.views.items()


def _facts_of(case: Case, character: Character | None, reference: Reference) -> ReferenceFacts | None:
    if character is None or reference.kind != "path":
        return None
    return case.facts.surroundings.references.of(character.file, reference.text)


def _shows(name: str, known: ReferenceFacts | None, view: View) -> bool:
    stem = name.lower().rpartition("/")[2]
    label = name.lower().partition(" ")[0]
    if _NAMES[view].search(label) or _NAMES[view].search(stem) or _SHEET.search(name):
        return True
    if view == "profile" and known is not None:
        return any(found.pose == "profile" for found in known.faces or ())
    return view == "rear" and known is not None and known.faces == ()
