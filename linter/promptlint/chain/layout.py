"""The text of a chain in the place of the shot: one copy of its text for each shot, laid out as the file is.

A file that is one shot becomes a file with a list of shots; what stands beside shots in such a file stays where it is.
"""

from __future__ import annotations

from collections.abc import Sequence as Listing
from typing import Final

from promptlint.chain.changes import Changes, own_entry
from promptlint.chain.copies import added_lines, copy_of, edited, left_out, without
from promptlint.chain.room import NoChain
from promptlint.document import Entry, Mapping, Node, Scalar, Sequence, node_at
from promptlint.edits import end_of_line, line_break, line_start, value_end
from promptlint.finding import TextEdit
from promptlint.spec.fields import FILE_KEYS
from promptlint.spec.model import Shot
from promptlint.spec_files import is_json_lines
from promptlint.text import Span

_STEP: Final = "  "
_UNUSUAL: Final = NoChain(
    "The shot is laid out in a way that promptlint does not edit.", "Write each of its keys on a line of its own."
)


def laid_out(shot: Shot, changes: Listing[Changes]) -> TextEdit | NoChain:
    """The edit that puts the chain in the place of the shot."""
    if shot.node.anchor is not None:
        return NoChain(
            "The whole shot is marked for aliases, and what they stand for would change.",
            "Write out the shots that are made from it, and remove the anchor (`&`).",
        )
    parent = _parent(shot)
    if isinstance(parent, Sequence):
        within = parent.start <= shot.node.start and shot.node.end <= parent.end
        if not within or sum(item is shot.node for item in parent.items) > 1:
            return NoChain("The shot is written elsewhere, and an alias stands for it.", "Write it out.")
        return _in_flow_list(shot, parent, changes) if parent.flow else _in_block_list(shot, parent, changes)
    source = shot.file.source.text
    if is_json_lines(shot.file.path.name, source):
        return _replaced(shot, changes, shot.node.end, line_break(source))
    if shot.node.duplicates or any(entry.merged for entry in shot.node.entries):
        return NoChain("Keys of the file are repeated or merged.", "Write each key once, without `<<`.")
    return _flow_file(shot, changes) if shot.node.flow else _block_file(shot, changes)


def _parent(shot: Shot) -> Node | None:
    """The list that the shot stands in; None where it is a whole document."""
    roots, path = shot.file.document.roots, shot.path
    root = roots[0]
    if len(roots) > 1:
        assert isinstance(path[0], int)
        root, path = roots[path[0]], path[1:]
    return node_at(root, path[:-1]) if path else None


def _replaced(shot: Shot, changes: Listing[Changes], end: int, between: str) -> TextEdit | NoChain:
    """The copies in the place of the shot, which ends at ``end``."""
    copies = [copy_of(shot, number, change, end) for number, change in enumerate(changes)]
    if None in copies:
        return _UNUSUAL
    return TextEdit(Span(shot.node.start, end), between.join(copy for copy in copies if copy is not None))


def _in_block_list(shot: Shot, parent: Sequence, changes: Listing[Changes]) -> TextEdit | NoChain:
    source = shot.file.source.text
    _, dash = line_start(source, parent.start)
    start, column = line_start(source, shot.node.start)
    lead = source[start + dash : shot.node.start]
    if not lead.startswith("-"):
        lead = "-".ljust(column - dash)
    end = _content_end(source, shot.node)
    lines = line_break(source) * (2 if _stands_apart(source, shot.node, parent, end) else 1)
    return _replaced(shot, changes, end, f"{lines}{' ' * dash}{lead}")


def _stands_apart(source: str, node: Mapping, parent: Sequence, end: int) -> bool:
    """Whether blank lines part the shot from the one after it, or else from the one before."""
    place = next(index for index, item in enumerate(parent.items) if item is node)
    if place + 1 < len(parent.items):
        between = source[end : parent.items[place + 1].start]
    elif place > 0:
        between = source[parent.items[place - 1].end : node.start]
    else:
        return False
    return any(not line.strip() for line in between.splitlines()[1:])


def _in_flow_list(shot: Shot, parent: Sequence, changes: Listing[Changes]) -> TextEdit | NoChain:
    source = shot.file.source.text
    start, _ = line_start(source, shot.node.start)
    indent = source[start : shot.node.start]
    between = ", " if indent.strip() else f",{line_break(source)}{indent}"
    return _replaced(shot, changes, shot.node.end, between)


def _content_end(source: str, node: Mapping) -> int:
    """Where the lines of a mapping end, the comment behind its last value included."""
    own = [entry for entry in node.entries if not entry.merged]
    last = max(own, key=lambda entry: entry.key.start, default=None)
    end = max(node.end, value_end(last) if last is not None and not node.flow else 0)
    return _behind_kept_lines(source, last.value if last is not None else None, end_of_line(source, end))


def _behind_kept_lines(source: str, value: Node | None, at: int) -> int:
    """Behind the blank lines that belong to a block scalar which keeps them (``|+``)."""
    if not isinstance(value, Scalar) or value.style not in ("literal", "folded"):
        return at
    if "+" not in source[value.start : value.start + 3]:
        return at
    while at < len(source):
        following = at + (2 if source[at : at + 2] == "\r\n" else 1)
        if following >= len(source) or source[following : end_of_line(source, following)].strip():
            break
        at = end_of_line(source, following)
    return at


def _is_of_the_file(entry: Entry) -> bool:
    """Whether a key of a file that is one shot is about the file: the character bible, the version ..."""
    key = entry.key.value
    return key in FILE_KEYS and (key != "characters" or isinstance(entry.value, Mapping))


def _block_file(shot: Shot, changes: Listing[Changes]) -> TextEdit | NoChain:
    source, node = shot.file.source.text, shot.node
    entries = sorted(node.entries, key=lambda entry: entry.key.start)
    starts = [line_start(source, entry.key.start)[0] for entry in entries]
    indents = {source[start : entry.key.start] for start, entry in zip(starts, entries, strict=True)}
    if len(indents) != 1 or indents.pop().strip():
        return _UNUSUAL
    lines = [Span(start, following) for start, following in zip(starts, [*starts[1:], len(source)], strict=True)]
    own = [place for place, entry in enumerate(entries) if not _is_of_the_file(entry)]
    last = own[-1]
    lines[last] = Span(starts[last], _content_end_of(source, entries[last]))
    items = []
    for number, change in enumerate(changes):
        text = _block_item(shot, number, change, [(entries[place], lines[place]) for place in own])
        if text is None:
            return _UNUSUAL
        items.append(text)
    end = line_break(source)
    moved = [source[lines[place].start : lines[place].end] for place in range(own[0], last) if place not in own]
    text = "".join([*moved, f"shots:{end}", end.join(items)])
    return TextEdit(Span(lines[own[0]].start, lines[last].end), text)


def _content_end_of(source: str, entry: Entry) -> int:
    return _behind_kept_lines(source, entry.value, end_of_line(source, value_end(entry)))


def _block_item(shot: Shot, number: int, changes: Changes, entries: list[tuple[Entry, Span]]) -> str | None:
    """One shot of the chain as an item of a list, from the lines of the file that was the shot."""
    source = shot.file.source.text
    named = own_entry(shot, "id")
    _, column = line_start(source, entries[0][0].key.start)
    added = added_lines(changes, json_style=False)
    lines = [] if named is not None else list(added)
    for entry, span in entries:
        if entry in changes.removed:
            continue
        edits = list(changes.edits)
        if number > 0:
            edits += without(left_out(shot, span), edits)
        text = edited(source, span, edits)
        if text is None:
            return None
        kept = text if number == 0 else text.rstrip()
        lines += [line[column:] for line in kept.rstrip("\r\n").split(line_break(source))]
        if entry is named:
            lines += added
    indented = [f"{_STEP}{_STEP}{line}" if line.strip() else line for line in lines]
    return f"{_STEP}- {line_break(source).join(indented).lstrip()}"


def _flow_file(shot: Shot, changes: Listing[Changes]) -> TextEdit | NoChain:
    source, node = shot.file.source.text, shot.node
    if any(left_out(shot, node.span)):
        return _UNUSUAL
    entries = sorted(node.entries, key=lambda entry: entry.key.start)
    start, _ = line_start(source, entries[0].key.start)
    indent = source[start : entries[0].key.start]
    spread = not indent.strip() and "\n" in source[node.start : entries[0].key.start]
    end = line_break(source)

    def listed(texts: list[str], depth: int, brackets: str) -> str:
        if not spread:
            return f"{brackets[0]}{', '.join(texts)}{brackets[1]}"
        inner = end + indent * (depth + 1)
        return f"{brackets[0]}{inner}{f',{inner}'.join(texts)}{end}{indent * depth}{brackets[1]}"

    json_style = entries[0].key.style == "double"
    items = []
    for change in changes:
        texts = [] if own_entry(shot, "id") is not None else added_lines(change, json_style=json_style)
        for entry in entries:
            if _is_of_the_file(entry) or entry in change.removed:
                continue
            text = edited(source, Span(entry.key.start, value_end(entry)), change.edits)
            if text is None:
                return _UNUSUAL
            texts.append(text.replace(end, end + indent * 2) if spread else text)
            if entry is own_entry(shot, "id"):
                texts += added_lines(change, json_style=json_style)
        items.append(listed(texts, 2, "{}"))
    of_the_file = [source[e.key.start : value_end(e)] for e in entries if _is_of_the_file(e)]
    name = '"shots"' if json_style else "shots"
    return TextEdit(node.span, listed([*of_the_file, f"{name}: {listed(items, 1, '[]')}"], 0, "{}"))
