"""D304."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from promptlint.document import Mapping
from promptlint.facts import SequenceFacts
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, sequence_rule
from promptlint.spec.links import Chains, Link, link_location, start_links
from promptlint.spec.model import Location, Shot
from promptlint.spec.pictures import is_same_picture
from promptlint.spec.sequence import ShotSequence
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

    - a shot that starts from itself, from a later shot, or over several links from itself,
    - a shot that starts from the first frame of the shot right before it,
    - a shot with the same characters as the one before, which is part of a chain, that starts from nothing or jumps
      back to the picture that the chain began with.

    A shot with a picture of its own, or one that begins a chain of its own, may be a cut: that is reported as possible
    only. So is what files with several shots each say of each other, as each is a scene, and what only the alphabetical
    order of their names makes wrong; numbers in the names or `order:` say what the order is. A link to a shot that does
    not exist is reported by S009.

    ## Why it matters

    A chain holds a subject over many shots because each one starts from what the last one ended on. Where one link is
    missing, pose, light and face jump at the cut, and what follows drifts away from what came before.

    ## What to do

    Let the shot start from the last frame of the one before: `image: {from: s02, frame: last}`. Where a cut is
    meant, accept the finding with a reason: `# promptlint: disable=chain-broken -- new set-up`.
    """
    chains = Chains.of(sequence)
    yield from _impossible(chains)
    for before, shot, together in sequence.neighbours():
        if (together or before.file is not shot.file) and _cast(shot) and _cast(before) == _cast(shot):
            for problem in _broken(chains, before, shot):
                yield problem if together else replace(problem, confidence=Confidence.POSSIBLE)


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
                    shot=shot,
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
                    shot=shot,
                )
            elif chains.order[source] > place:
                yield _later(chains, shot, source, at)


def _later(chains: Chains, shot: Shot, source: Shot, at: Location) -> Problem:
    where, advice = "in the file", "Let it start from the shot before it, or put the shots in order."
    meant = source.file is shot.file or chains.sequence.is_ordered(source.file, shot.file)
    if source.file is not shot.file:
        where = f"in the project, in {source.file.name}"
        advice += " Numbers in the names of the files, or `order:` in each, say in what order they are seen."
    return Problem(
        at,
        f"The shot starts from `{source.name}`, which comes later {where}: it continues what has not been seen yet.",
        advice,
        evidence=(Evidence(f"the shot `{source.name}`", source.head),),
        confidence=None if meant else Confidence.POSSIBLE,
        shot=shot,
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
                shot=shot,
            )
        return
    if next(chains.sources(before), None) is None or _meets(before, shot) or shot.extend is not None:
        return
    first = chains.first_of.get(before, before)
    if first is shot:
        return
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
    back = first.image is not None and is_same_picture(shot.image, first.image)
    what = "goes back to the picture that the chain began with" if back else "starts from a picture of its own"
    yield Problem(
        shot.head if shot.image.inherited else shot.image.location,
        f"The shots before this one are a chain with the same {who}, and this one {what}: pose and light jump "
        "at the cut.",
        advice,
        evidence,
        confidence=Confidence.LIKELY if back and shot not in chains.continued else Confidence.POSSIBLE,
    )


def _meets(before: Shot, shot: Shot) -> bool:
    """Whether the shot before ends on what this one starts from."""
    end = before.end_image
    if end is None:
        return False
    if end.value.kind == "shot" and end.value.text == shot.name:
        return True
    return shot.image is not None and is_same_picture(end, shot.image)


def _frame_location(link: Link) -> Location:
    field, _ = link
    entry = field.node.get("frame") if isinstance(field.node, Mapping) else None
    return Location(field.file, entry.value.span, (*field.path, "frame")) if entry else field.location
