"""D304."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from promptlint.document import Mapping
from promptlint.facts import SequenceFacts
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, sequence_rule
from promptlint.spec.links import Chains, Link, link_location, start_links
from promptlint.spec.model import Location, Shot, ShotSequence
from promptlint.spec.values import Reference
from promptlint_rules.articles import DRIFT, SAME_FACE


@sequence_rule(
    code="D304",
    name="chain-broken",
    severity=Severity.WARNING,
    drift=True,
    summary="A chain of shots does not continue from the last frame of the shot before.",
    sources=(DRIFT, SAME_FACE),
    bad=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            defaults: {model: kling-2.6, characters: [mara]}
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: She turns to the window.
              - id: s02
                image: {from: s01, frame: last}
                prompt: She opens it.
              - id: s03
                image: refs/mara-front.png
                prompt: She leans out.
            """,
            marks=("refs/mara-front.png",),
            title="The third shot jumps back to the first picture",
        ),
        Example(
            """
            defaults: {model: kling-2.6}
            shots:
              - id: s01
                image: {from: s02, frame: last}
                prompt: She turns to the window.
              - id: s02
                image: refs/mara-front.png
                prompt: She opens it.
            """,
            marks=("s02",),
            title="A link to a later shot",
        ),
        Example(
            """
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: She turns to the window.
              - id: s02
                extend: {from: s02}
                prompt: She opens it.
            """,
            marks=("s02",),
            title="A link to itself",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            defaults: {model: kling-2.6, characters: [mara]}
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: She turns to the window.
              - id: s02
                image: {from: s01, frame: first}
                prompt: She opens it.
            """,
            marks=("first",),
            title="The first frame instead of the last",
        ),
    ),
    good=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            defaults: {model: kling-2.6, characters: [mara]}
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: She turns to the window.
              - id: s02
                image: {from: s01, frame: last}
                prompt: She opens it.
              - id: s03
                image: {from: s02, frame: last}
                prompt: She leans out.
            """,
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}, tomas: {image: refs/tomas-front.png}}
            defaults: {model: kling-2.6}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: She turns to the window.
              - id: s02
                characters: [mara]
                image: {from: s01, frame: last}
                prompt: She opens it.
              - id: s03
                characters: [tomas]
                image: refs/tomas-front.png
                prompt: He looks up.
            """,
            title="A cut to another character ends the chain",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            defaults: {model: kling-2.6, characters: [mara]}
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: She turns to the window.
              - id: s02
                image: refs/mara-front.png
                prompt: She opens it.
            """,
            title="Two shots that were never a chain",
        ),
    ),
)
def chain_broken(sequence: ShotSequence, facts: SequenceFacts) -> Iterator[Problem]:
    """Reports links that cannot work, and places where a chain of shots of the same characters stops being one:

    - a shot that starts from itself, from a later shot of its file, or over several links from itself,
    - a shot that starts from the first frame of the shot right before it,
    - a shot with the same characters as the one before, which is part of a chain, that starts from nothing or jumps
      back to the picture that the chain began with.

    A shot with a picture of its own, or one that begins a chain of its own, may be a cut: that is reported as possible
    only. A link to a shot that does not exist is reported by S009.

    ## Why it matters

    A chain holds a subject over many shots because each one starts from what the last one ended on. Where one link is
    missing, pose, light and face jump at the cut, and what follows drifts away from what came before.

    ## What to do

    Let the shot start from the last frame of the one before: `image: {from: s02, frame: last}`. Where a cut is
    meant, accept the finding with a reason: `# promptlint: disable=chain-broken -- new set-up`.
    """
    chains = Chains(sequence)
    yield from _impossible(chains)
    for file in sequence.files:
        for before, shot in pairwise(file.shots):
            if _cast(shot) and _cast(before) == _cast(shot) and before.path[:-1] == shot.path[:-1]:
                yield from _broken(chains, before, shot)


def _impossible(chains: Chains) -> Iterator[Problem]:
    for shot, place in chains.order.items():
        for link, source in chains.sources(shot):
            at = link_location(link)
            if source is shot:
                yield Problem(
                    at,
                    f"The shot `{shot.name}` starts from a frame of itself, which does not exist before it is made.",
                    "Give the id of the shot before it, or a picture.",
                    severity=Severity.ERROR,
                )
            elif shot in chains.circular and source in chains.circular and chains.order[source] > place:
                yield Problem(
                    at,
                    f"The shot starts from `{source.name}`, and that one starts, over its own links, from this "
                    "shot: none of "
                    "them can be made first.",
                    "Give the first shot of the chain a picture.",
                    evidence=(Evidence(f"the shot `{source.name}`", source.head),),
                    severity=Severity.ERROR,
                )
            elif source.file is shot.file and chains.order[source] > place:
                yield Problem(
                    at,
                    f"The shot starts from `{source.name}`, which comes later in the file: it continues what "
                    "has not been "
                    "seen yet.",
                    "Let it start from the shot before it, or put the shots in order.",
                    evidence=(Evidence(f"the shot `{source.name}`", source.head),),
                )


def _cast(shot: Shot) -> frozenset[str]:
    return frozenset(name.value for name in shot.characters.value) if shot.characters else frozenset()


def _broken(chains: Chains, before: Shot, shot: Shot) -> Iterator[Problem]:
    for link in start_links(shot):
        if chains.resolve(shot, link[1]) is before and link[1].frame == "first" and link[0].name == "image":
            yield Problem(
                _frame_location(link),
                f"The shot starts from the first frame of `{before.name}` right before it: the same moment is "
                "shown twice, "
                "and the movement jumps.",
                "Use `frame: last` to continue it.",
                confidence=Confidence.LIKELY,
            )
        return
    if next(chains.sources(before), None) is None or _meets(before, shot) or shot.extend is not None:
        return
    first = chains.first_of.get(before, before)
    evidence = (Evidence(f"the chain that `{before.name or 'the shot before'}` continues", first.head),)
    continuing = f"`{{from: {before.name}, frame: last}}`" if before.name else "the last frame of the shot before"
    advice = f"Start it from {continuing}, or, where a cut is meant, say so in a suppression."
    who = "characters" if len(_cast(shot)) > 1 else "character"
    if shot.image is None:
        if shot.references is None:
            yield Problem(
                shot.head,
                f"The shots before this one are a chain with the same {who}, and this one starts from no "
                "picture at all: "
                "pose, light and face jump.",
                advice,
                evidence,
                confidence=Confidence.LIKELY,
            )
        return
    back = _same_picture(shot.image.value, first)
    what = "goes back to the picture that the chain began with" if back else "starts from a picture of its own"
    yield Problem(
        shot.head if shot.image.inherited else shot.image.location,
        f"The shots before this one are a chain with the same {who}, and this one {what}: pose and light jump "
        "at the cut.",
        advice,
        evidence,
        confidence=Confidence.LIKELY if back and shot not in chains.continued else Confidence.POSSIBLE,
    )


def _same_picture(picture: Reference | None, first: Shot) -> bool:
    start = first.image.value if first.image else None
    return picture is not None and start is not None and picture.text == start.text


def _meets(before: Shot, shot: Shot) -> bool:
    """Whether the shot before ends on what this one starts from."""
    end = before.end_image.value if before.end_image else None
    if end is None:
        return False
    start = shot.image.value if shot.image else None
    return (end.kind == "shot" and end.text == shot.name) or (start is not None and end.text == start.text)


def _frame_location(link: Link) -> Location:
    field, _ = link
    entry = field.node.get("frame") if isinstance(field.node, Mapping) else None
    return Location(field.file, entry.value.span, (*field.path, "frame")) if entry else field.location
