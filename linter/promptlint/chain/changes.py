"""What differs between a shot and each shot of the chain that takes its place."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from typing import Any, Final

from promptlint.chain.plan import Plan, Planned
from promptlint.chain.room import NoChain
from promptlint.document import Entry, PlainValue, Scalar, Sequence, to_instance
from promptlint.edits import has_anchor, is_alias, line_break, replace_amount, replace_scalar, replace_value
from promptlint.finding import TextEdit
from promptlint.profiles.quantities import number_text
from promptlint.spec.fields import FIELD_BY_KEY
from promptlint.spec.model import Field, Shot

_LEAST_WIDTH: Final = 40
"""Folded text is wrapped as wide as it was, and never narrower than this."""


@dataclass(slots=True)
class Changes:
    """What makes a copy of a shot's text one shot of its chain.

    Attributes:
        edits: edits to the values of its entries.
        removed: entries that it does not have.
        added: keys and values that it has besides.
    """

    edits: list[TextEdit] = field(default_factory=list)
    removed: list[Entry] = field(default_factory=list)
    added: dict[str, PlainValue] = field(default_factory=dict)


def changes_of(plan: Plan) -> list[Changes] | NoChain:
    """The changes of each shot of a chain, or why the shot cannot be split where it stands."""
    shot = plan.shot
    for name in ("id", "duration", "prompt", "end_image"):
        entry = own_entry(shot, name)
        if entry is not None and has_anchor(entry):
            return NoChain(
                f"The `{entry.key.value}` of the shot is marked for aliases, and what they stand for would change.",
                "Write the value where the alias stands, and remove the anchor (`&`).",
            )
    for name in ("end_image", "extend"):
        inherited = shot.fields.get(name)
        if inherited is not None and own_entry(shot, name) is None:
            return NoChain(
                f"`{inherited.key.value}` comes from defaults, and only one shot of a chain may have it.",
                f"Write `{inherited.key.value}` in the shots that are meant.",
            )
    listed = _picture_list(shot)
    if listed is not None and isinstance(listed.value, Sequence) and shot.image is None:
        return NoChain("The list of pictures has no start frame.", "Give one of them the role `start`.")
    return [_changes(plan, number, planned) for number, planned in enumerate(plan.shots)]


def own_entry(shot: Shot, name: str) -> Entry | None:
    """The entry of the shot's own mapping that a field is read from; None where it is inherited or merged."""
    found: Field[Any] | None = shot.fields.get(name)
    if found is None or found.inherited or found.file is not shot.file:
        return None
    return next((entry for entry in shot.node.entries if entry.key is found.key and not entry.merged), None)


def _entries(shot: Shot, name: str) -> list[Entry]:
    """Every entry of the shot's own mapping that means a field, those that a better key overrides included."""
    return [
        entry
        for entry in shot.node.entries
        if not entry.merged and entry.key.value in FIELD_BY_KEY and FIELD_BY_KEY[entry.key.value].name == name
    ]


def _changes(plan: Plan, number: int, planned: Planned) -> Changes:
    shot, changes = plan.shot, Changes()
    source = plan.shots[number - 1].id if number > 0 else None
    is_last = number == len(plan.shots) - 1
    _set_text(changes, shot, "id", planned.id)
    if planned.prompt is not None:
        _set_text(changes, shot, "prompt", planned.prompt)
    listed = _picture_list(shot)
    if listed is not None:
        changes.edits += _list_edits(shot, listed, source, keep_end=is_last)
    elif source is not None:
        _start_from(changes, shot, source)
    for name, stays in (("extend", source is None), ("end_image", is_last)):
        if not stays:
            changes.removed += [entry for entry in _entries(shot, name) if entry is not listed]
    _set_length(changes, plan, planned.length)
    return changes


def _set_text(changes: Changes, shot: Shot, name: str, text: str) -> None:
    entry = own_entry(shot, name)
    if entry is None:
        changes.added[name] = text
    elif is_alias(entry) or not isinstance(entry.value, Scalar) or _is_json_number(entry):
        changes.edits.append(replace_value(entry, text))
    elif entry.value.value != text:
        changes.edits.append(_wrapped(entry.value, replace_scalar(entry.value, text), text))


def _is_json_number(entry: Entry) -> bool:
    """Whether a plain value stands behind a key in double quotes, as a number in JSON does."""
    return entry.key.style == "double" and isinstance(entry.value, Scalar) and entry.value.style == "plain"


def _wrapped(scalar: Scalar, edit: TextEdit, text: str) -> TextEdit:
    """A text in a folded scalar on lines as wide as those that it replaces."""
    if scalar.style != "folded" or "\n" in text.rstrip("\n") or not scalar.value.strip():
        return edit
    span = scalar.content_span
    line_start = max(scalar.source.rfind("\n", 0, span.start), scalar.source.rfind("\r", 0, span.start)) + 1
    indent = scalar.source[line_start : span.start]
    if indent.strip() or edit.span.start != span.start or re.search(r"\s{2}", text.strip()):
        return edit
    width = max(_LEAST_WIDTH, *(len(line) for line in scalar.source[line_start : span.end].splitlines()))
    lines = textwrap.wrap(edit.text.rstrip("\n"), width - len(indent), break_long_words=False, break_on_hyphens=False)
    return TextEdit(edit.span, (line_break(scalar.source) + indent).join(lines))


def _set_length(changes: Changes, plan: Plan, length: float) -> None:
    entry = own_entry(plan.shot, "duration")
    shown = number_text(length)
    if entry is None or is_alias(entry) or not isinstance(entry.value, Scalar):
        whole = int(length) if float(length).is_integer() else length
        value: PlainValue = f"{shown}f" if plan.unit == "frames" else whole
        if entry is None:
            changes.added["duration"] = value
        else:
            changes.edits.append(replace_value(entry, whole if entry.key.value == "num_frames" else value))
        return
    changes.edits.append(replace_amount(entry.value, shown))


def _last_frame(source: str) -> dict[str, PlainValue]:
    return {"from": source, "frame": "last"}


def _start_from(changes: Changes, shot: Shot, source: str) -> None:
    """Start from the last frame of another shot."""
    entry = own_entry(shot, "image")
    if entry is None:
        changes.added["image"] = _last_frame(source)
    else:
        changes.edits.append(replace_value(entry, _last_frame(source)))


def _picture_list(shot: Shot) -> Entry | None:
    """The entry that lists the start frame, the end frame and further references by their roles."""
    entries = (own_entry(shot, name) for name in ("image", "end_image"))
    return next((entry for entry in entries if entry is not None and isinstance(entry.value, Sequence)), None)


def _list_edits(shot: Shot, entry: Entry, source: str | None, *, keep_end: bool) -> list[TextEdit]:
    """Another start frame in a list of pictures, or none of its end frame."""
    assert isinstance(entry.value, Sequence)
    start = shot.image.node if shot.image is not None else None
    end = shot.end_image.node if shot.end_image is not None and not keep_end else None
    if source is None and not any(item is end for item in entry.value.items):
        return []
    kept = [item for item in entry.value.items if item is not end and (source is None or item is not start)]
    values = [to_instance(item) for item in kept]
    if source is not None:
        role = shot.image.value.role if shot.image is not None else None
        values.insert(0, _last_frame(source) | ({"role": role} if role else {}))
    return [replace_value(entry, values)]
