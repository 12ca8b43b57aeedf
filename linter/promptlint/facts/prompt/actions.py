"""Actions: verbs and verbal nouns that tell of change. The parse proposes, the motion lexicon rescues or vetoes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from promptlint.facts.prompt.action_maker import ActionMaker, Surroundings
from promptlint.facts.prompt.verbal_nouns import VerbalNounReader, is_style

if TYPE_CHECKING:
    from promptlint.facts.prompt.camera import CameraReader
    from promptlint.facts.prompt.model import Action
    from promptlint.facts.prompt.parse import Parse
    from promptlint.facts.prompt.vocabulary import Vocabulary

SPREAD = (["wide"], ["open"], ["shut"], ["apart"])
IN_A_ROW = frozenset({"conj", "parataxis", "list", "appos", "ccomp", "discourse"})


class ActionReader:
    """Reads actions with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, camera: CameraReader) -> None:
        words = vocabulary.words
        self.maker = ActionMaker(vocabulary, camera)
        self.actors, self.judge = self.maker.actors, self.maker.judge
        self.verbal_nouns = VerbalNounReader(vocabulary, self.maker)
        self.filming = words("camera_effect_verbs")
        self.summary = words("summary_verbs")
        self.generic = words("generic_move_nouns")
        self.moving = words("moving_participles")
        self.looking = words("looking_participles")
        self.named = words("named_by_participle")
        self.places = words("places")
        self.weather = words("weather_verbs")
        self.things = words(
            "products", "nature_things", "places", "animals", "vehicles", "garments", "body_parts", "motion_modifiers"
        )
        nouns = words("places", "medium_nouns", "garments", "light_nouns", "products")
        self.noun_gerunds = frozenset(noun for noun in nouns if noun.endswith("ing"))

    def read(self, parse: Parse, taken: set[int], *, timelapse: bool) -> tuple[Action, ...]:
        """All actions in order, those of the camera included; `taken` are the tokens of camera moves."""
        found_at: dict[int, Action] = {}
        tokens = range(len(parse))
        verbal = {parse.fragment[i] for i in tokens if self._tells(parse, i)}
        around = Surroundings(
            frozenset(parse.fragment[i] for i in taken), frozenset(taken), frozenset(verbal), timelapse
        )
        for i in range(len(parse)):
            if parse.hidden[i] or i in taken:
                continue
            if parse.is_verb(i):
                found = self._verb(parse, i, around)
            elif parse.is_noun(i) or parse.pos[i] == "ADJ":
                found = self.verbal_nouns.read(parse, i, around)
            else:
                found = None
            if found is not None:
                found_at[i] = found
        for i, action in list(found_at.items()):
            if (
                action.actor_kind == "subject"
                and action.actor is not None
                and not self._leads(parse, i, action)
                and self._peopled(parse, found_at)
            ):
                found_at[i] = replace(action, actor_kind="scene")
        main = {
            i
            for i in found_at
            if parse.lemma[i] not in self.generic - {"move"} and not self._beside(parse, i, found_at)
        }
        telling = {i for i in main if parse.lemma[i] not in self.summary and found_at[i].certainty != "possible"}
        return tuple(replace(action, main=i in (telling or main)) for i, action in found_at.items())

    def _tells(self, parse: Parse, i: int) -> bool:
        """A verb that is no mere attribute."""
        return parse.is_verb(i) and parse.dep[i] != "amod" and not parse.hidden[i]

    def _leads(self, parse: Parse, i: int, action: Action) -> bool:
        """The actor is somebody, a thing that the lexicons know as a subject, or one that handles things."""
        actor = self.actors.of(parse, i)
        if actor is None or parse.lemma[actor] in self.actors.subjects or parse.pos[actor] == "PRON":
            return True
        handles = action.verb in self.judge.handling - self.judge.still and parse.child(i, "obj") is not None
        return handles or self.actors.is_alive(parse, actor)

    def _peopled(self, parse: Parse, found_at: dict[int, Action]) -> bool:
        """Somebody alive acts in the prompt: unknown things beside are part of the scene."""
        for i, action in found_at.items():
            actor = self.actors.of(parse, i) if action.certainty != "possible" else None
            if actor is not None and self.actors.is_alive(parse, actor):
                return True
        return False

    def _beside(self, parse: Parse, i: int, found_at: dict[int, Action]) -> bool:
        """The action hangs on another sure action of a subject, other than as the next one in a row."""
        seen: set[int] = set()
        beside = False
        while parse.head[i] != i and i not in seen:
            seen.add(i)
            beside = beside or not (parse.dep[i] in IN_A_ROW or self._meanwhile(parse, i))
            i = parse.head[i]
            action = found_at.get(i)
            if beside and action is not None and action.actor_kind == "subject" and action.certainty != "possible":
                return True
        return False

    def _meanwhile(self, parse: Parse, i: int) -> bool:
        """ "while the student checks", "while stirring": an act of its own, and no circumstance of another."""
        if parse.dep[i] != "advcl":
            return False
        subject = parse.subject(i)
        if subject is not None:
            return parse.pos[subject] != "PRON" and self.actors.is_alive(parse, subject)
        return parse.tag[i] == "VBG" and any(parse.lower[c] == "while" for c in parse.children[i])

    def _verb(self, parse: Parse, i: int, around: Surroundings) -> Action | None:
        lemma, tag, dep = parse.lemma[i], parse.tag[i], parse.dep[i]
        if dep in {"case", "mark", "fixed", "compound", "flat", "cc"} or (dep == "nmod" and parse.is_noun(i)):
            return None
        if (
            lemma in self.judge.aspectual
            and parse.child(i, "xcomp") is not None
            and lemma not in {"keep", "get", "use"}
        ):
            return None
        if i + 1 < len(parse) and parse.lower[i + 1] == ":":
            return None
        noun = self._noun_after(parse, i)
        if noun is not None:
            return self._participle(parse, i, around.timelapse, noun)
        if dep == "amod" or (i + 1 < len(parse) and parse.head[i] == i + 1 and dep == "compound"):
            return self._participle(parse, i, around.timelapse, parse.head[i])
        if parse.lower[i] in self.noun_gerunds and parse.child(i, "obj") is None:
            return None
        actor = self.actors.of(parse, i)
        if (
            actor is not None
            and parse.lemma[actor] in self.judge.body
            and tag != "VBZ"
            and parse.lower[i + 1 : i + 2] in SPREAD
        ):
            return None
        kind = self.actors.kind(parse, actor)
        if actor is not None and (kind == "camera" or (actor in around.taken and lemma in self.filming)):
            return None
        if actor is None and (
            tag == "VBD" or (tag in {"VBZ", "VBP"} and (lemma in self.things or parse.lower[i] in self.things))
        ):
            return None
        if actor == i - 1 and tag in {"VBZ", "VBP"} and parse.lemma[actor] in self.places and lemma in self.things:
            return None
        thing = self._thing_that_moves(parse, i) if actor is None else None
        if thing is not None:
            return self.maker.make(parse, i, thing, "likely" if around.timelapse else "possible")
        if actor is None and lemma in self.filming and {parse.fragment[i], parse.fragment[i] - 1} & around.filmed:
            return None
        if lemma == "look" and is_style(parse, i):
            return None
        certainty = (
            self.judge.passive(parse, i)
            if (tag == "VBN" or (tag == "VBD" and dep == "acl")) and not self.judge.perfect(parse, i)
            else self.judge.active(parse, i, actor)
        )
        if certainty is None:
            return None
        if lemma in self.weather and actor is None:
            kind = "scene"
        if self.judge.doubtful(parse, i):
            certainty = "possible"
        return self.maker.make(parse, i, actor, certainty, kind_is_scene=kind == "scene")

    def _thing_that_moves(self, parse: Parse, i: int) -> int | None:
        """The noun after a participle that the parse took for a verb with an object: "flying vehicles"."""
        if parse.tag[i] != "VBG" or (parse.lemma[i] in self.judge.handling and parse.lower[i] not in self.moving):
            return None
        thing = parse.child(i, "obj")
        if (
            thing is None
            or thing < i
            or parse.lemma[i] not in self.judge.dynamic
            or parse.child(i, "advmod", "compound:prt", "obl") is not None
        ):
            return None
        between = range(i + 1, thing)
        return thing if all(parse.dep[k] in {"amod", "compound"} or parse.lower[k] == "-" for k in between) else None

    def _noun_after(self, parse: Parse, i: int) -> int | None:
        """The noun that a participle between article or adjective and noun describes: "an unbranded running shoe"."""
        if parse.tag[i] == "VBG" and i + 1 < len(parse) and parse.lemma[i + 1] in self.named:
            return i + 1
        if parse.tag[i] != "VBG" or i == 0 or i + 1 >= len(parse) or parse.fragment[i + 1] != parse.fragment[i]:
            return None
        if (
            parse.pos[i - 1] not in {"DET", "ADJ"}
            and parse.tag[i - 1] != "PRP$"
            and not (parse.lower[i - 1].endswith("ly") and i > 1 and parse.pos[i - 2] == "DET")
        ):
            return None
        last = i + 1
        while last < len(parse) and parse.pos[last] == "ADJ":
            last += 1
        return (
            last
            if (last < len(parse) and parse.is_noun(last) and parse.dep[last] not in {"obj", "nsubj"})
            or parse.dep[i] == "amod"
            else None
        )

    def _participle(self, parse: Parse, i: int, timelapse: bool, head: int) -> Action | None:
        """ "drifting mist": moves, or looks as if it did; "flowing dress" is a cut of dress."""
        if (
            head >= len(parse)
            or parse.lower[i] in self.looking
            or parse.tag[i] == "VBN"
            or not parse.lower[i].endswith("ing")
            or parse.lemma[head] in self.actors.shapes | self.named
        ):
            return None
        if parse.lower[i] not in self.moving and not (
            parse.lemma[i] in self.judge.dynamic and parse.lemma[i] not in self.judge.still
        ):
            return None
        return self.maker.make(parse, i, head, "likely" if timelapse else "possible")
