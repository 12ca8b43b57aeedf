"""What a verb tells: movement, look, or neither; how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from promptlint.facts.prompt.actors import Actors
    from promptlint.facts.prompt.model import Certainty
    from promptlint.facts.prompt.parse import Parse
    from promptlint.facts.prompt.vocabulary import Vocabulary


class VerbJudge:
    """Weighs a verb by the motion lexicon, its actor, its object and its place in the sentence."""

    def __init__(self, vocabulary: Vocabulary, actors: Actors) -> None:
        words = vocabulary.words
        self.actors = actors
        self.dynamic = words(
            "movement_intransitive", "movement_transitive", "expressions", "gazes", "speech", "nature", "changes"
        )
        self.handling = words("movement_transitive")
        self.bodily = words("movement_intransitive", "expressions", "gazes", "speech")
        self.nature = words("nature", "changes", "light_verbs")
        self.aspectual = words("aspectual")
        self.postures = words("postures")
        self.body_postures = words("body_postures")
        self.particles = words("posture_particles")
        self.still = words("postures", "states", "abstract")
        self.looks = words("states")
        self.known = self.dynamic | self.still | self.aspectual
        self.vague = words("vague_verbs")
        self.gazes = words("gazes")
        self.body = words("body_parts", "hair_nouns")
        self.directional = words("directional_adverbs")
        self.manner = words("manner_adverbs")
        self.hypothetical = words("hypothetical_marks")
        self.hanging = words("hanging_verbs")
        self.hanging_places = words("hanging_places")

    def active(self, parse: Parse, i: int, actor: int | None) -> Certainty | None:
        """How surely an active verb tells of change; None where it tells how things look or are."""
        lemma = parse.lemma[i]
        animate = actor is None or parse.lemma[actor] in self.actors.movable or self.actors.is_alive(parse, actor)
        subject_like = animate or (actor is not None and parse.lemma[actor] in self.actors.subjects)
        dynamic, still = lemma in self.dynamic, lemma in self.still
        if actor is not None and parse.lemma[actor] in self.actors.shapes and lemma in self.hanging:
            return self._hanging(parse, i)
        if lemma == "light" and parse.lower[i + 1 : i + 2] == ["up"]:
            return "likely"
        if lemma in self.postures:
            moved = self._moves_in_posture(parse, i)
            if moved or not (dynamic and lemma not in self.looks):
                return "certain" if moved else None
            return "possible" if parse.child(i, "obj") is not None and lemma in self.handling else None
        if lemma in self.gazes and self._into_camera(parse, i):
            return "possible"
        thing = parse.child(i, "obj")
        if thing is not None and not animate and parse.lemma[thing] in self.actors.light and lemma in self.handling:
            return None
        if dynamic and not still:
            if actor is not None and parse.lemma[actor] in self.actors.medium and lemma not in self.nature:
                return "possible"
            return "certain"
        if dynamic and still:
            if actor is not None and not subject_like:
                manner = any(parse.lower[c] in self.manner for c in parse.children[i])
                return "likely" if self._onset(parse, i) else "possible" if manner else None
            if actor is None and parse.tag[i] in {"VB", "VBN"}:
                return None if lemma in self.looks and parse.child(i, "obj") is None else "possible"
            if not animate:
                return "likely" if self._onset(parse, i) else "possible"
            if lemma in self.bodily and lemma not in self.looks and actor is not None:
                return "certain"
            if lemma in self.looks or parse.child(i, "obj") is None:
                return self._ambiguous(parse, i)
            return "certain" if self._handles(parse, i) else "likely" if lemma in self.handling else "possible"
        if lemma == "make" and animate and actor is not None and self._handles(parse, i):
            return "likely"
        if still or lemma in self.aspectual:
            return "possible" if lemma not in self.aspectual and self._onset(parse, i) and lemma in self.looks else None
        if lemma in self.known:
            return None
        if lemma in self.vague:
            return "possible"
        if actor is not None and not subject_like:
            return None
        return self._unknown(parse, i, actor, animate)

    def _into_camera(self, parse: Parse, i: int) -> bool:
        """Looking at the camera is a pose as often as an act."""
        return any(parse.lemma[c] in {"camera", "viewer", "lens"} for c in parse.children[i]) and not any(
            parse.lower[c] in self.directional for c in parse.children[i] if parse.dep[c] == "advmod"
        )

    def _ambiguous(self, parse: Parse, i: int) -> Certainty | None:
        """A verb of look or movement with a living actor: its object or direction decides."""
        if parse.child(i, "obj") is not None:
            if parse.lemma[i] not in self.handling:
                return "possible"
            return "certain" if self._handles(parse, i) else "likely" if self._is_thing(parse, i) else "possible"
        return "certain" if parse.lemma[i] in self.bodily and self._directed(parse, i) else "possible"

    def _handles(self, parse: Parse, i: int) -> bool:
        """The object is a body part or a thing, and not light or an impression."""
        thing = parse.child(i, "obj")
        return thing is not None and parse.lemma[thing] in self.actors.subjects | self.body

    def _is_thing(self, parse: Parse, i: int) -> bool:
        """The object is neither light nor part of the surroundings."""
        thing = parse.child(i, "obj")
        return thing is not None and parse.lemma[thing] not in self.actors.scene | self.actors.light

    def _directed(self, parse: Parse, i: int) -> bool:
        return any(parse.lower[c] in self.directional | self.manner or parse.dep[c] == "obl" for c in parse.children[i])

    def _unknown(self, parse: Parse, i: int, actor: int | None, animate: bool) -> Certainty | None:
        """A verb that no list has: an action of somebody alive is likely, of a thing possible."""
        tag = parse.tag[i]
        if tag in {"VBN", "VB"} or not parse.lower[i].isalpha() or len(parse.lower[i]) < 3:
            return None if tag == "VBN" else "possible" if actor is not None else None
        if parse.pos[i] != "VERB":
            return None
        if actor is None and not parse.lower[i].endswith("ing"):
            return None
        if actor is not None and animate:
            return "likely" if tag in {"VBZ", "VBG", "VBP"} else "possible"
        return "possible"

    def _hanging(self, parse: Parse, i: int) -> Certainty | None:
        """Hair that falls over shoulders hangs; hair that falls in the wind moves."""
        places = {parse.lemma[c] for c in parse.children[i] if parse.dep[c] in {"obl", "obj"}}
        manner = any(parse.lower[c] in self.manner for c in parse.children[i])
        if places & self.hanging_places or parse.child(i, "xcomp") is not None:
            return "possible" if manner else None
        return "certain" if places & self.actors.scene or manner else "possible"

    def _moves_in_posture(self, parse: Parse, i: int) -> bool:
        """Stand up, sit down, lean toward; begins to kneel."""
        following = parse.lower[i + 1] if i + 1 < len(parse) else ""
        if parse.lemma[i] in {"lean", "crouch", "kneel", "curl", "settle", "bend"} and following in self.directional:
            return not (following == "in" and parse.dep[i] == "acl")
        turning = parse.lemma[i] in self.body_postures and any(
            parse.lower[c] in self.particles and abs(c - i) <= 3
            for c in parse.children[i]
            if parse.dep[c] in {"compound:prt", "advmod"}
        )
        sudden = any(parse.lower[c] in {"suddenly", "abruptly", "slowly"} for c in parse.children[i])
        return turning or sudden or self._onset(parse, i)

    def _onset(self, parse: Parse, i: int) -> bool:
        """Begins to, starts to."""
        return parse.dep[i] == "xcomp" and parse.lemma[parse.head[i]] in {"begin", "start", "try", "proceed"}

    def perfect(self, parse: Parse, i: int) -> bool:
        """Has fallen."""
        return any(parse.dep[c] == "aux" and parse.lemma[c] == "have" for c in parse.children[i])

    def passive(self, parse: Parse, i: int) -> Certainty | None:
        """Being poured is an action; lit, covered, parked are looks."""
        lemma = parse.lemma[i]
        aux = {parse.lower[c] for c in parse.children[i] if parse.dep[c] in {"aux:pass", "aux", "cop"}}
        if parse.dep[i] == "conj" and parse.tag[parse.head[i]] == "VBN":
            aux |= {parse.lower[c] for c in parse.children[parse.head[i]] if parse.dep[c] in {"aux:pass", "aux"}}
        if "being" in aux or "getting" in aux:
            return "certain" if lemma in self.dynamic else "likely" if lemma not in self.still else "possible"
        if lemma not in self.dynamic or lemma in self.still:
            return None
        if aux:
            return "likely" if lemma not in {"set", "lay", "cut", "fry", "close", "open", "wrap", "tie"} else "possible"
        agent = any(parse.lower[c] == "by" for child in parse.children[i] for c in parse.children[child])
        return "possible" if agent else None

    def doubtful(self, parse: Parse, i: int) -> bool:
        """Purpose ("to wave"), comparison ("as if dancing"), possibility ("can change")."""
        for c in parse.children[i]:
            if c > i:
                break
            onset = (parse.dep[i] == "xcomp" and parse.lemma[parse.head[i]] in self.aspectual) or (
                c > 0 and parse.lemma[c - 1] in {"begin", "start"}
            )
            if parse.dep[c] in {"mark", "case"} and parse.lower[c] in self.hypothetical | {"to"} and not onset:
                return True
            if parse.dep[c] == "aux" and parse.lower[c] in {"can", "could", "may", "might", "would", "should"}:
                return True
        if parse.dep[i] == "ccomp" and parse.lemma[parse.head[i]] not in {
            "make",
            "let",
            "have",
            "show",
            "see",
            "watch",
        }:
            return not {":", ";", "."} & set(parse.lower[parse.head[i] : i])
        head = parse.head[i]
        return (
            parse.dep[i] in {"conj", "advcl"}
            and head < i
            and parse.is_verb(head)
            and parse.subject(i) is None
            and self.doubtful(parse, head)
        )
