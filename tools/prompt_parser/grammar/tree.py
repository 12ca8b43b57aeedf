"""Dependency trees as they are written: nodes with children before and after, flattened to CoNLL-U-like rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

TABLES = yaml.safe_load(Path(__file__).with_name("tags.yaml").read_text(encoding="utf-8"))
UPOS: dict[str, str] = TABLES["upos"]
FEATS: dict[str, str] = TABLES["feats"]
ARTICLES = {
    "a": "Definite=Ind|PronType=Art",
    "an": "Definite=Ind|PronType=Art",
    "the": "Definite=Def|PronType=Art",
    "no": "PronType=Neg",
}
NO_SPACE_BEFORE = {",", ".", ":", ";", "'s", "n't", ")", "”", "!"}


@dataclass(slots=True)
class Node:
    """One word with its dependents in surface order. `glue` writes no space after the word."""

    form: str
    tag: str
    dep: str = "root"
    before: list[Node] = field(default_factory=list)
    after: list[Node] = field(default_factory=list)
    upos: str | None = None
    glue: bool = False

    def as_(self, dep: str) -> Node:
        """The same tree under another relation."""
        self.dep = dep
        return self

    def first(self) -> Node:
        """The leftmost word."""
        return self.before[0].first() if self.before else self

    def last(self) -> Node:
        """The rightmost word."""
        return self.after[-1].last() if self.after else self

    def words(self) -> list[Node]:
        """All words in surface order."""
        rows: list[Node] = []
        for child in self.before:
            rows += child.words()
        rows.append(self)
        for child in self.after:
            rows += child.words()
        return rows


@dataclass(frozen=True, slots=True)
class Row:
    """A word as the trainer wants it; `head` is an index into the sentence, the word itself for the root."""

    form: str
    space: bool
    upos: str
    tag: str
    feats: str
    head: int
    dep: str


def word(form: str, tag: str, dep: str, upos: str | None = None) -> Node:
    """A node without dependents."""
    return Node(form, tag, dep, upos=upos)


def flatten(root: Node) -> list[Row]:
    """The rows of one sentence."""
    words = root.words()
    index = {id(node): position for position, node in enumerate(words)}
    heads = dict.fromkeys(index, -1)

    def link(node: Node) -> None:
        for child in (*node.before, *node.after):
            heads[id(child)] = index[id(node)]
            link(child)

    link(root)
    rows = []
    for position, node in enumerate(words):
        following = words[position + 1].form if position + 1 < len(words) else ""
        space = not node.glue and following not in NO_SPACE_BEFORE
        feats = ARTICLES.get(node.form.lower(), "") if node.tag == "DT" else FEATS.get(node.tag, "")
        head = heads[id(node)]
        dep = "ROOT" if head < 0 else node.dep
        rows.append(
            Row(node.form, space, node.upos or UPOS[node.tag], node.tag, feats, position if head < 0 else head, dep)
        )
    return rows
