"""K607."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.profiles import Profile
from promptlint.profiles.answers import has_task, keeps_identity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint.spec.sequence import names_in
from promptlint_rules.articles import DRIFT, SAME_CHARACTER, SAME_FACE, VENDORS
from promptlint_rules.kinds import is_person
from promptlint_rules.subjects import subject_kind

_FACE_REFUSED: Final = "no_face_in_image"
_REAL_FACE_REFUSED: Final = "no_real_face_reference"
_DRIVEN: Final = ("motion_reference_video", "avatar", "character_replacement")
_OPEN: Final = ("image_to_video", "text_to_video", "first_last_frame", "reference_to_video", "extend")


@shot_rule(
    code="K607",
    name="model-unsuited",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    fields=("model",),
    summary="The model is not made for what the shot is of: a face, a product, a whole scene.",
    sources=(DRIFT, SAME_FACE, SAME_CHARACTER, VENDORS),
    bad=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            shots:
              - id: s01
                model: sora-2
                characters: [mara]
                image: refs/mara-front.png
                prompt: The woman turns to the window.
            """,
            marks=("sora-2",),
            title="A model that refuses pictures with faces",
        ),
        Example(
            """
            shots:
              - id: s01
                model: dreamactor-m2.0
                subject: product
                image: refs/kettle.png
                motion: {reference: refs/turntable.mp4}
            """,
            marks=("dreamactor-m2.0",),
            title="A model that moves people, for a product",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            shots:
              - id: s01
                model: hailuo-2.3
                characters: [mara]
                image: refs/mara-front.png
                prompt: The woman turns to the window.
            """,
            marks=("hailuo-2.3",),
            title="Nothing but the start frame holds the face: possible only",
        ),
    ),
    good=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            shots:
              - id: s01
                model: veo-3.1
                characters: [mara]
                image: refs/mara-front.png
                prompt: The woman turns to the window.
            """,
            title="A model that takes further references",
        ),
        Example(
            """
            shots:
              - id: s01
                model: sora-2
                subject: scene
                image: refs/pier.png
                prompt: Waves roll against the pier.
            """,
        ),
    ),
)
def model_unsuited(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Compares what a shot is of with what its model is made for:

    - a person, with a picture, on a model that refuses pictures with faces; where only photographs of real people are
      refused, the finding is possible only,
    - a product or a scene on a model that does nothing but move or voice a person,
    - a character or product in a hero shot on a model that has no means of holding it besides the start frame: no
      further references, no binding of a face, no mode for it. Many shots come out well without, so that this is
      possible only.

    What a shot is of is told by its `subject` and by the characters that it names.

    ## Why it matters

    A model that was trained to move faces draws a kettle as if it had one, and a model without identity references
    forgets the face as soon as it is turned away or hidden.

    ## What to do

    For faces and products choose a model that takes further references or has a mode for them; `promptlint models`
    shows what each one takes.
    """
    profile = facts.profile
    if profile is None or shot.model is None:
        return
    person, thing = _shows_person(shot, facts), subject_kind(shot)
    for message, advice, confidence in _reasons(shot, profile, person=person, thing=thing):
        severity = Severity.INFO if confidence is Confidence.POSSIBLE else None
        yield Problem(shot.model.location, message, advice, severity=severity, confidence=confidence, shot=shot)
        return


def _reasons(shot: Shot, profile: Profile, *, person: bool, thing: str | None) -> Iterator[tuple[str, str, Confidence]]:
    pictured = shot.image is not None or shot.references is not None
    if person and pictured:
        for key, confidence in ((_FACE_REFUSED, Confidence.LIKELY), (_REAL_FACE_REFUSED, Confidence.POSSIBLE)):
            advice = profile.advice_for(key)
            if advice is not None:
                detail = advice.detail[0].lower() + advice.detail[1:]
                cited = profile.cite(advice.claim)
                yield (
                    f"This shot shows a person from a picture, and with {profile.name} {detail}"
                    f"{f' ({cited})' if cited else ''}.",
                    "Use a model that takes a face, or a picture without one.",
                    confidence,
                )
    if thing in ("product", "scene") and not person and _only_people(profile):
        yield (
            f"{profile.name} moves a person by a video or a voice, and this shot is of a {thing}: there is no body or "
            "face to move.",
            "Use an image-to-video model.",
            Confidence.LIKELY,
        )
    if (person or thing == "product") and shot.intended_usage == "hero" and keeps_identity(profile) is False:
        what = "face" if person else "product"
        yield (
            f"{profile.name} has nothing to hold the {what} by but the start frame: no further references, no lock and "
            "no mode for it.",
            f"For close work on a {what} choose a model that takes further references or has a mode for subjects, or "
            "keep the shot short.",
            Confidence.POSSIBLE,
        )


def _shows_person(shot: Shot, facts: ShotFacts) -> bool:
    kind = subject_kind(shot)
    if kind is not None:
        return kind == "person"
    named = [shot.file.characters.get(name) for name in names_in(shot)]
    return any(character is None or is_person(character, facts.surroundings.prompts) for character in named)


def _only_people(profile: Profile) -> bool:
    """Whether a model does nothing but move people."""
    driven = any(has_task(profile, task) for task in _DRIVEN)
    return driven and not any(has_task(profile, task) for task in _OPEN)
