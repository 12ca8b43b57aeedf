"""S002."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.document import Entry, Mapping, to_instance
from promptlint.edits import remove_entry
from promptlint.facts import FileFacts
from promptlint.finding import Fix, Problem, Severity
from promptlint.rule import Example, file_rule
from promptlint.spec.fields import DEFAULTS_KEYS, LIST_KEYS
from promptlint.spec.model import Field, Shot, SpecFile
from promptlint.text import Span
from promptlint_rules.spec._sources import FORMAT, JSON_SCHEMA
from promptlint_rules.spec._unknown_keys import unknown_keys
from promptlint_rules.spec._unread_values import prose_references, unread_values


@file_rule(
    code="S002",
    name="schema",
    severity=Severity.ERROR,
    summary="A key is not part of the format, or a value is not what its key takes.",
    sources=(FORMAT, JSON_SCHEMA),
    bad=(
        Example(
            """
            shots:
              - id: s01
                promt: She turns to the window.
                image: refs/mara.png
                duration: 5-8s
                usage: heroe
            """,
            marks=("promt", "5-8s", "heroe"),
            fixed=("prompt: She turns to the window.", "usage: hero"),
            title="A misspelt key and two values that cannot be read",
        ),
        Example(
            """
            model: kling-2.6
            shots:
              - id: s01
                prompt: {subject: a woman, action: turns to the window}
                first_frame: A woman stands in a bright room and looks at the camera
                width: 1280
                sampler: euler
            """,
            marks=("model", "prompt", "A woman stands in a bright room and looks at the camera", "width", "sampler"),
            title="Values of another kind, and keys in the wrong place",
        ),
        Example(
            """
            shots:
              - id: s01
                prompt: A woman at a window, oil on canvas.
                video_prompt: She turns to the window.
            """,
            marks=("prompt",),
            fixed=(),
            title="Two keys for one field",
        ),
        Example("title: Window\nshots: []\n", marks=("shots",), title="No shot"),
    ),
    good=(
        Example(
            """
            shots:
              - id: s01
                prompt: She turns to the window.
                image: refs/mara.png
                duration: 5s
                usage: hero
                x-approved: Ada
                controls: {sampler: euler}
            """,
        ),
        Example(
            """
            defaults: {model: kling-2.6, width: 1280, height: 720}
            characters:
              mara: {age: 28, eyes: blue-grey}
            """,
            title="A file that others extend needs no shots",
        ),
    ),
)
def schema(file: SpecFile, facts: FileFacts) -> Iterator[Problem]:
    """Checks a file against the format: its keys, and the kind of every value.

    An unknown key is an error where a known one is meant, and a warning where none is near. Two keys that mean the
    same field, a width without a height and a file without a shot are reported, too. In a storyboard of another tool,
    which promptlint recognises by its content, unknown keys are summed up in one remark.

    ## Why it matters

    What cannot be read is not sent, or not checked. A `duraton: 5` costs nothing until the provider's default length
    is generated and paid for.

    ## What to do

    Correct the key or the value. A parameter that only your provider knows belongs under `controls:`; notes of your own
    start with `x-`, and are never looked at.
    """
    if file.unknown:
        yield from unknown_keys(file)
    if file.unread:
        yield from unread_values(file)
    yield from prose_references(file)
    yield from _half_sizes(file)
    if file.recognition != "content":
        yield from _shadowed(file)
        if not file.shots and not file.document.errors and not file.unread:
            yield from _no_shot(file)


def _half_sizes(file: SpecFile) -> Iterator[Problem]:
    for shot in file.shots:
        width, height = shot.fields.get("width"), shot.fields.get("height")
        if (width is None) == (height is None):
            continue
        given, missing = (width, "height") if width is not None else (height, "width")
        if isinstance(given, Field):
            yield Problem(
                given.key_location,
                f"`{given.key.value}` stands without `{missing}`, so neither is used.",
                f"Add `{missing}:`, or write `resolution: 1280x720`.",
                severity=Severity.WARNING,
            )


def _shadowed(file: SpecFile) -> Iterator[Problem]:
    places: dict[tuple[str, str], list[tuple[Shot, Entry, Field[object]]]] = {}
    for shot in file.shots:
        for entry, winner in shot.shadowed:
            places.setdefault((entry.key.value, winner.key.value), []).append((shot, entry, winner))
    for (key, read), found in places.items():
        shot, entry, winner = found[0]
        own = shot.node.get(key)
        edit = remove_entry(shot.node, own) if own is not None and own.key is entry.key else None
        same = to_instance(entry.value) == to_instance(winner.node)
        count = f" (in {len(found)} shots)" if len(found) > 1 else ""
        yield Problem(
            file.at(entry.key.span, (*shot.path, key)),
            f"`{key}` and `{read}` mean the same field{count}: `{read}` is read and `{key}` is not.",
            f"Keep one of them. If `{key}` is meant for another step, such as the still image, call it `x-{key}`.",
            fix=Fix(f"Remove `{key}`", (edit,), safe=same) if edit else None,
            severity=Severity.WARNING,
        )


def _no_shot(file: SpecFile) -> Iterator[Problem]:
    at = Span(0, 0)
    for root in file.document.roots:
        if not isinstance(root, Mapping):
            at = root.span
            continue
        lists = [entry for key in LIST_KEYS if (entry := root.get(key))]
        if not lists and any(key in root for key in (*DEFAULTS_KEYS, "characters")):
            return
        if root.entries:
            at = (lists or root.entries)[0].key.span
    yield Problem(
        file.at(at),
        "This file holds no shot.",
        "Add one under `shots:`, such as `- {id: s01, prompt: ..., image: refs/mara.png}`.",
        severity=Severity.WARNING,
    )
