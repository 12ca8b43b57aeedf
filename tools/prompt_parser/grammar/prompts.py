"""Whole prompts: fragments joined with commas, sentences with full stops, headings, dialogue."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from prompt_parser.grammar.cinema import Cinema
from prompt_parser.grammar.clauses import Clauses
from prompt_parser.grammar.phrases import Phrases
from prompt_parser.grammar.tree import Node, Row, flatten, word
from prompt_parser.grammar.words import Stock

VERBAL = {"VB", "VBP", "VBZ", "VBG", "VBD"}


class Prompts:
    """An endless seeded source of prompts; each is a list of sentences, each a list of rows."""

    def __init__(self, lexicons: Path, seed: int) -> None:
        self.s = Stock.load(lexicons, random.Random(seed))
        self.p = Phrases(self.s)
        self.c = Clauses(self.p)
        self.k = Cinema(self.c)
        self.fragments: list[tuple[Callable[[str], Node], float]] = [
            (self.c.finite, 9),
            (self.c.nominal_with_participle, 9),
            (self.p.actor, 6),
            (self.p.plural_compound, 1),
            (self.p.garment, 2),
            (self.p.bodily, 3),
            (self.c.element, 9),
            (self.c.nominal_movement, 5),
            (self.c.gerund, 4),
            (self.c.imperative, 3),
            (self.c.posture, 5),
            (self.c.copular, 2),
            (self.c.passive, 2),
            (self.k.camera_clause, 11),
            (self.k.camera_noun, 6),
            (self.k.static, 3),
            (self.k.light, 4),
            (self.k.style, 5),
            (self.k.framing, 4),
            (self.k.negation, 2),
        ]

    def fragment(self, dep: str = "root") -> Node:
        """One fragment of any sort."""
        makers, weights = zip(*self.fragments, strict=True)
        make: Callable[[str], Node] = self.s.rng.choices(makers, weights)[0]
        return make(dep)

    def sentence(self) -> Node:
        """A fragment or chain of them, a heading with its content, a line of speech, or clauses joined by "as"."""
        roll = self.s.rng.random()
        if roll < 0.1:
            root = Node(self.s.frame("headings"), "NN", after=[word(":", ":", "punct")])
            root.after.append(self.fragment("appos"))
        elif roll < 0.14:
            root = self.speech()
        elif roll < 0.26:
            root = self.c.finite("root", plain=False) if self.s.chance(0.5) else self.k.camera_clause("root")
            clause = self.k.camera_clause("advcl") if self.s.chance(0.4) else self.c.element("advcl", shape="VBZ")
            marker = word(self.s.rng.choice(["as", "while", "when"]), "IN", "mark", "SCONJ")
            clause.before.insert(0, marker)
            if self.s.chance(0.3):
                clause.after.append(word(",", ",", "punct"))
                root.before.insert(0, clause)
            else:
                root.after.append(clause)
        else:
            root = self.fragment()
        return self.chain(root)

    def chain(self, root: Node) -> Node:
        """Add further fragments after commas: `parataxis` for clauses, `list` for the rest."""
        for _ in range(self.s.rng.choices([0, 1, 2, 3, 4], [45, 22, 16, 10, 7])[0]):
            if self.s.chance(0.1) and root.tag in {"NN", "NNS"}:
                piece = Node(self.s.frame("descriptors"), "JJ", "list")
            else:
                piece = self.fragment()
            piece.dep = "parataxis" if piece.tag in VERBAL else "list"
            piece.before.insert(
                0, word(self.s.rng.choices([",", ";"], [12, 1])[0] if self.s.chance(0.95) else "-", ",", "punct")
            )
            root.after.append(piece)
        return root

    def speech(self) -> Node:
        """ "She says, "I am ready" " with the quotation as `ccomp`."""
        quote = self.s.frame("quotes").split()
        verb = next(i for i, w in enumerate(quote) if w in {"am", "should", "Look", "is", "Come", "were", "has"})
        head = word(quote[verb], "VBP", "ccomp", "VERB")
        head.before = [word('"', "``", "punct"), *(word(w, "PRP", "nsubj") for w in quote[:verb])]
        head.after = [*(word(w, "RB", "advmod") for w in quote[verb + 1 :]), word('"', "''", "punct")]
        head.before[0].glue = True
        head.last().glue = False
        subject = self.p.actor("nsubj", plain=True)
        comma = [word(",", ",", "punct")] if self.s.chance(0.6) else []
        form = self.s.rng.choice(["says", "whispers", "replies", "shouts", "mutters", "asks"])
        return Node(form, "VBZ", "root", before=[subject], after=[*comma, head])

    def prompt(self) -> list[list[Row]]:
        """One prompt of one to four sentences."""
        count = self.s.rng.choices([1, 2, 3, 4], [66, 18, 10, 6])[0]
        capital = self.s.chance(0.55)
        sentences = []
        for position in range(count):
            root = self.sentence()
            if count > 1 or self.s.chance(0.3):
                root.after.append(word(".", ".", "punct"))
            if capital or position:
                first = root.first()
                first.form = first.form[:1].upper() + first.form[1:]
            sentences.append(flatten(root))
        return sentences

    def take(self, count: int) -> Iterator[list[list[Row]]]:
        """That many prompts."""
        for _ in range(count):
            yield self.prompt()
