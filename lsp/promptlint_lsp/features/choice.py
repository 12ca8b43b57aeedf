"""A value to offer, and how it is written where it is put."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types

from promptlint.document import PlainValue
from promptlint.edits import double_quoted, value_text
from promptlint_lsp.features.site import Site


@dataclass(frozen=True, slots=True)
class Choice:
    """A value.

    Attributes:
        value: as plain data.
        detail: a few words beside it.
        about: what there is to say of it, shown as it is.
        kind: the icon.
        deprecated: whether it should not be used any more.
        also: further words by which it is found.
        label: how it is listed; empty for the value itself.
        rank: groups are listed by it, and within a group as given.
    """

    value: PlainValue
    detail: str = ""
    about: str = ""
    kind: types.CompletionItemKind = types.CompletionItemKind.Value
    deprecated: bool = False
    also: str = ""
    label: str = ""
    rank: int = 1

    @property
    def shown(self) -> str:
        """How it is listed."""
        return self.label or (self.value if isinstance(self.value, str) else value_text(self.value, "block"))


def text_at(value: PlainValue, site: Site) -> str:
    """A value as it is written at a site, within the quotation marks that are typed there."""
    if site.quote and not isinstance(value, dict | list):
        text = value if isinstance(value, str) else value_text(value, "json")
        if site.quote == "'" and text.isprintable():
            return "'" + text.replace("'", "''") + "'"
        return double_quoted(text)
    return value_text(value, site.style)
