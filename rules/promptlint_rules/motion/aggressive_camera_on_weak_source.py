"""M502."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt.model import CameraMove
from promptlint.facts.reference.stated import picture as stated
from promptlint.facts.reference.stated import subject
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Location, Shot
from promptlint_rules.articles import HOW_IT_WORKS
from promptlint_rules.motion._words import fast_words, large_moves
from promptlint_rules.weakness import weaknesses

_LARGE_MOVES: Final = frozenset({"orbit", "crane", "fly"})
_PATH: Final = "refs/mara.png"
_WITH_PROMPTS: Final = 'select = ["M502", "P101"]'


@shot_rule(
    code="M502",
    name="aggressive-camera-on-weak-source",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    drift=True,
    fields=("image",),
    needs=frozenset({Need.REFERENCE_HEADER}),
    summary="A strong camera move starts from a weak reference.",
    sources=(HOW_IT_WORKS,),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            motion: {camera: orbit around her}
            prompt: She looks up.
            """,
            marks=("orbit around",),
            pictures=((_PATH, stated(width=720, height=720)),),
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She looks up. The camera orbits around her.
            """,
            marks=("orbits around",),
            config=_WITH_PROMPTS,
            pictures=((_PATH, stated(faces=(), subject=subject(0.08))),),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She looks up. The camera orbits around her.
            """,
            config=_WITH_PROMPTS,
            pictures=((_PATH, stated()),),
            title="A strong reference",
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She looks up. Slow push-in on her face.
            """,
            config=_WITH_PROMPTS,
            pictures=((_PATH, stated(width=720, height=720)),),
            title="A gentle move",
        ),
    ),
)
def aggressive_camera_on_weak_source(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports an orbit, a crane or drone move or a fast camera in a shot whose start frame is small, strongly
    compressed, soft, dark, or shows its subject small. Moves in the prompt, and what the picture shows, count where the
    rules that look at them run, as they do by default.

    ## Why it matters

    A camera that moves far shows sides that the picture does not have. From a strong picture the model can guess them;
    from a weak one it makes up another person or product.

    ## What to do

    Use a better start frame, or a slow and short move. Further references of the sides that come into view help both.
    """
    reference, image = facts.reference, shot.image
    weak = list(weaknesses(reference)) if reference is not None else []
    move = next(_strong_moves(shot, facts), None)
    if image is None or not weak or move is None:
        return
    words, at = move
    yield Problem(
        at,
        f'"{words}" shows what the start frame does not have, and the start frame is weak ({"; ".join(weak)}): '
        "what comes into view is made up.",
        "Use a stronger start frame, or a slow and short move.",
        (Evidence("the start frame", image.location),),
    )


def _strong_moves(shot: Shot, facts: ShotFacts) -> Iterator[tuple[str, Location]]:
    if shot.motion.camera is not None:
        yield from large_moves(shot.motion.camera)
        yield from fast_words(shot.motion.camera)
    said = facts.prompt_where_read
    if shot.prompt is not None and said is not None:
        for move in said.camera:
            if not move.negated and _is_strong(move):
                yield move.text, shot.prompt.words(move.start, move.end)


def _is_strong(move: CameraMove) -> bool:
    return move.speed == "fast" or (move.move in _LARGE_MOVES and move.speed != "slow")
