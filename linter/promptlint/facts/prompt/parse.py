"""The parse as plain lists, away from spaCy's objects, with the walks over the tree that the analyses share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

PLAIN = {
    "'": "’‘`",
    '"': "“”„",
    "-": "–—‑‐−",
    ".": "…。",
    ",": "，",
    ":": "：",
    ";": "|•；",
    " ": "*#@<>\\\u00a0",
}
SAME_LENGTH = str.maketrans({sign: plain for plain, signs in PLAIN.items() for sign in signs})
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff\ud800-\udfff]")
ESCAPED_BREAK = re.compile(r"\\n|\\t")
SHOUTED = re.compile(r"\b[A-Z]{4,}\b")
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
VERB_TAGS = frozenset({"VB", "VBP", "VBZ", "VBG", "VBN", "VBD"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer"})
BREAKS = frozenset({".", "!", "?", ";", ":", ",", "(", ")", "\n", "[", "]", "/", '"'})


def normalise(prompt: str) -> str:
    """The prompt with typographic marks, control characters and placeholders' signs made plain; the same length."""
    text = ESCAPED_BREAK.sub(" \n", prompt)
    text = CONTROL.sub(" ", text).translate(SAME_LENGTH)
    if not text.isascii():
        text = "".join(" " if ord(ch) > 0x2FF and unicodedata.category(ch)[0] in "SMC" else ch for ch in text)
    return SHOUTED.sub(lambda word: word.group().lower(), text)


@dataclass(slots=True)
class Parse:
    """One prompt's tokens: parallel lists, index by index.

    Attributes:
        prompt: the prompt as written (as far as it is analysed).
        lower, lemma, tag, pos, dep: per token; `tag` is Penn, `pos` and `dep` are Universal Dependencies.
        head: index of the head; a root is its own head.
        start, end: code points of the prompt.
        children: dependents in order.
        fragment: number of the fragment that the token is in.
        hidden: tokens that are spoken words, or otherwise not to be read as description.
    """

    prompt: str
    lower: list[str]
    lemma: list[str]
    tag: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    start: list[int]
    end: list[int]
    children: list[list[int]] = field(default_factory=list)
    fragment: list[int] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.lower)

    def text(self, first: int, last: int) -> str:
        """The prompt from one token to another, both included."""
        return self.prompt[self.start[first] : self.end[last]]

    def is_verb(self, i: int) -> bool:
        """Tag or part of speech says verb."""
        return self.pos[i] == "VERB" or (self.tag[i] in VERB_TAGS and self.pos[i] != "AUX")

    def is_noun(self, i: int) -> bool:
        """Tag or part of speech says noun or name."""
        return self.pos[i] in {"NOUN", "PROPN"} or self.tag[i] in NOUN_TAGS

    def child(self, i: int, *deps: str) -> int | None:
        """The first dependent under one of these relations."""
        return next((c for c in self.children[i] if self.dep[c] in deps), None)

    def subject(self, i: int) -> int | None:
        """The verb's own subject; the nearest before it where the parse gives several."""
        subjects = [c for c in self.children[i] if self.dep[c] in SUBJECTS]
        return next((c for c in reversed(subjects) if c < i), subjects[0] if subjects else None)

    def reach(self, i: int, limit: int = 12) -> tuple[int, int]:
        """First and last token of the subtree, not crossing the fragment."""
        first = last = i
        stack = [i]
        while stack and limit:
            limit -= 1
            for child in self.children[stack.pop()]:
                if self.fragment[child] == self.fragment[i]:
                    first, last = min(first, child), max(last, child)
                    stack.append(child)
        return first, last

    def noun_phrase(self, i: int) -> tuple[int, int]:
        """From the first modifier before a noun to the noun itself."""
        first = i
        for child in self.children[i]:
            if child < i and self.dep[child] in {
                "det",
                "amod",
                "compound",
                "nummod",
                "nmod:poss",
                "nmod",
                "obl:unmarked",
                "punct",
                "advmod",
            }:
                first = min(first, child)
        while first < i and (self.lower[first] in BREAKS or self.lower[first] == "-"):
            first += 1
        return first, i


def read_doc(doc: Doc, prompt: str) -> Parse:
    """Copy what is needed out of a spaCy document; tokens of white space are left out."""
    tokens = [token for token in doc if not token.text.isspace()]
    place = {token.i: position for position, token in enumerate(tokens)}
    heads = [place.get(token.head.i, position) for position, token in enumerate(tokens)]
    parse = Parse(
        prompt=prompt,
        lower=[token.lower_ for token in tokens],
        lemma=[token.lemma_.lower() or token.lower_ for token in tokens],
        tag=[token.tag_ for token in tokens],
        pos=[token.pos_ for token in tokens],
        dep=[token.dep_ for token in tokens],
        head=heads,
        start=[token.idx for token in tokens],
        end=[token.idx + len(token.text) for token in tokens],
    )
    parse.children = [[] for _ in tokens]
    for position, head in enumerate(heads):
        if head != position:
            parse.children[head].append(position)
    parse.hidden = [False] * len(tokens)
    return parse
