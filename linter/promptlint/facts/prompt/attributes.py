"""Attributes: which colour, material, length or age belongs to which noun."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from promptlint.facts.prompt.colour_nouns import CLOTHED_IN, HAIRED, ColourNouns
from promptlint.facts.prompt.model import Attribute
from promptlint.facts.prompt.parse import BREAKS

if TYPE_CHECKING:
    from promptlint.facts.prompt.model import AttributeKind
    from promptlint.facts.prompt.parse import Parse
    from promptlint.facts.prompt.vocabulary import Vocabulary

NEGATORS = frozenset({"no", "not", "without", "never"})


class AttributeReader:
    """Reads attributes with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.words
        self.v = vocabulary
        self.nouns = ColourNouns(vocabulary)
        self.hair, self.eyes, self.skin = words("hair_nouns"), words("eye_nouns"), words("skin_nouns")
        self.garments, self.light = words("garments"), words("light_nouns")
        self.hair_words, self.eye_words, self.skin_words = words("hair_words"), words("eye_words"), words("skin_words")
        self.ages, self.age_nouns = words("age_words"), words("age_nouns")
        self.persons = words("persons")
        self.medium = words("medium_nouns") - {"background", "backdrop", "foreground", "setting"}
        self.hair_people: dict[str, str] = dict(vocabulary.values.get("hair_person_nouns", {}))

    def read(self, parse: Parse) -> tuple[Attribute, ...]:
        """All attributes in order of their value words."""
        found: list[Attribute] = []
        i = 0
        while i < len(parse):
            if not parse.hidden[i]:
                first = i
                i = self._colour_at(parse, i, found)
                if i == first:
                    self._other_at(parse, i, found)
                    i += 1
            else:
                i += 1
        return tuple(found)

    def _colour_at(self, parse: Parse, i: int, found: list[Attribute]) -> int:
        """Read a colour phrase that begins here; returns the token after it, or `i` where none does."""
        start = i
        if parse.lower[i] == "-":
            return i
        while (
            i < len(parse)
            and (parse.lower[i] in self.nouns.modifiers or parse.lower[i] == "-")
            and i - start < 3
            and not self.nouns.is_colour(parse, i, start)
        ):
            i += 1
        if i >= len(parse) or not self.nouns.is_colour(parse, i, start) or parse.fragment[i] != parse.fragment[start]:
            return start
        end = i
        while end + 1 < len(parse) and parse.fragment[end + 1] == parse.fragment[end]:
            if self.nouns.is_colour(parse, end + 1, start) or (
                parse.lower[end + 1] == "-" and end + 2 < len(parse) and self.nouns.colour(parse.lower[end + 2])
            ):
                end += 1
            else:
                break
        noun = self.nouns.noun_of(parse, start, end)
        if noun is not None:
            self._add_colour(parse, start, end, noun, found)
        elif parse.lower[end] in self.hair_people:
            self._add_hair_person(parse, end, found)
        return end + 1

    def _add_hair_person(self, parse: Parse, i: int, found: list[Attribute]) -> None:
        """Somebody who is called by the hair: "the blonde", "a redhead"."""
        lower = parse.lower[i]
        css = self.v.colours.get(lower)
        family = self.hair_people[lower]
        found.append(self._attribute(parse, i, i, i, lower, css.css if css else family, family, "hair"))

    def _add_colour(self, parse: Parse, start: int, end: int, noun: int, found: list[Attribute]) -> None:
        value = parse.text(start, end).lower()
        basic = next(
            (self.nouns.colour(parse.lower[k]) for k in range(end, start - 1, -1) if self.nouns.colour(parse.lower[k])),
            None,
        )
        if basic is None:
            return
        if parse.lemma[noun] in self.persons and basic.css in {"white", "black", "brown"}:
            return
        shade = "".join(parse.lower[k] for k in range(start, end + 1) if parse.lower[k] != "-")
        css = self.nouns.css_of(shade, basic.css)
        clothed = noun < start and start > 0 and parse.lower[start - 1] in CLOTHED_IN
        kind: AttributeKind | None = (
            "garment" if clothed else "hair" if basic.hair and parse.lemma[noun] in self.persons else None
        )
        found.append(self._attribute(parse, start, end, noun, value, css, basic.family, kind))

    def kind(self, parse: Parse, noun: int) -> AttributeKind:
        """What sort of thing a noun is."""
        lemma, lower = parse.lemma[noun], parse.lower[noun]
        for kind, words in (
            ("hair", self.hair),
            ("eyes", self.eyes),
            ("skin", self.skin),
            ("garment", self.garments),
            ("light", self.light),
        ):
            if lemma in words or lower in words:
                return kind  # type: ignore[return-value]
        return "other" if lemma in self.nouns.people or lemma in self.medium else "object"

    def _attribute(
        self,
        parse: Parse,
        first: int,
        last: int,
        noun: int,
        value: str,
        css: str | None,
        family: str | None,
        kind: AttributeKind | None = None,
    ) -> Attribute:
        lower = parse.lower[noun]
        lemma = parse.lemma[noun]
        if lower in HAIRED:
            kind, lemma = HAIRED[lower]  # type: ignore[assignment]
        negated = any(parse.lower[c] in NEGATORS for c in parse.children[noun]) or any(
            parse.lower[c] in NEGATORS for c in parse.children[first] if c < first
        )
        before = parse.lower[first - 1] if first else ""
        return Attribute(
            parse.text(first, last),
            parse.start[first],
            parse.end[last],
            parse.text(noun, noun),
            lemma,
            parse.start[noun],
            parse.end[noun],
            kind or self.kind(parse, noun),
            value,
            css,
            family,
            negated or before in NEGATORS,
        )

    def _other_at(self, parse: Parse, i: int, found: list[Attribute]) -> None:
        """Material, length, age, and people named by their hair."""
        lower = parse.lower[i]
        if lower in self.hair_people and (parse.is_noun(i) or lower not in self.persons):
            self._add_hair_person(parse, i, found)
            return
        counted = lower == "old" and i > 1 and (parse.lower[i - 1] == "-" or parse.lemma[i - 1] == "year")
        if (
            not counted
            and lower in self.ages
            and parse.head[i] != i
            and parse.lemma[parse.head[i]] in self.nouns.people
            and parse.dep[i] in {"amod", "compound"}
        ):
            first = i - 2 if lower == "aged" and i > 1 and parse.lower[i - 1] == "-" else i
            found.append(
                self._attribute(parse, first, i, parse.head[i], parse.text(first, i).lower(), None, None, "age")
            )
            return
        if lower == "old" or lower in self.age_nouns:
            self._age(parse, i, found)
            return
        noun = self._described(parse, i)
        if noun is None or parse.lemma[noun] in self.nouns.moves:
            return
        kind = self.kind(parse, noun)
        fits = (
            (kind == "hair" and lower in self.hair_words)
            or (kind == "eyes" and lower in self.eye_words)
            or (kind == "skin" and lower in self.skin_words)
            or (kind in {"garment", "object"} and lower in self.nouns.materials)
        )
        if fits:
            found.append(
                self._attribute(
                    parse,
                    i,
                    self._word_end(parse, i),
                    noun,
                    parse.text(i, self._word_end(parse, i)).lower(),
                    None,
                    None,
                )
            )

    def _word_end(self, parse: Parse, i: int) -> int:
        hyphened = (
            i + 2 < len(parse)
            and parse.lower[i + 1] == "-"
            and parse.start[i + 1] == parse.end[i]
            and parse.lower[i + 2] in {"length", "dot", "back", "shaped", "set", "kissed"}
        )
        return i + 2 if hyphened else i

    def _described(self, parse: Parse, i: int) -> int | None:
        """The noun that an adjective or material noun before it describes."""
        head = parse.head[i]
        if (
            parse.dep[i] in {"amod", "compound"}
            and head > i
            and parse.is_noun(head)
            and parse.fragment[head] == parse.fragment[i]
            and head - i < 8
        ):
            return self.nouns.run_end(parse, head)
        if parse.child(i, "cop") is not None:
            return parse.subject(i)
        return None

    def _age(self, parse: Parse, i: int, found: list[Attribute]) -> None:
        """ "28-year-old woman", "in her twenties", "woman, 30 years old"."""
        first = i
        while (
            first > 0
            and i - first < 5
            and (
                parse.lower[first - 1] in {"-", "year", "years", "old", "early", "late", "mid", "her", "his", "their"}
                or parse.pos[first - 1] == "NUM"
            )
        ):
            first -= 1
        last = i
        if i + 2 < len(parse) and parse.lower[i + 1] in {"-", "old"}:
            return
        told = any(parse.pos[k] == "NUM" or parse.lower[k].isdigit() for k in range(first, i)) and "year" in {
            parse.lemma[k] for k in range(first, i + 1)
        }
        decade = parse.lower[i].endswith("ties") and first < i
        while parse.lower[first] in BREAKS | {"-"} and first < last:
            first += 1
        if not (told or decade) or parse.lower[last] in {"year", "years"}:
            return
        noun = self._person_near(parse, first, last)
        if noun is not None:
            found.append(self._attribute(parse, first, last, noun, parse.text(first, last).lower(), None, None, "age"))

    def _person_near(self, parse: Parse, first: int, last: int) -> int | None:
        for k in chain(range(last + 1, min(len(parse), last + 6)), range(first - 1, max(-1, first - 8), -1)):
            if parse.lemma[k] in self.persons:
                return k
        return None
