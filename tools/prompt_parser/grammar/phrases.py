"""Noun phrases: subjects, garments, hair, eyes, colours, places; and what hangs on them."""

from __future__ import annotations

from prompt_parser.grammar.inflect import article, plural
from prompt_parser.grammar.tree import Node, word
from prompt_parser.grammar.words import PLACES_IN_PICTURE, Stock

COUNTS = ["two", "three", "four", "five", "several", "a few", "many", "some"]
PREPOSITIONS = [
    "in",
    "on",
    "under",
    "beside",
    "near",
    "behind",
    "through",
    "at",
    "by",
    "across",
    "over",
    "inside",
    "along",
    "above",
]
PLURAL_FORMS = {
    "people",
    "men",
    "women",
    "children",
    "eyes",
    "hands",
    "clouds",
    "vegetables",
    "noodles",
    "drums",
    "eggs",
    "dishes",
    "shadows",
}


class Phrases:
    """Builds noun phrases from a word stock."""

    def __init__(self, stock: Stock) -> None:
        self.s = stock

    def plural_compound(self, dep: str) -> Node:
        """ "the ocean waves", "city lights": a noun phrase whose head looks like a verb."""
        first, last = self.s.frame("plural_compounds").split()
        head = Node(last, "NNS", dep, before=[word(first, "NN", "compound")])
        if self.s.chance(0.4):
            head.before.insert(0, word("the", "DT", "det"))
        elif self.s.chance(0.3):
            head.before.insert(0, word(self.s.frame("descriptors"), "JJ", "amod"))
        return head

    def moving(self) -> list[Node]:
        """A participle before a noun: "drifting", "gently rocking"."""
        node = word(self.s.rng.choice(self.s.lists["moving_participles"]), "VBG", "amod")
        if self.s.chance(0.3):
            node.before.append(word(self.s.frame("adverbs"), "RB", "advmod"))
        return [node]

    def compound(self, text: str, dep: str, tag: str = "NN") -> Node:
        """A noun with the words before it as compounds or, with hyphens, as parts of one word."""
        parts = text.replace("-", " - ").split()
        head = Node(parts[-1], tag, dep)
        for part in parts[:-1]:
            if part == "-":
                head.before[-1].glue = True
                hyphen = word("-", "HYPH", "punct")
                hyphen.glue = True
                head.before.append(hyphen)
            else:
                head.before.append(word(part, "NN", "compound"))
        return head

    def modifiers(self, text: str) -> list[Node]:
        """Adjectives before a noun; a hyphened one ("shoulder-length") is three tokens under its last."""
        if "-" not in text:
            return [word(text, "JJ", "amod")]
        first, last = text.split("-", 1)
        left = word(first, "NN", "compound")
        left.glue = True
        hyphen = word("-", "HYPH", "punct")
        hyphen.glue = True
        return [Node(last, "JJ", "amod", before=[left, hyphen])]

    def colour(self) -> Node:
        """A colour adjective, at times with its shade or a second colour."""
        name = self.s.pick("colours")
        node = word(name, "JJ", "amod")
        if self.s.chance(0.25):
            node.before.append(
                word(self.s.rng.choice(["dark", "light", "pale", "deep", "bright", "vivid"]), "JJ", "amod")
            )
        elif self.s.chance(0.1):
            node.after += [Node(self.s.pick("colours"), "JJ", "conj", before=[word("and", "CC", "cc")])]
        return node

    def determined(self, head: Node, definite: float = 0.25, bare: float = 0.15) -> Node:
        """Put an article before a singular noun phrase."""
        if self.s.chance(bare):
            return head
        form = "the" if self.s.chance(definite) else article(head.first().form)
        head.before.insert(0, word(form, "DT", "det"))
        return head

    def noun(self, noun: str, dep: str, *, count: float = 0.0) -> Node:
        """A noun with article or count."""
        if self.s.chance(count):
            number = self.s.rng.choice(COUNTS)
            head = word(plural(noun), "NNS", dep)
            if number in {"two", "three", "four", "five"}:
                head.before.append(word(number, "CD", "nummod"))
            elif number == "a few":
                head.before += [word("a", "DT", "det"), word("few", "JJ", "amod")]
            else:
                head.before.append(word(number, "JJ", "amod"))
            return head
        return self.determined(word(noun, "NN", dep))

    def fixed(self, text: str, dep: str) -> Node:
        """A short object written out in the frames: "her hand", "a deep breath", "up dust" is not one."""
        *before, last = text.split()
        tag = "NNS" if last in PLURAL_FORMS or (last.endswith("s") and not last.endswith("ss")) else "NN"
        head = Node(last, tag, dep)
        for part in before:
            if part in {"her", "his", "its", "their"}:
                head.before.append(word(part, "PRP$", "nmod:poss"))
            elif part in {"a", "an", "the"}:
                head.before.append(word(part, "DT", "det"))
            elif part == "deep":
                head.before.append(word(part, "JJ", "amod"))
            else:
                head.before.append(word(part, "NN", "compound"))
        return head

    def kind(self) -> str:
        """A noun that can act."""
        return self.s.pick(self.sort())

    def sort(self) -> str:
        """The list that a noun that can act comes from."""
        return self.s.rng.choices(["persons", "animals", "vehicles", "products"], [6, 3, 1.5, 1])[0]

    def place(self) -> Node:
        """A place as a noun phrase."""
        if self.s.chance(0.12):
            return self.s_place_in_picture()
        head = word(self.s.pick("places"), "NN", "obl")
        if self.s.chance(0.45):
            head.before += self.modifiers(self.s.frame("descriptors"))
        if self.s.chance(0.15):
            head.before.append(word(self.s.pick("nature_things"), "NN", "compound"))
        return self.determined(head, definite=0.45, bare=0.08)

    def s_place_in_picture(self) -> Node:
        """ "the background", "the distance"."""
        return Node(self.s.rng.choice(PLACES_IN_PICTURE), "NN", "obl", before=[word("the", "DT", "det")])

    def with_case(self, preposition: str, phrase: Node, dep: str) -> Node:
        """Put a preposition, of one or more words, before a phrase."""
        first, *more = preposition.split()
        case = word(first, "IN", "case")
        if preposition.startswith(("in front", "next to")):
            for part in more:
                case.after.append(word(part, "NN" if part == "front" else "IN", "fixed"))
        elif preposition in {"out of", "away from", "forward from"}:
            phrase.before[0:0] = [word(first, "IN", "case"), word(more[0], "IN", "case")]
            return phrase.as_(dep)
        phrase.before.insert(0, case)
        return phrase.as_(dep)

    def location(self, dep: str) -> Node:
        """A prepositional phrase of place."""
        if self.s.chance(0.1):
            return self.with_case(self.s.rng.choice(PREPOSITIONS), self.plural_compound("obl"), dep)
        target = self.place() if self.s.chance(0.8) else self.noun(self.s.pick("nature_things"), "obl")
        return self.with_case(self.s.rng.choice(PREPOSITIONS), target, dep)

    def coloured(self, noun: str, dep: str, tag: str = "NN") -> Node:
        """A thing with colour, material, size in natural order."""
        head = word(noun, tag, dep)
        if self.s.chance(0.25):
            head.before += self.modifiers(self.s.frame("descriptors"))
        if self.s.chance(0.65):
            head.before.append(self.colour())
        if self.s.chance(0.3):
            head.before.append(word(self.s.frame("patterns"), "NN", "compound"))
        return head

    def garment(self, dep: str) -> Node:
        """ "a red leather jacket", "black boots"."""
        noun = self.s.pick("garments")
        head = self.coloured(noun, dep, "NNS" if noun.endswith("s") and not noun.endswith("ss") else "NN")
        return head if head.tag == "NNS" else self.determined(head, definite=0.1, bare=0.12)

    def bodily(self, dep: str) -> Node:
        """Hair, eyes or skin with its words."""
        which = self.s.rng.random()
        if which < 0.55:
            head = word(
                self.s.rng.choice(["hair"] * 6 + ["braid", "ponytail", "beard", "curls", "bangs", "fringe"]), "NN", dep
            )
            if head.form in {"curls", "bangs"}:
                head.tag = "NNS"
            for _ in range(self.s.rng.choice([1, 1, 2])):
                head.before += self.modifiers(self.s.frame("hair_modifiers"))
        elif which < 0.85:
            head = word("eyes", "NNS", dep)
            for _ in range(self.s.rng.choice([1, 1, 2])):
                head.before += self.modifiers(self.s.frame("eye_modifiers"))
        else:
            head = word("skin", "NN", dep)
            head.before += self.modifiers(self.s.frame("skin_modifiers"))
        return head

    def possessed(self, dep: str) -> Node:
        """A garment or body feature under "her" or "his"."""
        head = self.bodily(dep) if self.s.chance(0.6) else self.coloured(self.s.pick("garments"), dep)
        head.before.insert(0, word(self.s.rng.choice(["her", "his", "her", "their", "its"]), "PRP$", "nmod:poss"))
        return head

    def looks(self) -> list[Node]:
        """What hangs on a person: in a coat, with brown eyes and long hair, wearing boots."""
        parts: list[Node] = []
        if self.s.chance(0.55):
            garment = self.with_case("in", self.garment("nmod"), "nmod")
            if self.s.chance(0.25):
                garment.after.append(self.joined(self.garment("conj")))
            parts.append(garment)
        elif self.s.chance(0.5):
            wearing = Node("wearing", "VBG", "acl", after=[self.garment("obj")])
            if self.s.chance(0.3):
                wearing.after[0].after.append(self.joined(self.garment("conj")))
            parts.append(wearing)
        if self.s.chance(0.5):
            feature = self.with_case("with", self.bodily("nmod"), "nmod")
            if self.s.chance(0.4):
                feature.after.append(self.joined(self.bodily("conj")))
            parts.append(feature)
        return parts

    def joined(self, node: Node) -> Node:
        """The same phrase as the second of a pair: "and black boots"."""
        node.before.insert(0, word("and", "CC", "cc"))
        return node.as_("conj")

    def actor(self, dep: str, *, plain: bool = False) -> Node:
        """Somebody or something that can act; plain ones carry no looks."""
        roll = self.s.rng.random()
        if plain and roll < 0.2:
            return word(self.s.rng.choice(["she", "he", "it", "they"]), "PRP", dep)
        if roll < 0.05:
            return word(self.s.frame("names"), "NNP", dep)
        if roll < 0.09:
            role = self.s.frame("lettered").capitalize()
            return Node(self.s.rng.choice("ABCD"), "NNP", dep, before=[word(role, "NN", "compound")])
        if roll < 0.13:
            head = Node("group", "NN", dep, before=[word("a", "DT", "det")])
            head.after.append(
                Node(
                    plural(self.s.pick("animals" if self.s.chance(0.5) else "persons")),
                    "NNS",
                    "nmod",
                    before=[word("of", "IN", "case")],
                )
            )
            return head
        sort = self.sort()
        head = self.noun(self.s.pick(sort), dep, count=0.12)
        if head.tag == "NN" and self.s.chance(0.5):
            self.insert_modifiers(head, self.modifiers(self.s.frame("descriptors")))
        if self.s.chance(0.2):
            self.insert_modifiers(head, [self.colour()])
        elif self.s.chance(0.08):
            self.insert_modifiers(head, self.moving())
        if head.tag == "NN" and self.s.chance(0.05):
            self.insert_modifiers(head, self.age())
        if not plain and self.s.chance(0.08):
            joined = (
                self.plural_compound("conj") if self.s.chance(0.4) else self.noun(self.s.pick("nature_things"), "conj")
            )
            head.after.append(self.joined(joined))
            if self.s.chance(0.6):
                joined.after.append(self.location("nmod"))
        elif not plain and self.s.chance(0.65 if sort == "persons" else 0.12):
            head.after += self.looks()
        elif not plain and self.s.chance(0.12):
            head.after.append(self.location("nmod"))
        return head

    def age(self) -> list[Node]:
        """ "28-year-old" as a modifier."""
        number = word(str(self.s.rng.randint(18, 85)), "CD", "nummod")
        number.glue = True
        hyphens = [word("-", "HYPH", "punct"), word("-", "HYPH", "punct")]
        year = word("year", "NN", "obl:unmarked")
        year.glue = hyphens[0].glue = hyphens[1].glue = True
        year.before = [number, hyphens[0]]
        return [Node("old", "JJ", "amod", before=[year, hyphens[1]])]

    def insert_modifiers(self, head: Node, nodes: list[Node]) -> None:
        """Put adjectives between the determiner or count and the noun, and mend a/an."""
        at = 1 if head.before and head.before[0].dep in {"det", "nummod", "nmod:poss"} else 0
        head.before[at:at] = nodes
        if at and head.before[0].form in {"a", "an"}:
            head.before[0].form = article(nodes[0].first().form)
