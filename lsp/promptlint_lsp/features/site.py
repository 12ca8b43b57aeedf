"""Where in a spec the cursor stands, told from the text around it, so that it is known while nothing parses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from promptlint.spec.model import KeyPath
from promptlint.text import Span

Role: TypeAlias = Literal["key", "value"]
Style: TypeAlias = Literal["block", "flow", "json"]


@dataclass(frozen=True, slots=True)
class Site:
    """What stands at the cursor.

    Attributes:
        role: whether a key of a mapping is being written, which may also be an entry of a list, or the value of a key.
        path: keys and list indices that lead to the mapping or list (role ``key``) or to the value. All indices are 0.
        present: the keys that the mapping has besides.
        span: what an answer replaces: from where the key or value begins to where it ends.
        typed: the text from there to the cursor.
        quote: the quotation mark before it, which belongs to ``span``; empty where there is none.
        followed: whether a key has its colon already, or a quoted text its closing mark.
        style: how mappings are written around it.
        column: where the keys of the mapping stand.
        new_entry: whether it begins an entry of a list, which may be a mapping or a value of its own.
    """

    role: Role
    path: KeyPath
    present: frozenset[str]
    span: Span
    typed: str
    quote: str
    followed: bool
    style: Style
    column: int
    new_entry: bool = False
