"""P108."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import Span
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import HOW_IT_WORKS, VENDORS
from promptlint_rules.prompt._reading import Reading, is_negated, quote, read, says, shows_subject, with_vendor

SYNTAX: Final = ("multi_shot_syntax", "timestamps_ok")
"""Advice of vendors whose models make several shots in one clip where the prompt numbers or times them."""
_NUMBERED: Final = re.compile(r"\b(?:shot|scene)\s*\d|\[?\d{1,2}:\d{2}|\d\s?[-–]\s?\d+\s?s\b", re.IGNORECASE)
_HEADING: Final = re.compile(r"^(?:shot|scene|clip)\s*\d+$|^(?:first|second) shot$", re.IGNORECASE)
_ENDING: Final = re.compile(r"^\W*(?:(?:at|in) (?:the |its )?(?:very )?end\W*)?$", re.IGNORECASE)
"""A cut at the end of the clip leads nowhere."""
_LENGTH: Final = re.compile(
    r"^\s*(?:the |her |his |its |a |an )?(?:knee|ankle|calf|waist|hip|thigh|neck|shoulder|chin|jaw|ear|floor|length)",
    re.IGNORECASE,
)
"""A dress or hair is cut to a length."""
_TO_BLACK: Final = re.compile(r"^\s*(?:black|white|darkness|through|across)\b", re.IGNORECASE)
_CUTS: Final = re.compile(r"\bcuts?\b", re.IGNORECASE)
_EDITORS: Final = re.compile(
    r"(?:^|[.,;:!?\n(\"”—-]|\b(?:scene|camera|shot|video|clip|view|image|film|it|then|hard|smash|quick|suddenly"
    r"|jump|we|and))\s*$",
    re.IGNORECASE,
)
"""What may stand before "cuts to" when the film does, and nobody with a knife or a ball."""
_PLACE: Final = re.compile(r"\b(?:from|of|in|to|since|as in)\s*$|\bclip\s*$", re.IGNORECASE)


@shot_rule(
    code="P108",
    name="scene-change-in-clip",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="The prompt changes the scene within one clip.",
    sources=(HOW_IT_WORKS, VENDORS),
    bad=(
        Example(
            """
            id: s01
            image: refs/mara-front.png
            prompt: Mara opens the letter. Cut to her hands on the paper.
            """,
            marks=("Cut to",),
        ),
        Example(
            """
            id: s02
            model: runway-gen4-turbo
            image: refs/pier.png
            prompt: She walks to the end of the pier, then we see a ship in the storm.
            """,
            marks=("then we see",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            image: refs/mara-front.png
            prompt: Mara opens the letter. Her hair is cut to the shoulder. Static camera.
            """,
        ),
        Example(
            """
            id: s02
            model: wan-2.6-i2v
            image: refs/mara-front.png
            prompt: Shot 1 [0-3 s] Mara opens the letter. Shot 2 [3-5 s] Her hands fold the paper.
            """,
            title="A model that makes several shots, in the syntax that its vendor asks for",
        ),
        Example("id: s03\nimage: refs/pier.png\nprompt: One continuous shot, no cuts. She walks along the pier.\n"),
    ),
)
def scene_change_in_clip(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports cuts and changes of scene within one prompt: "cut to", "then we see", "montage", "Shot 2".

    Models whose vendor describes a way to write several shots are left alone where the prompt follows it. Without any
    image the finding is only possible: there is no picture that the second scene could lose.

    ## Why it matters

    One picture holds one scene. Behind the cut nothing ties the model to the reference any more: it invents the place
    and draws another face.

    ## What to do

    Make each scene a shot of its own, with its own picture or the last frame of the one before.
    """
    reading = read(shot, facts)
    if reading is None:
        return
    changes = [
        c
        for c in reading.said.scene_changes
        if not is_negated(c, reading) and not _names_a_place(c, reading) and not _leads_nowhere(c, reading)
    ]
    headings = [c for c in changes if _HEADING.match(c.text)]
    if len({c.text.lower() for c in headings}) == 1:
        changes = [c for c in changes if c not in headings]
    if not changes:
        return
    profile = facts.profile
    if profile is not None and any(map(profile.advice_for, SYNTAX)) and _NUMBERED.search(reading.text):
        return
    first, *others = changes
    yield Problem(
        reading.at(first),
        f"{quote(c.text for c in changes)} {'changes' if len(changes) == 1 else 'change'} the scene, "
        "and one clip from one picture holds one scene.",
        with_vendor(
            f"End this shot before `{' '.join(first.text.split())}` and make a second one of the rest, "
            "with its own picture.",
            says(facts, "one_scene") or says(facts, "multi_shot_syntax"),
        ),
        tuple(Evidence(f"`{c.text}`", reading.at(c)) for c in others),
        confidence=None if shows_subject(shot) else Confidence.POSSIBLE,
    )


def _leads_nowhere(change: Span, reading: Reading) -> bool:
    """Whether no scene follows: at the end of the prompt, in tailoring, with a knife."""
    after = reading.text[change.end :]
    if _CUTS.match(change.text) and not _EDITORS.search(reading.text[: change.start]):
        return True
    return any(pattern.match(after) for pattern in (_ENDING, _LENGTH, _TO_BLACK))


def _names_a_place(change: Span, reading: Reading) -> bool:
    """Whether the words only name a shot or a scene ("continues from scene 3")."""
    return _HEADING.match(change.text) is not None and _PLACE.search(reading.text[: change.start]) is not None
