"""Movements named by nouns and adjectives, and verbs that the parse took for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from promptlint.facts.prompt.action_maker import ActionMaker, Surroundings
    from promptlint.facts.prompt.model import Action, Certainty
    from promptlint.facts.prompt.parse import Parse
    from promptlint.facts.prompt.vocabulary import Vocabulary


def gerunds(verb: str) -> tuple[str, ...]:
    """The spellings that the -ing form of a verb may have."""
    if verb.endswith("ie"):
        return (verb[:-2] + "ying",)
    if verb.endswith("e"):
        return (verb[:-1] + "ing", verb + "ing")
    return (verb + "ing", verb + verb[-1] + "ing")


def is_style(parse: Parse, i: int) -> bool:
    """ "film look", "35mm lens look" at the end of a fragment."""
    return (
        (i + 1 == len(parse) or parse.fragment[i + 1] != parse.fragment[i] or not parse.lower[i + 1].isalpha())
        and i > 0
        and parse.is_noun(i - 1)
    )


class VerbalNounReader:
    """Reads them with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, maker: ActionMaker) -> None:
        words = vocabulary.words
        self.maker = maker
        self.nouns = words("motion_nouns")
        self.noun_modifiers = words("motion_modifiers")
        self.generic = words("generic_move_nouns")
        self.faces = words("facial_nouns")
        self.moving = words("moving_participles")
        self.dimming = words("light_verbs", "changes")
        things = words("places", "medium_nouns", "garments", "light_nouns", "products")
        self.gerunds = frozenset(form for verb in maker.judge.dynamic for form in gerunds(verb)) - things

    def read(self, parse: Parse, i: int, around: Surroundings) -> Action | None:
        """A movement named by a noun ("slight head turn"), or a verb taken for a noun ("candlelight flickers")."""
        lemma, lower = parse.lemma[i], parse.lower[i]
        if i + 1 < len(parse) and parse.lower[i + 1] == ":":
            return None
        if parse.dep[i] in {"compound", "amod"} and i + 1 < len(parse) and parse.is_noun(i + 1):
            return self._adjective(parse, i)
        if (
            i
            and parse.lower[i - 1] in {",", "and", "then"}
            and lower.endswith("s")
            and i + 1 < len(parse)
            and not parse.is_noun(i + 1)
        ):
            doer = (
                self.maker.actors.earlier(parse, i)
                if lower[:-1] in self.maker.judge.dynamic and parse.lower[i + 1] not in {",", "."}
                else None
            )
            if doer is not None:
                return self.maker.make(parse, i, doer, "likely")
        if lemma == "look" and is_style(parse, i):
            return None
        modifiers = {parse.lower[c] for c in parse.children[i] if c < i}
        if lower not in self.nouns and lemma not in self.nouns:
            return self._rescued(parse, i, around) if parse.is_noun(i) else self._adjective(parse, i)
        if parse.fragment[i] in around.filmed and not modifiers & self.maker.judge.body:
            slight = modifiers & self.noun_modifiers and parse.lemma[i] not in self.generic
            return self.maker.make(parse, i, None, "possible") if slight else None
        before = parse.lemma[i - 1] if i else ""
        bodily = before in self.maker.judge.body or any(
            parse.lemma[c] in self.maker.judge.body for c in parse.children[i] if parse.dep[c] in {"compound", "nmod"}
        )
        slight = bool(modifiers & self.noun_modifiers)
        if parse.fragment[i] in around.verbal and not (bodily and slight):
            return self._rescued(parse, i, around) if parse.fragment[i] not in around.verbal else None
        if parse.dep[i] in {"obl", "nmod"} and not slight:
            return None
        smile = lemma in self.faces
        if smile and parse.dep[i] == "nmod":
            return None
        certainty: Certainty
        if bodily or slight:
            certainty = "likely" if not smile or modifiers & {"slow", "sudden", "subtle", "slight"} else "possible"
        else:
            rescued = self._rescued(parse, i, around)
            if rescued is not None:
                return rescued
            certainty = "possible"
        actor = next(
            (c for c in parse.children[i] if parse.dep[c] in {"compound", "nmod", "nmod:poss"} and parse.is_noun(c)),
            None,
        )
        if actor is not None and self.maker.actors.kind(parse, actor) == "camera":
            return None
        return self.maker.make(parse, i, actor, certainty)

    def _adjective(self, parse: Parse, i: int) -> Action | None:
        """A participle that was tagged as an adjective: "swirling mist"."""
        head = parse.head[i]
        if (
            parse.lower[i] in self.dimming
            and i
            and parse.tag[i - 1] == "NNS"
            and parse.fragment[i - 1] == parse.fragment[i]
        ):
            return self.maker.make(parse, i, i - 1, "possible")
        if (
            parse.lower[i] not in self.moving
            or head <= i
            or not parse.is_noun(head)
            or parse.lemma[head] in self.maker.actors.shapes | self.maker.judge.body
        ):
            return None
        return self.maker.make(parse, i, head, "possible")

    def _rescued(self, parse: Parse, i: int, around: Surroundings) -> Action | None:
        """A noun that the lexicon knows as a verb, right after what would do it, in a fragment without a verb."""
        lemma, lower = parse.lemma[i], parse.lower[i]
        if parse.fragment[i] in around.verbal or i == 0 or parse.fragment[i - 1] != parse.fragment[i]:
            return None
        stem = lower[:-1] if lower.endswith("s") else lower
        doer = next(
            (
                k
                for k in (i - 1, i - 2)
                if k >= 0 and parse.lemma[k] in self.maker.actors.animate and parse.fragment[k] == parse.fragment[i]
            ),
            None,
        )
        if lower in self.gerunds and doer is not None and not (i + 1 < len(parse) and parse.is_noun(i + 1)):
            return self.maker.make(parse, i, doer, "likely")
        if stem not in self.maker.judge.dynamic and lemma not in self.maker.judge.dynamic:
            return None
        before = i - 1
        while before > 0 and parse.lower[before].endswith("ly"):
            before -= 1
        if not parse.is_noun(before) and parse.pos[before] != "PRON":
            return None
        if parse.fragment[before] != parse.fragment[i] or parse.lemma[before] in self.maker.camera.subjects:
            return None
        if lemma in self.maker.actors.scene or lower in self.maker.actors.scene:
            return None
        singular = lower.endswith("s") and parse.tag[before] in {"NN", "NNP", "PRP"}
        plural = not lower.endswith("s") and parse.tag[before] in {"NNS", "NNPS"}
        followed = i + 1 < len(parse) and parse.fragment[i + 1] == parse.fragment[i] and parse.is_noun(i + 1)
        if (
            not (
                singular
                or plural
                or (lemma in self.maker.judge.nature and parse.lemma[before] in self.maker.judge.body)
            )
            or followed
        ):
            return None
        return self.maker.make(
            parse, i, before, "likely" if (singular or plural) and stem not in self.maker.judge.looks else "possible"
        )
