"""R418."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from promptlint.facts import ShotFacts
from promptlint.facts.reference.stated import picture as stated
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import SAME_CHARACTER, SAME_FACE
from promptlint_rules.reference._examples import PATH
from promptlint_rules.subjects import drifting_subject

FACE_LINES: Final = 720
FINAL_LINES: Final = 1080
_LARGE_FACE: Final = 0.12


def _example(resolution: str, marks: tuple[str, ...] | None, *, usage: str = "", **facts: Any) -> Example:
    lines = ["id: s01", "model: kling-2.6", f"image: {PATH}", f"resolution: {resolution}"]
    lines += [f"usage: {usage}"] if usage else []
    return Example("\n".join([*lines, "prompt: She turns her head."]), marks, pictures=((PATH, stated(**facts)),))


@shot_rule(
    code="R418",
    name="low-output-resolution",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    fields=("resolution",),
    needs=frozenset({Need.REFERENCE_FACES}),
    summary="A face is rendered with too few lines.",
    sources=(SAME_FACE, SAME_CHARACTER),
    bad=(_example("480p", ("480p",)), _example("720p", ("720p",), usage="hero")),
    good=(_example("1080p", None, usage="hero"), _example("480p", None, faces=()), _example("720p", None)),
)
def low_output_resolution(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports a shot of a face that is rendered with fewer than 720 lines, and one that is said to be `usage: hero`
    with fewer than 1080. A shot is of a face where its references show one, or where it names a character.

    ## Why it matters

    The fewer lines there are, the fewer pixels the face has to be drawn with, whatever the reference holds. Enlarging
    the clip later enlarges what has drifted, too.

    ## What to do

    Render tests at a low resolution and what is shown at 1080p.
    """
    resolution = shot.resolution
    lines = resolution.value.short_side if resolution is not None else None
    if resolution is None or lines is None or not _has_face(shot, facts):
        return
    final = shot.usage is not None and shot.usage.value == "hero"
    wanted = FINAL_LINES if final else FACE_LINES
    if lines < wanted:
        what = "A hero shot of a face" if final else "A face"
        yield Problem(
            resolution.location,
            f"{what} rendered at {resolution.value.text} has fewer than {wanted} lines: its features are drawn with "
            "too "
            "few pixels to stay the same.",
            f"Render the final version at {wanted}p or more; this size is fine for tests.",
        )


def _has_face(shot: Shot, facts: ShotFacts) -> bool:
    shown = any(face.height_share >= _LARGE_FACE for _, known in facts.pictures for face in known.faces or ())
    return shown or drifting_subject(shot) in ("character", "person")
