"""Is this file a shot spec, and in which layout? A file that is plainly something else is skipped with a reason."""

from __future__ import annotations

from collections.abc import Iterable

from promptlint.document import Mapping, Node, Scalar, Sequence
from promptlint.spec.fields import DEFAULTS_KEYS, FIELD_BY_KEY, LIST_KEYS
from promptlint.spec.model import Layout

_SPEAKING_FIELDS = frozenset({"prompt", "image", "model", "negative_prompt", "duration", "motion.camera", "end_image"})
"""Fields of which two together make a mapping a shot."""
_JSON_SCHEMA_KEYS = frozenset({"properties", "$defs", "definitions", "type"})


def layout_of(root: Node) -> Layout | None:
    """The layout of a document: a file with a list of shots, a bare list, one shot; None when it is none of them."""
    if isinstance(root, Sequence):
        return "list" if any(_looks_like_shot(item) for item in root.items) else None
    if not isinstance(root, Mapping):
        return None
    if any(_holds_shots(entry.value) for key in LIST_KEYS if (entry := root.get(key))):
        return "file"
    return "shot" if _looks_like_shot(root) else None


def is_head(root: Node) -> bool:
    """Whether a document holds only what shots of later documents inherit."""
    return isinstance(root, Mapping) and any(key in root for key in (*DEFAULTS_KEYS, "characters"))


def reason_not_a_spec(root: Node | None) -> str:
    """Why a document is not taken for a shot spec."""
    if root is None or (isinstance(root, Scalar) and not root.value.strip()):
        return "it is empty"
    if isinstance(root, Scalar):
        return "it is plain text"
    if isinstance(root, Sequence):
        return "it is a list without a shot (an entry with a prompt and an image, model or duration)"
    if "$schema" in root and _JSON_SCHEMA_KEYS.intersection(_keys(root)):
        return "it is a JSON Schema"
    keys = ", ".join(f"`{key}`" for key in list(_keys(root))[:4])
    return f"it has no list of shots (`shots`, `scenes`, `clips`, ...) and is not a shot itself; its keys are {keys}"


def _keys(mapping: Mapping) -> Iterable[str]:
    return (entry.key.value for entry in mapping)


def _looks_like_shot(node: Node) -> bool:
    if not isinstance(node, Mapping):
        return False
    names = {spec.name for entry in node if (spec := FIELD_BY_KEY.get(entry.key.value))}
    return len(names & _SPEAKING_FIELDS) >= 2


def _holds_shots(node: Node) -> bool:
    if not isinstance(node, Sequence):
        return False
    for item in node.items:
        if not isinstance(item, Mapping):
            continue
        names = {spec.name for entry in item if (spec := FIELD_BY_KEY.get(entry.key.value))}
        if names & _SPEAKING_FIELDS or any(
            isinstance(entry.value, Sequence) for key in LIST_KEYS if (entry := item.get(key))
        ):
            return True
    return False
