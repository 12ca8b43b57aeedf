"""Colour words, and the noun that each belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from promptlint.facts.prompt.parse import Parse
    from promptlint.facts.prompt.vocabulary import Colour, Vocabulary

HAIRED = {"haired": ("hair", "hair"), "eyed": ("eyes", "eye"), "skinned": ("skin", "skin")}
JOINERS = frozenset({"and", ",", "-", "or", "&", "/"})
COLOURED = frozenset({"coloured", "colored"})
PARTICLES = frozenset(
    {"a", "an", "the", "its", "his", "her", "as", "and", "while", "when", "on", "off", "in", "out", "up", "down"}
    | {"to", "at", "over", "through", "across", "past", "along", "behind", "from", "into", "toward", "towards"}
)
"""What follows a verb rather than a noun that ends a name."""
CLOTHED_IN = frozenset({"in", "wearing"})


class ColourNouns:
    """Finds the noun of a colour phrase from the words around it, with the parse where words do not say."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.words
        self.v = vocabulary
        self.css_names = frozenset(colour.css for colour in vocabulary.colours.values())
        self.modifiers = words("colour_modifiers")
        self.names = words("colour_names")
        self.hair, self.garments = words("hair_nouns"), words("garments")
        self.cuts = frozenset({"bob", "curls", "braids", "locks", "bangs"}) & self.hair
        self.materials = words("materials")
        self.people = words("persons", "animals", "pronouns_person")
        things = words(
            "products",
            "nature_things",
            "garments",
            "body_parts",
            "places",
            "animals",
            "vehicles",
            "light_nouns",
            "persons",
            "materials",
            "plants",
        )
        self.things = things
        self.acts = words(
            "movement_intransitive", "movement_transitive", "nature", "changes", "expressions", "speech", "states"
        )
        self.verbs = words("movement_intransitive", "nature", "changes") - things
        self.moves = words("motion_nouns", "audio_words") | {"thud", "click", "tone"}

    def colour(self, word: str) -> Colour | None:
        """The colour a word names, "-ish" endings included."""
        stems = (word[:-3], f"{word[:-3]}e", word[:-4]) if word.endswith("ish") else ()
        return next((self.v.colours[known] for known in (word, *stems) if known in self.v.colours), None)

    def is_colour(self, parse: Parse, i: int, start: int) -> bool:
        """The word is a colour here; `start` is where its phrase begins."""
        colour = self.colour(parse.lower[i])
        if colour is None:
            return False
        following = i + 1 < len(parse) and parse.is_noun(i + 1) and parse.fragment[i + 1] == parse.fragment[i]
        joined = parse.lower[i + 2 : i + 3] if parse.lower[i + 1 : i + 2] == ["-"] else []
        if colour.hair_only or colour.worn_only:
            hair = joined == ["haired"] or (following and parse.lemma[i + 1] in self.hair)
            return hair or (colour.worn_only and self._worn_next(parse, i))
        if (joined and joined[0] in COLOURED) or colour.needs_coloured:
            return bool(joined) and joined[0] in COLOURED
        if colour.needs_modifier:
            if self._worn_next(parse, i):
                return True
            after = parse.lower[i + 1] if i + 1 < len(parse) else ""
            goes_on = following or joined or after in self.v.colours
            return (i > start and bool(goes_on) and self.colour(parse.lower[i - 1]) is not None) or (
                after in self.v.colours and not self.v.colours[after].needs_modifier
            )
        if colour.needs_noun:
            return following and (parse.lemma[i + 1] in self.garments or parse.pos[i] == "ADJ")
        return True

    def _worn_next(self, parse: Parse, i: int) -> bool:
        """A garment or hair follows, with what else is said of it: "peach dress", "dark leather jacket"."""
        after = i + 1
        while (
            after < min(len(parse), i + 4)
            and (parse.lower[after] in self.materials or parse.pos[after] == "ADJ")
            and parse.lower[after] not in self.v.colours
        ):
            after += 1
        return (
            after < len(parse)
            and parse.fragment[after] == parse.fragment[i]
            and parse.is_noun(after)
            and not {parse.lemma[after], parse.lower[after]}.isdisjoint(self.garments | self.hair)
        )

    def noun_of(self, parse: Parse, start: int, end: int) -> int | None:
        """The noun a colour phrase belongs to: the end of the noun run after it, or the subject of "is red"."""
        after = end + 1
        named = after + 1 if parse.lower[after : after + 1] == ["-"] else after
        if named < len(parse) and f"{parse.text(start, end).lower()} {parse.lemma[named]}" in self.names:
            return None
        if (
            parse.lower[after : after + 1] == ["-"]
            and after + 1 < len(parse)
            and parse.is_noun(after + 1)
            and parse.lower[after + 1] not in self.v.colours
        ):
            return after + 1
        while after < len(parse) and parse.fragment[after] == parse.fragment[end] and after - end < 12:
            lower = parse.lower[after]
            if after + 2 < len(parse) and parse.text(after, after + 2).lower() in self.garments:
                return after + 2
            if self._names_next(parse, after) and lower in self.verbs:
                after += 1
                continue
            told = after == end + 1 and start > 0 and parse.tag[start - 1] in {"DT", "PRP$"}
            named = parse.is_noun(after) and not parse.is_verb(after) and (told or lower not in self.verbs)
            if (named or lower in self.cuts) and not self._goes_on(parse, after):
                return self.run_end(parse, after)
            if lower in HAIRED:
                return after
            if parse.is_noun(after) and self._goes_on(parse, after):
                after += 3 if parse.lower[after + 1 : after + 2] == ["-"] else 1
                continue
            if lower in self.verbs:
                break
            adjectival = parse.pos[after] in {"ADJ", "NUM"} or (
                parse.tag[after] in {"JJ", "VBN", "VBG", "CD"} and parse.dep[after] in {"amod", "nummod", "compound"}
            )
            joined = lower in JOINERS and self._series_goes_on(parse, after)
            if not (adjectival or joined or self.colour(lower)):
                break
            after += 1
        return self._predicate(parse, start, end)

    def _names_next(self, parse: Parse, i: int) -> bool:
        """A verb's form that is the first part of a name: "ski jacket"."""
        after = i + 1
        return (
            after < len(parse)
            and parse.fragment[after] == parse.fragment[i]
            and (parse.lemma[after] in self.garments or parse.lower[after] in self.garments)
        )

    def _series_goes_on(self, parse: Parse, i: int) -> bool:
        """After "red" and a joiner comes another adjective: "red and white stripes", not "red, the dog"."""
        following = i + 1
        while following < len(parse) and parse.lower[following] == "-":
            following += 1
        if following >= len(parse) or parse.fragment[following] != parse.fragment[i]:
            return False
        return (
            self.colour(parse.lower[following]) is not None
            or parse.pos[following] == "ADJ"
            or parse.lower[following] in self.modifiers | self.materials
            or parse.lower[i] == "-"
        )

    def run_end(self, parse: Parse, i: int) -> int:
        """The last noun of "leather jacket": nouns that stand together and belong together."""
        while (
            i + 1 < len(parse)
            and parse.fragment[i + 1] == parse.fragment[i]
            and parse.is_noun(i + 1)
            and not parse.is_verb(i + 1)
        ):
            together = parse.dep[i] in {"compound", "amod", "nmod", "nmod:desc", "flat"} and parse.head[i] > i
            if (
                not together
                or parse.lower[i] in {"left", "right"}
                or parse.lemma[i + 1] in self.moves
                or parse.lower[i + 1] in self.verbs
                or self._is_its_verb(parse, i + 1)
            ):
                break
            i += 1
        while (
            i + 2 < len(parse)
            and parse.lower[i + 1] == "-"
            and parse.is_noun(i + 2)
            and parse.start[i + 1] == parse.end[i]
        ):
            i += 2
        return i

    def _is_its_verb(self, parse: Parse, i: int) -> bool:
        """A verb that was taken for the plural of a noun: "a blue bus switches on", "his jacket glitters as"."""
        if parse.tag[i] != "NNS" or not parse.lower[i].endswith("s") or parse.lemma[i] in self.things:
            return False
        first = parse.noun_phrase(i)[0]
        if parse.lower[first] in {"a", "an"}:
            return True
        after = parse.lower[i + 1] if i + 1 < len(parse) else "."
        named = parse.lemma[i - 1] in self.things or parse.lower[i - 1] in self.garments
        named = named or parse.tag[i - 1] in {"NN", "NNP"}
        return named and parse.lemma[i] in self.acts and (after in PARTICLES or not after.isalnum())

    def _goes_on(self, parse: Parse, i: int) -> bool:
        """The noun describes the next one: "wool knitted helmet", "button-down shirt", a second colour."""
        if i + 1 >= len(parse) or parse.fragment[i + 1] != parse.fragment[i]:
            return parse.lower[i] in self.v.colours and parse.dep[i] == "conj"
        if parse.lower[i] in self.v.colours:
            return not parse.is_verb(i + 1) and (
                parse.is_noun(i + 1) or parse.pos[i + 1] == "ADJ" or parse.lower[i + 1] in JOINERS
            )
        if parse.lower[i + 1] == "-" and parse.start[i + 1] == parse.end[i]:
            return i + 2 < len(parse) and not parse.is_noun(i + 2)
        return parse.lower[i] in self.materials and (parse.pos[i + 1] == "ADJ" or parse.tag[i + 1] == "VBN")

    def _predicate(self, parse: Parse, start: int, end: int) -> int | None:
        """ "her hair is red", "eyes of blue", "dressed in white"."""
        for i in (end, start):
            if parse.child(i, "cop") is not None:
                return parse.subject(i)
            if parse.dep[i] == "xcomp" and parse.lemma[parse.head[i]] in {"turn", "glow", "become", "be"}:
                return parse.subject(parse.head[i])
        head = parse.head[end]
        if (
            head < start
            and parse.is_noun(head)
            and parse.dep[end] in {"amod", "appos"}
            and parse.fragment[head] == parse.fragment[end]
        ):
            return head
        before = start - 1
        if before > 0 and parse.lower[before] == "of" and head < start and parse.is_noun(head):
            return head
        if before > 0 and parse.lower[before] in CLOTHED_IN and parse.fragment[before] == parse.fragment[start]:
            return self._wearer(parse, parse.head[end])
        return None

    def _wearer(self, parse: Parse, i: int) -> int | None:
        """Who is in red: the noun itself, or the one who is dressed."""
        if parse.is_verb(i) and parse.lemma[i] in {"dress", "clothe", "clad"}:
            i = (
                parse.head[i]
                if parse.dep[i] == "acl"
                else next((c for c in parse.children[i] if parse.dep[c].startswith("nsubj")), i)
            )
        return i if parse.lemma[i] in self.people else None

    def css_of(self, shade: str, css: str) -> str:
        """The webcolors name of a shade ("darkgreen"), else that of its colour."""
        if shade in self.css_names:
            return shade
        for light in ("dark", "light"):
            if shade.startswith(light) and css in {
                "red",
                "blue",
                "green",
                "grey",
                "cyan",
                "orange",
                "magenta",
                "violet",
                "salmon",
                "khaki",
                "turquoise",
                "yellow",
                "pink",
            }:
                named = light + css
                return (
                    named
                    if named
                    not in {
                        "lightred",
                        "lightorange",
                        "lightmagenta",
                        "lightviolet",
                        "darkyellow",
                        "darkpink",
                        "lightkhaki",
                        "lightturquoise",
                    }
                    else css
                )
        return css
