"""Subjects: who and what is in the picture, of what kind and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.facts.prompt.model import Subject

if TYPE_CHECKING:
    from promptlint.facts.prompt.model import SubjectKind
    from promptlint.facts.prompt.parse import Parse
    from promptlint.facts.prompt.vocabulary import Vocabulary

NOT_SUBJECTS = frozenset({"obj", "obl", "obl:agent", "obl:unmarked", "nmod:poss", "compound", "nmod:unmarked"})
ARTICLES = frozenset(
    {
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "some",
        "his",
        "her",
        "its",
        "their",
        "my",
        "our",
        "no",
        "same",
    }
)
SINGULAR_TAGS = frozenset({"NN", "NNP"})


class SubjectReader:
    """Reads subjects with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.words
        self.kinds: list[tuple[SubjectKind, frozenset[str]]] = [
            ("person", words("persons")),
            ("animal", words("animals")),
            ("vehicle", words("vehicles")),
            ("product", words("products")),
            ("place", words("places")),
        ]
        self.not_nouns = words(
            "camera_nouns",
            "light_nouns",
            "medium_nouns",
            "motion_nouns",
            "body_parts",
            "garments",
            "hair_nouns",
            "group_nouns",
        )
        self.groups = words("group_nouns")
        self.numbers = dict(vocabulary.values.get("number_words", {}))
        self.places = words("places")

    def read(self, parse: Parse, taken: set[int]) -> tuple[Subject, ...]:
        """People, animals, vehicles and products wherever they stand; the rest only where it heads something."""
        found = []
        for i in range(len(parse)):
            if (
                parse.hidden[i]
                or i in taken
                or not parse.is_noun(i)
                or parse.is_verb(i)
                or parse.dep[i] in {"compound", "flat", "nmod:poss"}
                or (parse.lower[i + 1 : i + 2] == ["-"] and parse.lower[i + 2 : i + 3] == ["haired"])
            ):
                continue
            kind = self._kind(parse, i)
            heading = i + 1 < len(parse) and parse.lower[i + 1] == ":"
            if kind is None or heading:
                continue
            found.append(self._subject(parse, i, kind))
        return tuple(found)

    def possessors(self, parse: Parse) -> tuple[Subject, ...]:
        """People and animals in whose name something stands."""
        named = (i for i in range(len(parse)) if parse.dep[i] == "nmod:poss" and not parse.hidden[i])
        return tuple(
            self._subject(parse, i, kind)
            for i in named
            if parse.is_noun(i) and (kind := self._kind(parse, i)) in {"person", "animal"}
        )

    def _kind(self, parse: Parse, i: int) -> SubjectKind | None:
        lemma = parse.lemma[i]
        for kind, words in self.kinds:
            if lemma in words or parse.lower[i] in words:
                heads = parse.dep[i] not in NOT_SUBJECTS and parse.dep[i] not in {"nmod"}
                if (
                    kind in {"person", "animal"}
                    or heads
                    or (kind in {"vehicle", "product"} and parse.dep[i] in {"obj", "nmod"})
                ):
                    return kind
                return None
        if lemma in self.not_nouns or parse.dep[i] in NOT_SUBJECTS | {"nmod", "conj", "appos"}:
            return None
        return "other" if parse.dep[i] in {"ROOT", "nsubj", "nsubj:pass", "list"} and len(parse.lower[i]) > 2 else None

    def _subject(self, parse: Parse, i: int, kind: SubjectKind) -> Subject:
        first, last = parse.noun_phrase(i)
        while first < last and parse.fragment[first] != parse.fragment[last]:
            first += 1
        modifiers = tuple(
            parse.lower[k]
            for k in range(first, last)
            if parse.lower[k] not in ARTICLES
            and parse.lower[k] not in self.numbers
            and parse.lower[k][0].isalnum()
            and parse.pos[k] != "NUM"
        )
        return Subject(
            parse.text(first, last),
            parse.start[first],
            parse.end[last],
            parse.lemma[i],
            kind,
            self._count(parse, i, first),
            modifiers,
        )

    def _count(self, parse: Parse, i: int, first: int) -> int | None:
        for k in range(first, i):
            number = self.numbers.get(parse.lower[k])
            if number is not None and (number > 1 or parse.tag[i] in SINGULAR_TAGS):
                return int(number)
            if (
                parse.lower[k].isdecimal()
                and parse.dep[k] == "nummod"
                and parse.head[k] == i
                and len(parse.lower[k]) < 4
            ):
                return int(parse.lower[k])
        if parse.tag[i] in SINGULAR_TAGS and parse.lower[i] not in {"people", "crowd", "audience"}:
            return 1
        head = parse.head[i]
        if (
            parse.dep[i] == "nmod"
            and parse.lemma[head] in self.numbers
            and any(parse.lower[c] == "of" for c in parse.children[i])
        ):
            return int(self.numbers[parse.lemma[head]])
        return None
