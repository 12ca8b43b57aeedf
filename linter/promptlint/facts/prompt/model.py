"""The facts about one prompt: frozen values that go to JSON and back.

Offsets are Unicode code points of the prompt, end exclusive; `prompt[start:end] == text` for every item.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from promptlint.facts.serial import from_plain, to_plain

Motion = Literal["none", "possible", "clear"]
ActorKind = Literal["subject", "camera", "scene", "light"]
Certainty = Literal["certain", "likely", "possible"]
Speed = Literal["slow", "fast"]
AttributeKind = Literal["hair", "eyes", "skin", "garment", "object", "light", "age", "other"]
SubjectKind = Literal["person", "animal", "product", "vehicle", "place", "other"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the prompt."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Label(Span):
    """A stretch with the name it stands for, e.g. "setting sun" for `sunset`."""

    value: str


@dataclass(frozen=True, slots=True)
class Action(Span):
    """A change over time. The span covers the verb (or the noun that names the movement) with its particle.

    Attributes:
        actor: the words that name who or what acts; None where nobody is named ("pouring honey").
        actor_kind: whether a subject, the camera, the surroundings or the light acts.
        verb: the lemma.
        speed: what the words beside the verb say; None where they say nothing.
        negated: the prompt says that it must not happen.
        certainty: `certain` where parse and lexicon agree, `likely` where one speaks and the other is silent,
            `possible` where they disagree or the movement may be a mere look ("falling snow").
        main: it stands by itself, and not as a circumstance of another action ("walks, her coat flapping").
    """

    actor: str | None
    actor_kind: ActorKind
    verb: str
    speed: Speed | None
    negated: bool
    certainty: Certainty
    main: bool


@dataclass(frozen=True, slots=True)
class CameraMove(Span):
    """A camera move under the lexicon's name for it (`static` is one too, `move` is an unnamed one).

    Attributes:
        move: the name in the camera lexicon: pan, tilt, dolly, zoom, orbit, ...
        direction: in, out, left, right, up, down, around, clockwise, counterclockwise; None where not said.
        target: what the camera moves at, over or around, in the prompt's words.
        speed: slow or fast where the prompt says so.
        negated: the prompt says that it must not happen.
    """

    move: str
    direction: str | None
    target: str | None
    speed: Speed | None
    negated: bool


@dataclass(frozen=True, slots=True)
class Attribute(Span):
    """How something looks. The span covers the value words.

    Attributes:
        noun, noun_lemma, noun_start, noun_end: the thing described.
        kind: what sort of thing.
        value: the describing words in lower case ("dark auburn", "long", "leather").
        colour: the webcolors (CSS) name where the value is a colour.
        family: the colour's family in the lexicon, a CIELAB region; None where the value is no colour.
        negated: the prompt says that it is not so.
    """

    noun: str
    noun_lemma: str
    noun_start: int
    noun_end: int
    kind: AttributeKind
    value: str
    colour: str | None
    family: str | None
    negated: bool


@dataclass(frozen=True, slots=True)
class Subject(Span):
    """Somebody or something in the picture. The span covers the noun with what stands before it.

    Attributes:
        lemma: the noun.
        kind: person, animal, product, vehicle, place or other.
        count: how many; None for an uncounted plural or group.
        modifiers: the words before the noun, lower case, without article and count.
    """

    lemma: str
    kind: SubjectKind
    count: int | None
    modifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Negation(Span):
    """A negated phrase, from the negating word to the end of what it rules out."""

    negator: str
    scope: str


@dataclass(frozen=True, slots=True)
class Dialogue(Span):
    """Words to be spoken, without the quotation marks."""

    words: int


@dataclass(frozen=True, slots=True)
class PromptFacts:
    """Everything known about one prompt.

    Attributes:
        language: ISO 639-1 code; `und` where there are no words to tell it by. Only `en` prompts are parsed.
        words: number of words in the whole prompt.
        analysed: code points that were analysed; less than the prompt's length where the prompt is over the cap.
        motion: `clear` where something certainly or likely changes over time (camera moves count, a static camera
            does not), `possible` where that is unsure, `none` where nothing says so.
        possessors: people and animals in whose name something stands: `the boy` in "the boy's hair".
        mentions: words and phrases of the lexicons' remaining lists; `value` is the list's name.
        lemmas: the words that are written in another form than the dictionary's; `value` is the dictionary's ("walk"
            for "walking").
    """

    language: str
    words: int
    analysed: int
    fragments: tuple[Span, ...] = ()
    motion: Motion = "none"
    actions: tuple[Action, ...] = ()
    camera: tuple[CameraMove, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    subjects: tuple[Subject, ...] = ()
    possessors: tuple[Subject, ...] = ()
    time_of_day: Label | None = None
    lighting: tuple[Span, ...] = ()
    style: tuple[Span, ...] = ()
    framing: Label | None = None
    anchors: tuple[Span, ...] = ()
    negations: tuple[Negation, ...] = ()
    scene_changes: tuple[Span, ...] = ()
    quality_tags: tuple[Span, ...] = ()
    dialogue: tuple[Dialogue, ...] = ()
    parameters: tuple[Label, ...] = ()
    mentions: tuple[Label, ...] = ()
    lemmas: tuple[Label, ...] = ()

    def subject_actions(self) -> tuple[Action, ...]:
        """The sure main actions of subjects, each verb once in each direction: what an action count counts."""
        seen: dict[tuple[str, str], Action] = {}
        for action in self.actions:
            if action.actor_kind == "subject" and action.main and not action.negated and action.certainty != "possible":
                seen.setdefault((action.verb, action.text.partition(" ")[2].lower()), action)
        return tuple(seen.values())

    def mentioned(self, list_name: str) -> tuple[Label, ...]:
        """The mentions of one lexicon list."""
        return tuple(label for label in self.mentions if label.value == list_name)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, one key a field."""
        plain: dict[str, Any] = to_plain(self)
        return plain

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> PromptFacts:
        """The value that `to_json` wrote.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: the data has another shape.
        """
        return from_plain(cls, data)
