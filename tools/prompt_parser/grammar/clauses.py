"""Clauses: finite, participial, imperative, passive, nominal movements and negations."""

from __future__ import annotations

from prompt_parser.grammar.inflect import gerund, participle, plural, third
from prompt_parser.grammar.phrases import Phrases
from prompt_parser.grammar.tree import Node, word

SINGULAR = {"NN", "NNP"}


class Clauses:
    """Builds verbal material from noun phrases."""

    def __init__(self, phrases: Phrases) -> None:
        self.p = phrases
        self.s = phrases.s

    def adverb(self) -> Node:
        """An adverb of manner."""
        return word(self.s.frame("adverbs"), "RB", "advmod")

    def predicate(self) -> tuple[str, list[Node]]:
        """A verb lemma and what follows it: particle, object, place, adverb."""
        after: list[Node] = []
        roll = self.s.rng.random()
        if roll < 0.4:
            verb, prepositions = self.s.entry("intransitive")
            if prepositions and self.s.chance(0.7):
                target = self.p.place() if self.s.chance(0.7) else self.p.fixed("the camera", "obl")
                after.append(self.p.with_case(self.s.rng.choice(prepositions), target, "obl"))
            elif self.s.chance(0.3):
                after.append(
                    word(
                        self.s.rng.choice(["forward", "around", "away", "up", "down", "back", "over", "past"]),
                        "RB",
                        "advmod",
                    )
                )
        elif roll < 0.7:
            verb, objects = self.s.entry("transitive")
            verb, _, particle = verb.partition(" ")
            if particle:
                after.append(word(particle, "RP", "compound:prt"))
            chosen = self.s.rng.choice(objects)
            if chosen.startswith("up "):
                after.append(word("up", "RP", "compound:prt"))
                chosen = chosen[3:]
            after.append(self.p.fixed(chosen, "obj"))
            if self.s.chance(0.35):
                after.append(self.p.location("obl"))
        elif roll < 0.88:
            verb = self.s.pick(
                self.s.rng.choice(
                    ["movement_intransitive", "movement_intransitive", "nature", "expressions", "gazes", "speech"]
                )
            )
            if self.s.chance(0.5):
                after.append(self.p.location("obl"))
        else:
            verb = self.s.pick("movement_transitive")
            after.append(self.p.noun(self.s.pick("products"), "obj"))
        if self.s.chance(0.2):
            after.append(self.adverb())
        return verb, after

    def finite(self, dep: str, *, plain: bool = True) -> Node:
        """ "the woman slowly turns her head", "a robot is walking"."""
        subject = self.p.actor("nsubj", plain=plain)
        if self.s.chance(0.12):
            subject = self.p.possessed("nsubj")
        return self.with_subject(subject, dep)

    def with_subject(self, subject: Node, dep: str, predicate: tuple[str, list[Node]] | None = None) -> Node:
        """A clause about a subject: simple, progressive, negated, or with an onset ("begins to")."""
        verb, after = predicate or self.predicate()
        plural_subject = subject.tag not in SINGULAR and subject.form not in {"she", "he", "it"}
        before: list[Node] = [subject]
        roll = self.s.rng.random()
        if roll < 0.25:
            before.append(word("are" if plural_subject else "is", "VBP" if plural_subject else "VBZ", "aux", "AUX"))
            form, tag = gerund(verb), "VBG"
        elif roll < 0.32:
            aux = word("do" if plural_subject else "does", "VBP" if plural_subject else "VBZ", "aux", "AUX")
            before += [aux, word("not", "RB", "advmod", "PART")]
            form, tag = verb, "VB"
        elif roll < 0.4:
            onset = self.s.rng.choice(["begin", "start", "continue"])
            inner = Node(verb, "VB", "xcomp", before=[word("to", "TO", "mark")], after=after)
            form = onset if plural_subject else third(onset)
            return Node(form, "VBP" if plural_subject else "VBZ", dep, before=before, after=[inner])
        else:
            form, tag = (verb, "VBP") if plural_subject else (third(verb), "VBZ")
        if self.s.chance(0.3):
            before.append(self.adverb())
        head = Node(form, tag, dep, before=before, after=after)
        if self.s.chance(0.1):
            self.opening(head)
        if subject.tag in SINGULAR and self.s.chance(0.07):
            self.aside(subject)
        if self.s.chance(0.17):
            self.series(head, tag)
        elif self.s.chance(0.18):
            second, rest = self.predicate()
            join = (
                [word("and", "CC", "cc")]
                if self.s.chance(0.7)
                else [word(",", ",", "punct"), word("then", "RB", "advmod")]
            )
            head.after.append(Node(self.shaped(second, tag), tag, "conj", before=join, after=rest))
        if self.s.chance(0.14):
            third_verb, rest = self.predicate()
            head.after.append(Node(gerund(third_verb), "VBG", "advcl", before=[word(",", ",", "punct")], after=rest))
        elif self.s.chance(0.14):
            head.after.append(self.absolute("advcl"))
        return head

    def shaped(self, verb: str, tag: str) -> str:
        """The verb in the form of a tag."""
        return gerund(verb) if tag == "VBG" else verb if tag in {"VB", "VBP"} else third(verb)

    def series(self, head: Node, tag: str) -> None:
        """Three predicates: "reaches out, picks up the cup, and smiles"."""
        length = self.s.rng.choice([2, 2, 3])
        for last in (number == length - 1 for number in range(length)):
            verb, rest = self.predicate()
            join = [word(",", ",", "punct")] if not last or self.s.chance(0.6) else []
            if last:
                join.append(word("and", "CC", "cc"))
            if self.s.chance(0.2):
                join.append(self.adverb())
            head.after.append(Node(self.shaped(verb, tag), tag, "conj", before=join, after=rest))

    def opening(self, head: Node) -> None:
        """A phrase of place or time in front: "In the background, ..."."""
        first, rest = self.s.frame("openings").split(" ", 1)
        phrase = (
            self.p.with_case(first, self.p.fixed(rest, "obl"), "obl")
            if first not in {"behind"}
            else self.p.location("obl")
        )
        head.before[0:0] = [phrase, word(",", ",", "punct")]

    def aside(self, subject: Node) -> None:
        """A comma phrase after the subject: ", dressed in a white coat,"."""
        first, *_ = text = self.s.frame("asides").split()
        if text[1] == "in" or text[1] == "by":
            inner = Node(
                first, "VBN", "acl", after=[self.p.with_case(text[1], self.p.fixed(" ".join(text[2:]), "obl"), "obl")]
            )
        elif first == "wearing":
            inner = Node(first, "VBG", "acl", after=[self.p.garment("obj")])
        else:
            inner = Node(text[1], "VBN" if text[1] != "wide" else "JJ", "acl", before=[word(first, "NNS", "nsubj")])
        inner.before.insert(0, word(",", ",", "punct"))
        inner.after.append(word(",", ",", "punct"))
        subject.after.append(inner)

    def absolute(self, dep: str) -> Node:
        """ ", hair blowing in the wind" after a clause."""
        node = self.element("advcl", shape="VBG")
        node.before.insert(0, word(",", ",", "punct"))
        return node.as_(dep)

    def nominal_with_participle(self, dep: str) -> Node:
        """ "a man in a suit playing a guitar": the participle under `acl` has its head as actor."""
        head = self.p.actor(dep)
        verb, after = self.predicate()
        acl = Node(gerund(verb), "VBG", "acl", after=after)
        if self.s.chance(0.2):
            acl.before.append(self.adverb())
        if self.s.chance(0.18):
            second, rest = self.predicate()
            acl.after.append(Node(gerund(second), "VBG", "conj", before=[word("and", "CC", "cc")], after=rest))
        head.after.append(acl)
        return head

    def gerund(self, dep: str) -> Node:
        """ "pouring honey onto bread" without a subject."""
        verb, after = self.predicate()
        return Node(gerund(verb), "VBG", dep, before=[self.adverb()] if self.s.chance(0.2) else [], after=after)

    def imperative(self, dep: str) -> Node:
        """ "make her smile", "add rain", "turn the head slowly"."""
        roll = self.s.rng.random()
        if roll < 0.25:
            verb, rest = self.predicate()
            inner = Node(
                verb, "VB", "ccomp", before=[self.p.fixed(self.s.rng.choice(["her", "him"]), "nsubj")], after=rest
            )
            inner.before[0].tag = "PRP"
            node = Node(self.s.rng.choice(["make", "let", "have"]), "VB", dep, after=[inner])
        elif roll < 0.5:
            node = Node(
                self.s.rng.choice(["add", "animate", "create", "show", "keep"]),
                "VB",
                dep,
                after=[self.p.noun(self.s.pick("nature_things"), "obj")],
            )
        else:
            verb, after = self.predicate()
            node = Node(verb, "VB", dep, after=after)
        if self.s.chance(0.15):
            node.before.insert(0, word("please", "UH", "discourse"))
        return node

    def element(self, dep: str, shape: str | None = None) -> Node:
        """A thing that moves by itself: "steam rises from the cup", "candlelight flickers", "leaves falling"."""
        noun, verbs = self.s.entry("scene_clauses")
        verb, _, particle = self.s.rng.choice(verbs).partition(" ")
        many = noun not in {
            "hair",
            "steam",
            "smoke",
            "mist",
            "rain",
            "snow",
            "water",
            "grass",
            "wind",
            "candlelight",
            "sunlight",
            "dust",
            "fog",
        } and self.s.chance(0.45)
        subject = word(plural(noun) if many else noun, "NNS" if many else "NN", "nsubj")
        if self.s.chance(0.4):
            subject.before.append(word(self.s.frame("descriptors"), "JJ", "amod"))
        if self.s.chance(0.3):
            subject.before.insert(0, word("the", "DT", "det"))
        elif self.s.chance(0.15):
            subject.before.insert(0, word(self.s.rng.choice(["her", "his", "its"]), "PRP$", "nmod:poss"))
        after = [word(particle, "RP", "compound:prt")] if particle else []
        if self.s.chance(0.6):
            after.append(self.p.location("obl"))
        if self.s.chance(0.25):
            after.append(self.adverb())
        shape = shape or self.s.rng.choice(["VBZ", "VBZ", "VBG", "acl"])
        if shape == "acl":
            subject.after.append(Node(gerund(verb), "VBG", "acl", after=after))
            return subject.as_(dep)
        before = [subject] + ([self.adverb()] if self.s.chance(0.2) else [])
        if shape == "VBG":
            return Node(gerund(verb), "VBG", dep, before=before, after=after)
        return Node(verb if many else third(verb), "VBP" if many else "VBZ", dep, before=before, after=after)

    def nominal_movement(self, dep: str) -> Node:
        """ "slight head turn", "gentle hair sway", "a warm smile", "turn of the head"."""
        moves = self.s.frames["nominal_moves"]
        head = word(self.s.rng.choice(moves["nouns"]), "NN", dep)
        if self.s.chance(0.7):
            head.before.append(word(self.s.rng.choice(moves["modifiers"]), "JJ", "amod"))
        if self.s.chance(0.55):
            head.before.append(word(self.s.rng.choice(moves["bodies"]), "NN", "compound"))
        elif self.s.chance(0.35):
            head.after.append(
                Node(
                    self.s.rng.choice(moves["bodies"]),
                    "NN",
                    "nmod",
                    before=[word("of", "IN", "case"), word("the", "DT", "det")],
                )
            )
        if self.s.chance(0.15):
            head.after.append(self.p.with_case("toward", self.p.fixed("the camera", "nmod"), "nmod"))
        return self.p.determined(head, definite=0.05, bare=0.75)

    def posture(self, dep: str) -> Node:
        """Appearance told by a verb: "a woman wears a red dress", "a car is parked", "surrounded by trees"."""
        subject = self.p.actor("nsubj", plain=True)
        plural_subject = subject.tag not in SINGULAR and subject.form not in {"she", "he", "it"}
        roll = self.s.rng.random()
        if roll < 0.35:
            verb, after = "wear", [self.p.garment("obj")]
        elif roll < 0.6:
            aux = word("are" if plural_subject else "is", "VBP" if plural_subject else "VBZ", "aux:pass", "AUX")
            state = self.s.rng.choice(
                ["surround", "cover", "light", "fill", "decorate", "dress", "frame", "illuminate"]
            )
            agent = self.p.with_case(
                self.s.rng.choice(["by", "with", "in"]), self.p.noun(self.s.pick("nature_things"), "obl"), "obl"
            )
            return Node(participle(state), "VBN", dep, before=[subject.as_("nsubj:pass"), aux], after=[agent])
        elif roll < 0.8:
            verb, after = self.s.rng.choice(["stand", "sit", "lie", "rest"]), [self.p.location("obl")]
        else:
            verb, after = "have", [self.p.bodily("obj")]
            if plural_subject:
                return Node("have", "VBP", dep, before=[subject], after=after)
            return Node("has", "VBZ", dep, before=[subject], after=after)
        return Node(
            verb if plural_subject else third(verb),
            "VBP" if plural_subject else "VBZ",
            dep,
            before=[subject],
            after=after,
        )

    def copular(self, dep: str) -> Node:
        """ "her hair is red", "the sky is dark", "the eyes are green"."""
        subject = (
            self.p.possessed("nsubj") if self.s.chance(0.5) else self.p.noun(self.s.pick("nature_things"), "nsubj")
        )
        subject.before = [b for b in subject.before if b.dep in {"det", "nmod:poss"}]
        cop = word("are" if subject.tag == "NNS" else "is", "VBP" if subject.tag == "NNS" else "VBZ", "cop", "AUX")
        head = word(self.s.pick("colours") if self.s.chance(0.5) else self.s.frame("descriptors"), "JJ", dep)
        head.before = [subject, cop]
        return head

    def passive(self, dep: str) -> Node:
        """ "coffee is poured into a cup", "honey being poured"."""
        verb, objects = self.s.entry("transitive")
        verb, _, particle = verb.partition(" ")
        subject = self.p.fixed(
            self.s.rng.choice([o for o in objects if not o.startswith("up ")] or ["the cup"]), "nsubj:pass"
        )
        tail = [word(particle, "RP", "compound:prt")] if particle else []
        tail.append(self.p.location("obl"))
        if self.s.chance(0.4):
            aux = word("being", "VBG", "aux:pass", "AUX")
            subject.after.append(Node(participle(verb), "VBN", "acl", before=[aux], after=tail))
            return subject.as_(dep)
        aux = word("are" if subject.tag == "NNS" else "is", "VBP" if subject.tag == "NNS" else "VBZ", "aux:pass", "AUX")
        return Node(participle(verb), "VBN", dep, before=[subject, aux], after=tail)
