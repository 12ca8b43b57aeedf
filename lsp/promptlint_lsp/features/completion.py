"""Completion: keys, values, snippets, and rules in directives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lsprotocol import types

from promptlint.edits import value_text
from promptlint.rule import Rule
from promptlint.spec.keys import KeyInfo, keys_at, value_at
from promptlint.suppress import VERBS
from promptlint.text import Span
from promptlint_lsp.features.choice import Choice, text_at
from promptlint_lsp.features.cursor import directive_at, site_at
from promptlint_lsp.features.knowledge import Knowledge
from promptlint_lsp.features.note import Prose, Words, markdown, plain
from promptlint_lsp.features.site import Site
from promptlint_lsp.features.snippets import snippets_at
from promptlint_lsp.features.values import controls_of, values_of
from promptlint_lsp.view import View

_VERBS: Final = {
    "disable": "Suppresses findings on this line; on the line of a key, in all that is below it.",
    "disable-next-line": "Suppresses findings on the next line.",
    "disable-file": "Suppresses findings in this file.",
}


@dataclass(frozen=True, slots=True)
class CompletionAbilities:
    """What the client can do with a completion.

    Attributes:
        snippets: fill in snippets.
        markdown: show Markdown.
        deprecated: strike out what is deprecated, by a tag.
        as_is: put in lines of text as they are.
        indents: indent further lines of text as the first one by itself.
    """

    snippets: bool = True
    markdown: bool = True
    deprecated: bool = True
    as_is: bool = True
    indents: bool = False

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> CompletionAbilities:
        """Those of a client."""
        text = capabilities.text_document
        completion = text.completion if text is not None else None
        item = completion.completion_item if completion is not None else None
        if completion is None or item is None:
            return cls(snippets=False, markdown=False, deprecated=False, as_is=False)
        tags = item.tag_support.value_set if item.tag_support is not None else ()
        modes = item.insert_text_mode_support.value_set if item.insert_text_mode_support is not None else ()
        return cls(
            bool(item.snippet_support),
            types.MarkupKind.Markdown in (item.documentation_format or ()),
            types.CompletionItemTag.Deprecated in tags,
            types.InsertTextMode.AsIs in modes,
            completion.insert_text_mode == types.InsertTextMode.AdjustIndentation,
        )


def complete(
    view: View, offset: int, abilities: CompletionAbilities, trigger: str | None = None
) -> types.CompletionList | None:
    """What may stand at an offset; None where nothing is offered.

    Args:
        view: the spec.
        offset: the cursor.
        abilities: what the client can do.
        trigger: the character by which completion was begun; None where it was asked for.
    """
    maker = _Maker(view, abilities)
    name = view.file.path.name
    directive = directive_at(view.file.source, name, offset)
    if directive is not None:
        return _list(_directives(maker, *directive, offset))
    site = site_at(view.file.source, name, offset)
    if site is None or (trigger == " " and (site.typed or site.role == "key")):
        return None
    knowledge = Knowledge(view, offset, site)
    if site.role == "value":
        info = value_at(site.path)
        if info is None:
            return None
        choices, all_there = values_of(info, knowledge)
        return _list(maker.values(choices, site), complete=all_there)
    items = list(maker.keys(knowledge))
    all_there = True
    owner = value_at(site.path[:-1]) if site.new_entry and len(site.path) > 1 else None
    if owner is not None and not site.present:
        choices, all_there = values_of(owner, knowledge)
        items += maker.values(choices, site)
    if abilities.snippets:
        items += maker.snippets(site)
    return _list(items, complete=all_there)


def _directives(maker: _Maker, typed: str, word: Span, offset: int) -> Iterator[types.CompletionItem]:
    """What may follow in a comment."""
    colon, verb = "promptlint:", typed.removeprefix("promptlint:").lstrip()
    if not typed.startswith(colon):
        edit = Span(offset - len(typed), word.end)
        yield maker.item(
            f"{colon} disable=", edit, "0", types.CompletionItemKind.Keyword, about=Prose(_VERBS["disable"])
        )
    elif "=" not in verb:
        for index, one in enumerate(VERBS):
            yield maker.item(one, word, str(index), types.CompletionItemKind.Keyword, about=Prose(_VERBS[one]))
    elif "--" not in verb:
        given = {part.strip() for part in verb.partition("=")[2].split(",")[:-1]}
        here = maker.codes_near(offset)
        for rule in maker.view.project.registry:
            if rule.code not in given and rule.name not in given:
                yield maker.rule(rule, word, first=rule.code in here)


def _list(items: Iterable[types.CompletionItem], *, complete: bool = True) -> types.CompletionList | None:
    found = list(items)
    return types.CompletionList(not complete, found) if found else None


class _Maker:
    """Makes the items of a completion for one client."""

    def __init__(self, view: View, abilities: CompletionAbilities) -> None:
        self.view = view
        self.abilities = abilities

    def item(
        self,
        label: str,
        span: Span,
        order: str,
        kind: types.CompletionItemKind,
        *,
        text: str | None = None,
        detail: str = "",
        about: Words | Prose | None = None,
        found_by: str = "",
        deprecated: bool = False,
        snippet: bool = False,
    ) -> types.CompletionItem:
        """An item that replaces a span."""
        new = label if text is None else text
        return types.CompletionItem(
            label=label,
            kind=kind,
            detail=detail or None,
            documentation=self._explained(about) if about is not None else None,
            sort_text=order,
            filter_text=found_by or None,
            tags=[types.CompletionItemTag.Deprecated] if deprecated and self.abilities.deprecated else None,
            insert_text_format=types.InsertTextFormat.Snippet if snippet else None,
            insert_text_mode=types.InsertTextMode.AsIs if "\n" in new and self.abilities.as_is else None,
            text_edit=types.TextEdit(self.view.range(span), new),
        )

    def _explained(self, block: Words | Prose) -> types.MarkupContent:
        if self.abilities.markdown:
            return types.MarkupContent(types.MarkupKind.Markdown, markdown([block]))
        return types.MarkupContent(types.MarkupKind.PlainText, plain([block]))

    def keys(self, knowledge: Knowledge) -> Iterator[types.CompletionItem]:
        """The keys that the mapping does not have yet, the usual ones first."""
        site = knowledge.site
        known = keys_at(site.path, site.present)
        given = {known[key].means for key in site.present if key in known}
        for index, info in enumerate(known.values()):
            if info.means in given or info.key in site.present:
                continue
            text, snippet = self._key_text(info, site)
            yield self.item(
                info.key,
                site.span,
                f"{0 if info.usual else 5}{index:03}",
                types.CompletionItemKind.Property,
                text=text,
                detail=" ".join(info.expected.replace("`", "").split()),
                about=Prose(info.summary),
                found_by=f"{site.quote}{info.key}",
                snippet=snippet,
            )
        if site.path and site.path[-1] == "controls":
            for choice in controls_of(knowledge):
                if choice.value not in site.present:
                    yield self._value(choice, site, text=self._named(str(choice.value), site))

    def values(self, choices: Iterable[Choice], site: Site) -> Iterator[types.CompletionItem]:
        """Values, in the order in which they are given."""
        shown: set[str] = set()
        for index, choice in enumerate(choices):
            if choice.shown not in shown:
                shown.add(choice.shown)
                yield self._value(choice, site, index)

    def snippets(self, site: Site) -> Iterator[types.CompletionItem]:
        """What can be begun at a site."""
        gap = self._gap(site)
        column = site.column + len(gap) - (2 if site.new_entry and site.style == "block" else 0)
        for snippet in snippets_at(site):
            yield self.item(
                snippet.name,
                site.span,
                f"1{snippet.name}",
                types.CompletionItemKind.Snippet,
                text=gap + self._lines(snippet.lines, column),
                about=Prose(snippet.about),
                detail="snippet",
                found_by=f"{site.quote}{snippet.name}",
                snippet=True,
            )

    def rule(self, rule: Rule, word: Span, *, first: bool) -> types.CompletionItem:
        """A rule in a directive; the code is put in, and the name finds it, too."""
        return self.item(
            rule.code,
            word,
            f"{0 if first else 1}{rule.code}",
            types.CompletionItemKind.EnumMember,
            detail=rule.name,
            about=Prose(rule.summary),
            found_by=f"{rule.code} {rule.name}",
        )

    def codes_near(self, offset: int) -> set[str]:
        """The rules with findings on the line of an offset, or on the next one."""
        source = self.view.file.source
        line = source.line_of(offset)
        return {one.code for one in self.view.findings if source.line_of(one.span.start) in (line, line + 1)}

    def _value(self, choice: Choice, site: Site, index: int = 0, text: str | None = None) -> types.CompletionItem:
        new = text_at(choice.value, site) if text is None else text
        return self.item(
            choice.shown,
            site.span,
            f"{choice.rank}{index:04}",
            choice.kind,
            text=self._gap(site) + new,
            detail=choice.detail,
            about=Words(choice.about) if choice.about else None,
            found_by=f"{site.quote}{choice.shown} {choice.also}".rstrip(),
            deprecated=choice.deprecated,
        )

    def _named(self, key: str, site: Site) -> str:
        name = value_text(key, "json") if site.style == "json" or site.quote else key
        return name if site.followed else f"{name}: "

    def _key_text(self, info: KeyInfo, site: Site) -> tuple[str, bool]:
        """A key as it is put in, and whether that is a snippet: what stands on further lines is begun there."""
        gap = self._gap(site)
        name, column = gap + self._named(info.key, site), site.column + len(gap)
        if site.followed or site.style != "block":
            return name, False
        below = self.abilities.snippets and "string" not in info.kinds and info.kinds
        if info.means == "prompt" and self.abilities.snippets:
            return self._lines([f"{name}>-", "  $0"], column), True
        if not below:
            return name, False
        inner = "  - $0" if "object" not in info.kinds else "  $0"
        return self._lines([name.rstrip(), inner], column), True

    def _gap(self, site: Site) -> str:
        """The space that is missing between a site and the dash, colon or comma before it."""
        before = self.view.file.source.text[site.span.start - 1 : site.span.start]
        return " " if before in ("-", ":", ",") and site.style != "json" else ""

    def _lines(self, lines: list[str], column: int) -> str:
        """Lines of text whose first stands at a column, for a client that indents the others or does not."""
        indents = self.abilities.indents and not self.abilities.as_is
        return f"\n{'' if indents else ' ' * column}".join(lines)
