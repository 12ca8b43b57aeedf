"""A112: tags in the prompt that name no input, and inputs that no tag names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from promptlint.document import Mapping, Scalar, Sequence
from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.profiles import Profile
from promptlint.profiles.guidance import Advice
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Field, Shot
from promptlint.spec.values import Reference
from promptlint_rules.model._basis import at_reference, counted, source

_TAG: Final = re.compile(
    r"<<<\s*(?P<angle>image|element|video)_(?P<n1>\d{1,3})\s*>>>"
    r"|@(?P<at>image|element|video)[ _]?(?P<n2>\d{1,3})\b"
    r"|\[(?P<square>image|video)\s+(?P<n3>\d{1,3})\]",
    re.IGNORECASE,
)
_VIDEOS: Final = frozenset({".mp4", ".mov", ".webm", ".mkv", ".avi", ".m4v"})


@dataclass(frozen=True, slots=True)
class _Tag:
    kind: str
    number: int
    text: str
    start: int
    end: int


@shot_rule(
    code="A112",
    name="reference-tag-syntax",
    severity=Severity.ERROR,
    fields=("model", "prompt"),
    confidence=Confidence.LIKELY,
    summary="A tag in the prompt names no input of the shot, or an input has no tag.",
    sources=("Prompt guides and API references of Kling, Seedance, Wan and Grok, listed on each model's page",),
    bad=(
        Example(
            """
            id: s01
            model: kling-3.0-omni
            prompt: The woman of <<<image_1>>> walks past the house of <<<image_3>>>.
            references: [refs/mara.png, refs/house.png]
            """,
            marks=("<<<image_3>>>", "refs/house.png"),
            title="Two images are given, and the second is never named",
        ),
        Example(
            """
            id: s01
            model: bytedance/seedance-2.0
            prompt: The woman of [Image 0] sits down on the chair of [Image 1].
            references: [refs/mara.png]
            """,
            marks=("[Image 0]",),
            title="Counting starts at 1",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-3.0-omni
            prompt: The woman of <<<image_1>>> walks past the house of <<<image_2>>>.
            references: [refs/mara.png, refs/house.png]
            """
        ),
        Example(
            """
            id: s01
            model: bytedance/seedance-2.0
            prompt: The woman of [Image 1] sits down on the chair of [Image 2].
            references: [refs/mara.png, refs/chair.png]
            """
        ),
    ),
)
def reference_tag_syntax(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """For models whose prompts name their inputs by tags (`@Image1`, `<<<image_1>>>`, `[Image 1]`): a tag whose number
    has no input is an error; an input that is never named, while others are, is a warning.

    Inputs are counted in the order start frame, end frame, `references`. Where a provider leaves the frames out of the
    count, a shot is given the benefit of the doubt.

    ## Why it matters

    A tag without an input is read as plain words or refuses the request; an input without a tag may end up anywhere in
    the picture, or nowhere.

    ## What to do

    Number the tags by the order of the inputs, from 1, and name each input once.
    """
    field, profile = shot.prompt, facts.profile
    if field is None or profile is None:
        return
    advice = profile.advice_for("reference_tag_syntax")
    if advice is None or not any(sign in advice.detail for sign in ("@Image", "@Element", "<<<image", "Image 1")):
        return
    tags = list(_tags(field.value))
    counts = _counts(shot)
    for tag in tags:
        if not 1 <= tag.number <= counts[tag.kind]:
            yield _without_input(field, tag, counts[tag.kind], advice, profile)
    if tags:
        yield from _never_named(shot, field.value, tags, advice, profile)


def _tags(text: str) -> Iterator[_Tag]:
    for match in _TAG.finditer(text):
        kind = (match["angle"] or match["at"] or match["square"]).lower()
        number = int(match["n1"] or match["n2"] or match["n3"])
        yield _Tag(kind, number, match[0], match.start(), match.end())


def _counts(shot: Shot) -> dict[str, int]:
    references = shot.references.value if shot.references else []
    videos = sum(1 for reference in references if _is_video(reference))
    pictures = len(references) - videos
    videos += sum(1 for clip in (shot.motion.reference, shot.extend) if clip is not None)
    frames = sum(1 for frame in (shot.image, shot.end_image) if frame is not None)
    people = len(shot.characters.value) if shot.characters else 0
    elements = _listed(shot, "elements", "element_list")
    return {
        "image": max(pictures + frames, people, _listed(shot, "image_list", "images", "image_urls")),
        "element": max(pictures + frames, people, elements),
        "video": max(videos, _listed(shot, "video_list", "videos", "video_urls")),
    }


def _listed(shot: Shot, *names: str) -> int:
    """How many inputs stand in a list of the provider's own under ``controls``."""
    given = shot.controls.value if shot.controls is not None else None
    lists = [given.get(name) for name in names] if isinstance(given, dict) else []
    return max((len(value) for value in lists if isinstance(value, list)), default=0)


def _without_input(field: Field[str], tag: _Tag, count: int, advice: Advice, profile: Profile) -> Problem:
    given = f"the shot gives {counted(count, tag.kind)}" if count else f"the shot gives no {tag.kind}"
    return Problem(
        field.words(tag.start, tag.end),
        f"`{tag.text}` names no input: {given}, counted from 1, and {profile.name} has nothing to put in its place. "
        f"{source(profile, advice.claim)}",
        f"Use a number from 1 to {count}, or add the input." if count else "Add the input, or remove the tag.",
    )


def _never_named(shot: Shot, prompt: str, tags: list[_Tag], advice: Advice, profile: Profile) -> Iterator[Problem]:
    """References that no tag names, where tags of pictures are used."""
    field = shot.references
    numbers = {tag.number for tag in tags if tag.kind != "video"}
    if field is None or not numbers:
        return
    pictures = [reference for reference in field.value if not _is_video(reference)]
    frames = sum(1 for frame in (shot.image, shot.end_image) if frame is not None)
    named = _own_names(field, prompt)
    for index, reference in enumerate(pictures, start=1):
        if index in numbers or index + frames in numbers or reference.node in named:
            continue
        yield Problem(
            at_reference(field, reference),
            f"The prompt names other inputs by their tags and never this one: {profile.name} may use it anywhere, or "
            f"not at all. {source(profile, advice.claim)}",
            "Name it in the prompt, or remove it.",
            severity=Severity.WARNING,
        )


def _own_names(field: Field[list[Reference]], prompt: str) -> list[Scalar]:
    """References with a ``tag`` of their own that the prompt uses."""
    items = field.node.items if isinstance(field.node, Sequence) else [field.node]
    found = []
    for item in items:
        entry = item.get("tag") if isinstance(item, Mapping) else None
        if entry is not None and isinstance(entry.value, Scalar) and f"@{entry.value.value.lstrip('@')}" in prompt:
            found += [reference.node for reference in field.value if item.start <= reference.node.start < item.end]
    return found


def _is_video(reference: Reference) -> bool:
    return PurePosixPath(reference.text.split("?")[0]).suffix.lower() in _VIDEOS
