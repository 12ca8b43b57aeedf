"""S004."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.document import Mapping, Node, Scalar, to_instance
from promptlint.edits import remove_entry
from promptlint.facts import FileFacts
from promptlint.finding import Evidence, Fix, Problem, Severity
from promptlint.rule import Example, file_rule
from promptlint.spec.model import KeyPath, SpecFile
from promptlint_rules.spec._sources import YAML_1_2


@file_rule(
    code="S004",
    name="duplicate-key",
    severity=Severity.ERROR,
    summary="A key stands twice in one mapping.",
    sources=(YAML_1_2 + "#3211-nodes (keys of a mapping are unique)",),
    bad=(
        Example(
            """
            id: s01
            prompt: She turns to the window.
            duration: 5
            duration: 8
            """,
            marks=("duration",),
            fixed=(),
        ),
        Example(
            """
            characters:
              mara: {eyes: blue-grey, hair: auburn, eyes: blue-grey}
            shots:
              - {id: s01, prompt: She turns to the window.}
            """,
            marks=("eyes",),
            fixed=("mara: {eyes: blue-grey, hair: auburn}",),
            title="In the character bible",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            prompt: She turns to the window.
            duration: 5
            """,
        ),
        Example(
            """
            x-look: &look {model: kling-2.6, duration: 5}
            shots:
              - id: s01
                <<: *look
                duration: 8
            """,
            title="A key of the mapping itself wins over a merged one",
        ),
    ),
)
def duplicate_key(file: SpecFile, facts: FileFacts) -> Iterator[Problem]:
    """Reports a key that stands a second time in the same mapping.

    promptlint reads the first of them.

    ## Why it matters

    YAML allows a key once. Most libraries keep the last value without a word, some keep the first, some refuse the
    file: which duration is paid for depends on the tool.

    ## What to do

    Keep one of them. Where both have the same value, the fix removes the second one.
    """
    for mapping in file.document.repeated:
        path = _path_to(file, mapping)
        for entry in mapping.duplicates:
            key = entry.key.value
            first = mapping.get(key)
            if first is None:
                continue
            same = to_instance(first.value) == to_instance(entry.value)
            edit = remove_entry(mapping, entry)
            yield Problem(
                file.at(entry.key.span, (*path, key)),
                f"`{key}` is given twice here, with the same value."
                if same
                else f"`{key}` is given twice here. The first is read, where many tools read the last.",
                "Remove one of them.",
                evidence=(Evidence("the first place", file.at(first.key.span, (*path, key))),),
                fix=Fix(f"Remove the second `{key}`", (edit,), safe=same) if edit else None,
            )


def _path_to(file: SpecFile, wanted: Mapping) -> KeyPath:
    """The path of keys and list indices to a mapping."""
    many = len(file.document.roots) > 1
    stack: list[tuple[Node, KeyPath]] = [
        (root, (index,) if many else ()) for index, root in enumerate(file.document.roots)
    ]
    seen: set[int] = set()
    while stack:
        node, path = stack.pop()
        if node is wanted:
            return path
        if isinstance(node, Scalar) or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Mapping):
            stack += [(entry.value, (*path, entry.key.value)) for entry in (*node.entries, *node.duplicates)]
        else:
            stack += [(item, (*path, index)) for index, item in enumerate(node.items)]
    return ()
