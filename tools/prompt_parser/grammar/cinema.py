"""Fragments about the camera, the light, the style, and what must not happen."""

from __future__ import annotations

from prompt_parser.grammar.clauses import Clauses
from prompt_parser.grammar.inflect import gerund, third
from prompt_parser.grammar.tree import Node, word

PARTICLES = {"in", "out", "up", "down", "back", "around", "over", "past", "across"}
ADVERBS = {"left", "right", "forward", "closer", "away", "alongside", "upward", "downward", "clockwise", "upwards"}
STATES = {"steady", "still", "static", "fixed", "locked", "stationary"}
EXTRA = [
    "no camera movement",
    "no text",
    "no people",
    "no sudden movement",
    "no zoom",
    "without cuts",
    "no camera shake",
    "no flicker",
    "no distortion",
]
SINGLE = ["handheld", "slow motion", "timelapse", "time-lapse", "static", "locked-off", "FPV", "POV"]
PARAMETERS = [
    ("4", "k"),
    ("8", "k"),
    ("24", "fps"),
    ("35", "mm"),
    ("50", "mm"),
    ("5", "seconds"),
    ("10", "seconds"),
    ("60", "fps"),
]


class Cinema:
    """Builds cinematographic fragments."""

    def __init__(self, clauses: Clauses) -> None:
        self.c = clauses
        self.p = clauses.p
        self.s = clauses.s

    def target(self, dep: str) -> Node:
        """What the camera moves at: "the woman", "her eyes", "a mountain lake"."""
        roll = self.s.rng.random()
        if roll < 0.4:
            return self.p.noun(self.p.kind(), dep)
        if roll < 0.7:
            return self.p.fixed(
                self.s.rng.choice(
                    ["her eyes", "his face", "her face", "his hands", "the subject", "the scene", "the horizon"]
                ),
                dep,
            )
        return self.p.place().as_(dep)

    def complement(self, text: str) -> list[Node]:
        """The direction, state or target after a camera verb."""
        if not text:
            return []
        if text == "OBJ":
            return [self.target("obj")]
        if text in STATES:
            return [word(text, "JJ", "xcomp")]
        if text.endswith("ly"):
            return [word(text, "RB", "advmod")]
        if text.startswith("to the "):
            return [
                Node(
                    text.rsplit(maxsplit=1)[-1],
                    "NN",
                    "obl",
                    before=[word("to", "IN", "case"), word("the", "DT", "det")],
                )
            ]
        first, _, second = text.partition(" ")
        if second:
            lead = word(
                first,
                "RP" if first in PARTICLES else "RB",
                "compound:prt" if first in {"in", "out", "up", "down"} else "advmod",
                None,
            )
            return [lead, self.p.with_case(second, self.target("obl"), "obl")]
        if first in {"into", "toward", "through", "above", "with", "from", "on"} or (
            first in {"around", "over", "past", "across"} and self.s.chance(0.6)
        ):
            return [self.p.with_case(first, self.target("obl"), "obl")]
        if first in {"in", "out"} or (first in {"up", "down", "back"} and self.s.chance(0.5)):
            return [word(first, "RP", "compound:prt")]
        return [word(first, "RB", "advmod")]

    def camera_clause(self, dep: str) -> Node:
        """ "the camera slowly pushes in on her face", "zoom out", "camera panning left"."""
        verb, complements = self.s.entry("camera_verbs")
        verb = verb.split()[0]
        after = self.complement(self.s.rng.choice(complements) if complements else "")
        if self.s.chance(0.2):
            after.append(word(self.s.frame("adverbs"), "RB", "advmod"))
        if self.s.chance(0.22):
            before = [word("slowly", "RB", "advmod")] if self.s.chance(0.3) else []
            return Node(verb, "VB", dep, before=before, after=after)
        name = self.s.frame("camera_subjects")
        subject = (
            self.p.fixed(name, "nsubj")
            if self.s.chance(0.85)
            else Node("camera", "NN", "nsubj", before=[word("static", "JJ", "amod")])
        )
        before = [subject]
        roll = self.s.rng.random()
        if roll < 0.15:
            form, tag = gerund(verb), "VBG"
        elif roll < 0.25:
            before.append(word("is", "VBZ", "aux", "AUX"))
            form, tag = gerund(verb), "VBG"
        elif roll < 0.33:
            inner = Node(verb, "VB", "xcomp", before=[word("to", "TO", "mark")], after=after)
            return Node(third(self.s.rng.choice(["begin", "start"])), "VBZ", dep, before=before, after=[inner])
        else:
            form, tag = third(verb), "VBZ"
        if self.s.chance(0.35):
            before.append(word(self.s.frame("adverbs"), "RB", "advmod"))
        head = Node(form, tag, dep, before=before, after=after)
        if self.s.chance(0.1):
            second, more = self.s.entry("camera_verbs")
            shape = gerund(second.split()[0]) if tag == "VBG" else third(second.split()[0])
            head.after.append(
                Node(
                    shape, tag, "conj", before=[word("and", "CC", "cc")], after=self.complement(more[0] if more else "")
                )
            )
        return head

    def hyphened(self, text: str, dep: str) -> Node:
        """ "push-in", "dolly zoom", "tracking shot", "pan left" as one noun phrase."""
        if "-" in text:
            first, last = text.split("-")
            head = word(first, "NN", dep)
            head.glue = True
            hyphen = word("-", "HYPH", "punct")
            hyphen.glue = True
            head.after = [hyphen, word(last, "RP", "compound:prt")]
            return head
        parts = text.split()
        if len(parts) == 2 and parts[1] in PARTICLES | ADVERBS:
            tail = word(parts[1], "RP", "compound:prt") if parts[1] in PARTICLES else word(parts[1], "RB", "advmod")
            return Node(parts[0], "NN", dep, after=[tail])
        head = Node(parts[-1], "NN", dep)
        for part in parts[:-1]:
            head.before.append(word(part, "NN", "compound"))
        return head

    def camera_noun(self, dep: str) -> Node:
        """ "slow dolly-in on the mug", "handheld tracking shot of a runner"."""
        head = self.hyphened(self.s.frame("camera_nouns"), dep)
        modifiers = [
            word(m, "JJ", "amod")
            for m in self.s.rng.sample(
                ["slow", "smooth", "gentle", "subtle", "steady", "fast", "handheld", "cinematic", "slight", "wide"],
                self.s.rng.choice([0, 1, 1, 2]),
            )
        ]
        head.before[0:0] = modifiers
        if self.s.chance(0.25):
            head.after.append(
                self.p.with_case(self.s.rng.choice(["on", "toward", "into"]), self.target("nmod"), "nmod")
            )
        elif self.s.chance(0.15):
            head.after.append(self.p.with_case("of", self.p.actor("nmod"), "nmod"))
        elif self.s.chance(0.1):
            head.after.append(Node("following", "VBG", "acl", after=[self.p.actor("obj", plain=True)]))
        return self.p.determined(head, definite=0.1, bare=0.75)

    def static(self, dep: str) -> Node:
        """ "static camera", "locked-off shot", "camera static"."""
        if self.s.chance(0.25):
            return Node(
                self.s.rng.choice(sorted(STATES)),
                "JJ",
                dep,
                before=[self.p.fixed(self.s.rng.choice(["camera", "the camera"]), "nsubj")],
            )
        text = self.s.frame("static_phrases")
        first, rest = text.split(" ", 1)
        head = self.p.compound(rest, dep)
        if "-" in first:
            left, last = first.split("-")
            stem = word(left, "VBN", "amod")
            stem.glue = True
            hyphen = word("-", "HYPH", "punct")
            hyphen.glue = True
            stem.after = [hyphen, word(last, "RP", "compound:prt")]
            head.before.insert(0, stem)
        else:
            head.before.insert(0, word(first, "JJ", "amod"))
        return head

    def light(self, dep: str) -> Node:
        """ "soft window light from the left", "golden hour lighting", "under dim neon glow"."""
        head = word(self.s.frame("lighting_nouns"), "NN", dep)
        if head.form.endswith("s"):
            head.tag = "NNS"
        if self.s.chance(0.8):
            head.before.append(word(self.s.frame("lighting_modifiers"), "JJ", "amod"))
        if self.s.chance(0.4):
            head.before.append(word(self.s.frame("lighting_sources"), "NN", "compound"))
        if self.s.chance(0.2):
            head.after.append(
                Node(
                    self.s.rng.choice(["left", "right", "window", "side"]),
                    "NN",
                    "nmod",
                    before=[word("from", "IN", "case"), word("the", "DT", "det")],
                )
            )
        return head

    def style(self, dep: str) -> Node:
        """ "cinematic", "shallow depth of field", "35mm film"."""
        if self.s.chance(0.2):
            number, unit = self.s.rng.choice(PARAMETERS)
            count = word(number, "CD", "nummod")
            count.glue = unit in {"k", "mm"} or self.s.chance(0.4)
            return Node(unit, "NNS" if unit == "seconds" else "NN", dep, before=[count])
        text = self.s.frame("styles")
        if " " not in text:
            return word(text, "JJ", dep)
        if text == "shallow depth of field":
            return Node(
                "depth",
                "NN",
                dep,
                before=[word("shallow", "JJ", "amod")],
                after=[Node("field", "NN", "nmod", before=[word("of", "IN", "case")])],
            )
        first, rest = text.split(" ", 1)
        head = self.p.compound(rest, dep)
        head.before.insert(
            0,
            word(
                first,
                "JJ"
                if first in {"natural", "vivid", "moody", "peaceful", "dreamy", "cinematic", "soft", "high", "muted"}
                else "NN",
                "amod"
                if first in {"natural", "vivid", "moody", "peaceful", "dreamy", "cinematic", "soft", "high", "muted"}
                else "compound",
            ),
        )
        if head.form in {"colors"}:
            head.tag = "NNS"
        return head

    def framing(self, dep: str) -> Node:
        """ "close-up of a woman with red hair"."""
        text = self.s.frame("framings")
        *before, last = text.split()
        if "-" in last:
            first, second = last.split("-")
            head = word(first, "NN", dep)
            head.glue = True
            hyphen = word("-", "HYPH", "punct")
            hyphen.glue = True
            head.after = [hyphen, word(second, "RP", "compound:prt")]
        else:
            head = word(last, "NN", dep)
        head.before += [
            word(
                b,
                "JJ" if b in {"extreme", "wide", "aerial", "low", "full", "high", "overhead", "medium"} else "NN",
                "amod"
                if b in {"extreme", "wide", "aerial", "low", "full", "high", "overhead", "medium"}
                else "compound",
            )
            for b in before
        ]
        if self.s.chance(0.7):
            inner = self.c.nominal_with_participle("nmod") if self.s.chance(0.4) else self.p.actor("nmod")
            head.after.append(self.p.with_case(self.s.rng.choice(["of", "of", "of", "on"]), inner, "nmod"))
        return self.p.determined(head, definite=0.05, bare=0.6)

    def negation(self, dep: str) -> Node:
        """ "no camera movement", "no text"."""
        *_, last = text = self.s.rng.choice(EXTRA).split()
        head = word(last, "NNS" if last == "cuts" else "NN", dep)
        if text[0] == "without":
            head.before.append(word("without", "IN", "case"))
        else:
            head.before.append(word("no", "DT", "det"))
        for part in text[1:-1]:
            head.before.append(
                word(part, "JJ" if part == "sudden" else "NN", "amod" if part == "sudden" else "compound")
            )
        return head
