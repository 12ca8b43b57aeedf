"""S003."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from promptlint.document import Mapping, Node, Scalar, Sequence, resolve
from promptlint.edits import quote_scalar
from promptlint.facts import FileFacts
from promptlint.finding import Fix, Problem, Severity, TextEdit
from promptlint.rule import Example, file_rule
from promptlint.spec.model import Field, KeyPath, SpecFile
from promptlint.spec.yaml11 import flag_of, has_leading_zeros, other_reading
from promptlint_rules.spec._sources import YAML_1_1, YAML_1_2

_NUMBERS = frozenset({"duration", "fps", "seed", "guidance", "width", "height"})
_FLAGS = frozenset({"audio", "controls", "motion.camera", "motion.lock", "motion.brush"})
_NOT_SEARCHED = frozenset({"subject", "image", "end_image", "extend"})
_FIRST = frozenset("0123456789+-yYnNoO")
"""What a text begins with that the two versions of YAML read differently."""


@file_rule(
    code="S003",
    name="yaml-trap",
    severity=Severity.ERROR,
    summary="An unquoted value that YAML 1.1 tools, such as PyYAML, read as something else.",
    sources=(YAML_1_2 + "#103-core-schema", YAML_1_1 + "int.html", YAML_1_1 + "bool.html"),
    bad=(
        Example(
            """
            id: s01
            prompt: She turns to the window.
            aspect_ratio: 16:9
            """,
            marks=("16:9",),
            fixed=('aspect_ratio: "16:9"',),
            title="Minutes and seconds: the number 969",
        ),
        Example(
            """
            shots:
              - id: 012
                prompt: She turns to the window.
                characters: [no]
                audio: off
            characters: {"no": {age: 30}}
            """,
            marks=("012", "no", "off"),
            fixed=('- id: "012"', 'characters: ["no"]', "audio: false"),
            title="An octal number and two booleans",
        ),
    ),
    good=(
        Example(
            """
            id: "012"
            prompt: She turns to the window.
            aspect_ratio: "16:9"
            audio: false
            """,
        ),
        Example(
            """
            id: 12
            prompt: On her way to the window she smiles.
            duration: 5
            aspect_ratio: '9:16'
            """,
        ),
    ),
)
def yaml_trap(file: SpecFile, facts: FileFacts) -> Iterator[Problem]:
    """Reports an unquoted value that YAML 1.1 and YAML 1.2 read differently.

    | written | YAML 1.2, as here | YAML 1.1, as in PyYAML |
    |---|---|---|
    | `16:9` | text | the number 969 |
    | `no`, `off`, `yes`, `on` | text | a boolean |
    | `012` | the number 12 | the number 10 |
    | `1_000` | text | the number 1000 |
    | `1e3` | the number 1000 | text |
    | `2025-11-20` | text | a date |

    Only values that are read are looked at, and only where the difference changes what is meant.

    ## Why it matters

    The script that sends the spec to the provider is often written with a YAML 1.1 library. It then sends 969 as the
    aspect ratio, or looks for a shot that is called 10.

    ## What to do

    Put the value in quotes. Where a boolean is meant, write `true` or `false`, which both versions read alike.
    """
    seen: set[int] = set()
    for field in _fields(file):
        node = field.node
        if node.__class__ is Scalar:
            if node.style != "plain" or node.value[:1] not in _FIRST:
                continue
        elif field.name in _NOT_SEARCHED:
            continue
        if id(node) in seen:
            continue
        seen.add(id(node))
        for scalar, path in _scalars(node, field.path):
            yield from _check(field, scalar, path)


def _fields(file: SpecFile) -> Iterator[Field[Any]]:
    """The fields of all shots; what the shots of one list inherit only once."""
    lists: set[KeyPath] = set()
    yield from file.defaults.values()
    for shot in file.shots:
        inherits = shot.path[:-1] not in lists
        lists.add(shot.path[:-1])
        for field in shot.fields.values():
            if inherits or not field.inherited:
                yield field


def _scalars(node: Node, path: KeyPath) -> Iterator[tuple[Scalar, KeyPath]]:
    stack: list[tuple[Node, KeyPath]] = [(node, path)]
    visited: set[int] = set()
    while stack:
        node, path = stack.pop()
        if isinstance(node, Scalar):
            if node.style == "plain" and node.tag is None:
                yield node, path
        elif id(node) not in visited:
            visited.add(id(node))
            if isinstance(node, Mapping):
                stack += [(entry.value, (*path, entry.key.value)) for entry in reversed(node.entries)]
            elif isinstance(node, Sequence):
                stack += [(item, (*path, index)) for index, item in reversed(list(enumerate(node.items)))]


def _check(field: Field[Any], scalar: Scalar, path: KeyPath) -> Iterator[Problem]:
    reading = other_reading(scalar.value)
    if reading is None and (field.name in _NUMBERS or not has_leading_zeros(scalar.value)):
        return
    at = field.file.at(scalar.span, path)
    text = scalar.value
    flag = flag_of(text)
    value = resolve(scalar)
    here = "a text" if isinstance(value, str) else f"the number {value}"
    message = f"`{text}` without quotes is {here} to YAML 1.2 and {reading} to YAML 1.1 tools such as PyYAML."
    if reading is None:
        message = f"`{text}` without quotes is the number {value}: most tools drop its zeros."
    if field.name in _NUMBERS and isinstance(value, int | float):
        written = f"{value:.15g}"
        edit = TextEdit(scalar.span, written)
        yield Problem(at, message, f"Write `{written}`.", fix=Fix(f"Write `{written}`", (edit,)))
    elif flag is not None and field.name in _FLAGS:
        word = "true" if flag else "false"
        edit = TextEdit(scalar.span, word)
        advice = f'Write `{word}`, or `"{text}"` if the word itself is meant.'
        yield Problem(at, message, advice, fix=Fix(f"Write `{word}`", (edit,), safe=False))
    else:
        yield Problem(
            at, message, f'Put it in quotes: `"{text}"`.', fix=Fix("Put it in quotes", (quote_scalar(scalar),))
        )
