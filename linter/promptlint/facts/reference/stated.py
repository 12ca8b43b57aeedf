"""Pictures of which everything is stated, for the examples of rules: a good portrait unless told otherwise."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, get_args

from promptlint.facts.reference.model import (
    ColourShare,
    Exposure,
    Face,
    HeaderFacts,
    KindEvidence,
    Lightness,
    ObjectFacts,
    PictureKind,
    PixelFacts,
    Pose,
    ReferenceFacts,
    Region,
    RegionName,
    Subject,
    SubjectFacts,
    TextBox,
    ThingEvidence,
    Trouble,
    Unreadable,
    Verdict,
    similar,
)
from promptlint.geometry import Box

WIDTH: Final = 1280
HEIGHT: Final = 1280
_LIGHT: Final = Lightness(20.0, 55.0, 85.0)


def region(
    name: RegionName, shares: dict[str, float] | None = None, *, face: int | None = None, **changes: Any
) -> Region:
    """A part of a picture with the shares of the colours in it; other colours do not occur."""
    known = tuple(ColourShare(family, share) for family, share in (shares or {}).items())
    return replace(Region(name, Box(400, 200, 480, 480), 20_000, _LIGHT, known, face), **changes)


def face(height_share: float = 0.45, pose: Pose = "frontal", *, left: int = 400, **changes: Any) -> Face:
    """A face that fills a share of the picture's height."""
    height = round(height_share * HEIGHT)
    box = Box(left, 200, round(height * 0.75), height)
    return replace(Face(box, 0.95, (), pose, height_share, 60.0, 5.0), **changes)


def subject(share: float = 0.5, **changes: Any) -> Subject:
    """A main subject whose box has a share of the frame."""
    box = Box(320, 100, 640, round(share * WIDTH * HEIGHT / 640))
    return replace(Subject(box, share, 0.95, (box,)), **changes)


def objects(
    people: tuple[int, int] = (0, 0), main: PictureKind | None = None, *things: str, **verdicts: Verdict
) -> ObjectFacts:
    """Who and what is there.

    Args:
        people: how many at least and at most.
        main: the kind that it shows above all, which is then present.
        things: those that are present, by their names in ``things.py``; all others are absent.
        verdicts: of kinds by their names; unless told otherwise, the other subjects are absent.
    """
    person: Verdict = "present" if people[0] else "unclear" if people[1] else "absent"
    known: dict[str, Verdict] = {"person": person, "animal": "absent", "vehicle": "absent", "food": "absent"}
    if main is not None:
        known[main] = "present"
    known |= verdicts
    return ObjectFacts(
        *people,
        kinds=tuple(KindEvidence(kind, known.get(kind, "unclear"), 0.0, 0.0) for kind in get_args(PictureKind)),
        things=tuple(ThingEvidence(thing, "present", 0.9, 0.9) for thing in things),
        main_kind=main,
    )


def text_box(text: str) -> TextBox:
    """Letters in the lower right corner."""
    return TextBox(Box(1000, 1220, 240, 40), text, 0.95)


def picture(trouble: Trouble | None = None, detail: str = "", **changes: Any) -> ReferenceFacts:
    """Everything about a picture.

    Args:
        trouble: why it cannot be read; then nothing else is known of it.
        detail: what there is to say about the trouble.
        changes: facts that differ from those of a good portrait, by their names in the stage that they belong to;
            with other faces there are as many people, unless objects are given after them.

    Raises:
        TypeError: no stage has a fact of that name.
    """
    if trouble is not None:
        return ReferenceFacts(unreadable=Unreadable(trouble, detail))
    facts = _good()
    for name, value in changes.items():
        facts = _changed(facts, name, value)
    return facts


def told(facts: ReferenceFacts) -> str:
    """What is stated of a picture, in words: its format and size, and what differs from a good portrait."""
    header = facts.header
    if header is None:
        return facts.unreadable.trouble.replace("-", " ") if facts.unreadable else "not looked at"
    parts = [f"{header.format}, {header.width} x {header.height} px"]
    usual = _good() if facts.faces is None else replace(_good(), objects=_people(facts.faces))
    parts += [f"{name.replace('_', ' ')}: {value}" for name, value in _differences(facts, usual)]
    return "; ".join(parts)


def _good() -> ReferenceFacts:
    return ReferenceFacts(
        "0" * 64,
        header=HeaderFacts("PNG", WIDTH, HEIGHT, "RGB", 8, 2_400_000),
        pixels=PixelFacts(
            sharpness=0.6,
            blurred=False,
            blockiness=0.0,
            recompressed=False,
            exposure=Exposure(_LIGHT, 0.0, False),
            palette=(),
            monochrome=False,
            transparent=0.0,
            time_of_day="unclear",
            frame=region("frame"),
        ),
        faces=(face(),),
        objects=_people((face(),)),
        subject=SubjectFacts(subject(), "plain", 0.02, (region("subject"),)),
        text=(),
    )


def _people(faces: tuple[Face, ...]) -> ObjectFacts:
    """The people to whom the faces belong, and nothing else."""
    return objects((similar(face.box for face in faces), len(faces)), "person" if faces else None)


def _changed(facts: ReferenceFacts, name: str, value: Any) -> ReferenceFacts:
    if name == "faces":
        return replace(facts, faces=value, objects=_people(value))
    if name in ("objects", "text"):
        return replace(facts, **{name: value})
    for stage in ("header", "pixels", "subject"):
        part = getattr(facts, stage)
        if any(field.name == name for field in fields(part)):
            return replace(facts, **{stage: replace(part, **{name: value})})
    exposure = facts.pixels.exposure if facts.pixels else None
    if facts.pixels and exposure and any(field.name == name for field in fields(exposure)):
        return replace(facts, pixels=replace(facts.pixels, exposure=replace(exposure, **{name: value})))
    raise TypeError(f"no fact of a picture is called {name!r}")


def _differences(value: Any, good: Any) -> list[tuple[str, str]]:
    """Names and words of the facts that differ."""
    rows: list[tuple[str, str]] = []
    for field in fields(value):
        mine, usual = getattr(value, field.name), getattr(good, field.name)
        if mine == usual or field.name in ("format", "width", "height", "sha256"):
            continue
        if field.name in ("header", "pixels", "exposure") or (field.name == "subject" and is_dataclass(mine)):
            rows += _differences(mine, usual) if type(mine) is type(usual) else [(field.name, _words(mine))]
        else:
            rows.append((field.name, _words(mine)))
    return rows


def _words(value: Any) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case Face():
            return f"{value.pose}, {value.height_share:.0%} of the height"
        case ObjectFacts():
            least, most = value.people_at_least, value.people_at_most
            people = f"{least} to {most} people" if most > least else f"{least} people" if least != 1 else "1 person"
            seen = [thing.name for thing in value.things] or [
                known.kind for known in value.kinds if known.verdict == "present"
            ]
            return ", ".join([people, *(name for name in seen if name != "person")])
        case Subject():
            return f"{value.share:.0%} of the frame"
        case TextBox():
            return f"“{value.text}”"
        case Region():
            shares = ", ".join(f"{known.family} {known.share:.0%}" for known in value.shares)
            return f"{value.name}: {shares or 'no colour'}"
        case tuple():
            return ", ".join(map(_words, value)) or "none"
    return value.text if hasattr(value, "text") else str(value)
