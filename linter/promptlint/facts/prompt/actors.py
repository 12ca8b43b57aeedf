"""Who acts: finding the actor of a verb and saying of what kind it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from promptlint.facts.prompt.model import ActorKind
    from promptlint.facts.prompt.parse import Parse
    from promptlint.facts.prompt.vocabulary import Vocabulary

CAUSING = frozenset({"make", "let", "have", "see", "watch", "show", "help"})
CARRIERS = frozenset({"conj", "xcomp", "advcl", "parataxis", "ccomp", "list"})


class Actors:
    """Kinds of nouns under one vocabulary, and the walk from a verb to its actor."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.words
        self.camera = words("camera_subjects")
        self.animate = words("persons", "animals", "pronouns_person")
        self.persons = words("persons")
        self.endings = tuple(words("person_endings"))
        self.movable = self.animate | words("vehicles", "body_parts")
        self.light = words("light_nouns")
        self.scene = words("wind_things", "nature_things", "scene_nouns", "places", "weather_words")
        self.subjects = words(
            "persons",
            "animals",
            "pronouns_person",
            "vehicles",
            "body_parts",
            "products",
            "plants",
            "garments",
            "hair_nouns",
        )
        self.listed = self.subjects | self.scene | self.light
        self.settings = words("places", "medium_nouns")
        self.medium = words("medium_nouns")
        self.groups = words("group_nouns")
        self.wholes = self.groups | self.medium | words("timelapse_words", "camera_nouns")
        self.shapes = words("garments", "hair_nouns") - words("fragile_in_motion")

    def of(self, parse: Parse, verb: int) -> int | None:
        """The token of the actor: the subject, the head of a participle, or what an earlier verb has."""
        seen: set[int] = set()
        i = verb
        while i not in seen:
            seen.add(i)
            subject = parse.subject(i)
            if subject is not None:
                return self._core(parse, subject)
            dep, head = parse.dep[i], parse.head[i]
            if dep in {"acl", "acl:relcl", "amod"} and not parse.is_verb(head):
                filmed = parse.lemma[head] in self.wholes and head < i - 1 and self.is_alive(parse, i - 1)
                return i - 1 if filmed else self._core(parse, head)
            if dep == "acl" and parse.is_verb(head):
                i = head
                continue
            if dep in {"xcomp", "ccomp"}:
                thing = parse.child(head, "obj")
                doing = parse.tag[i] == "VBG" and thing is not None and thing < i
                if thing is not None and (doing or parse.lemma[head] in CAUSING):
                    return self._core(parse, thing)
            if dep == "conj" and parse.is_noun(head) and parse.tag[i] == "VBZ" and parse.is_verb(parse.head[head]):
                i = parse.head[head]
                continue
            if dep == "conj" and not parse.is_verb(head) and parse.is_noun(head):
                return None if parse.dep[head] in {"ROOT", "list"} else self._core(parse, head)
            if dep not in CARRIERS or not (parse.is_verb(head) or parse.pos[head] == "ADJ"):
                break
            if dep in {"list", "parataxis"} and parse.tag[i] not in {"VBG", "VBZ"}:
                break
            i = head
        return self.earlier(parse, verb) if parse.tag[verb] == "VBZ" else None

    def earlier(self, parse: Parse, verb: int) -> int | None:
        """The living subject of the verb before, in the same sentence: "spins, drops to one knee"."""
        for i in range(verb - 1, max(-1, verb - 15), -1):
            if parse.lower[i] in {".", "!", "?", ";", ":"}:
                return None
            subject = parse.subject(i) if parse.tag[i] == "VBZ" else None
            if subject is not None:
                return self._core(parse, subject) if self.is_alive(parse, subject) else None
        return None

    def _core(self, parse: Parse, noun: int) -> int:
        """The people of "a group of people"; the antecedent of "who" and "that"."""
        if parse.lower[noun] in {"who", "that", "which"}:
            verb = parse.head[noun]
            if parse.dep[verb] == "acl:relcl":
                return parse.head[verb]
        if parse.lemma[noun] in self.wholes:
            inner = next(
                (c for c in parse.children[noun] if parse.dep[c] == "nmod" and parse.child(c, "case") is not None), None
            )
            if inner is not None and any(parse.lower[c] == "of" for c in parse.children[inner]):
                return inner
        return noun

    def kind(self, parse: Parse, actor: int | None) -> ActorKind:
        """A named subject outranks the surroundings; nobody named counts as a subject; unknown nouns are subjects."""
        if actor is None:
            return "subject"
        lemma = parse.lemma[actor]
        if self.is_person(lemma) or (len(lemma) == 1 and self.is_alive(parse, actor)):
            return "subject"
        if lemma in self.camera and lemma not in self.animate:
            return "camera"
        if lemma in self.subjects:
            return "subject"
        if lemma in self.light:
            return "light"
        return "scene" if lemma in self.scene else "subject"

    def is_person(self, lemma: str) -> bool:
        """Known as a person, or made like a word for one: "glassmaker", "horsewoman"."""
        return lemma in self.persons or (lemma not in self.listed and lemma.endswith(self.endings) and len(lemma) > 5)

    def is_alive(self, parse: Parse, i: int) -> bool:
        """A person or an animal, a name or a pronoun for one."""
        if parse.lemma[i] in self.animate or parse.tag[i] == "NNP" or self.is_person(parse.lemma[i]):
            return True
        lettered = len(parse.lower[i]) == 1 and i > 0 and parse.lemma[i - 1] in self.animate
        return lettered and parse.prompt[parse.start[i]].isupper()

    def name(self, parse: Parse, actor: int | None) -> str | None:
        """The actor's words, from the first modifier to the noun."""
        if actor is None:
            return None
        first, last = parse.noun_phrase(actor)
        if last - first > 8:
            first = last
        return parse.text(first, last)
