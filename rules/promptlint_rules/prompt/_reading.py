"""What several prompt rules ask of a shot and of its prompt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from promptlint.document import Scalar
from promptlint.edits import replace_words
from promptlint.facts import ShotFacts, identity
from promptlint.facts.prompt import Attribute, CameraMove, Label, PromptFacts, Subject
from promptlint.finding import TextEdit
from promptlint.profiles import Claim
from promptlint.profiles.answers import takes_prompt
from promptlint.spec.model import Field, Location, Shot

NO_MOVES: Final = frozenset({"static", "handheld", "shake", "move", "rack-focus"})
"""Names in the camera facts that take the camera nowhere."""

POLITE: Final = re.compile(
    r"\b(?:please|(?:can|could|would|will) you(?: please)?|i(?: would|'d) like(?: you)? to"
    r"|i want(?: you)? to|i want|i need(?: you)? to)\b",
    re.IGNORECASE,
)
COMMAND: Final = re.compile(
    r"(?:^|(?<=[.!?\n]))\s*(?:please\s+)?"
    r"(?P<verb>add|remove|change|replace|delete|insert|make|create|generate|produce|render|animate|let|bring"
    r"|turn this)\b"
    r"(?=\s+(?:an?|the|this|it|her|him|them|his|some|more|my|video|image|\w+ (?:into|to|from))\b)",
    re.IGNORECASE,
)
"""Orders to the model, of which the facts cannot tell what they would move."""

_STAY: Final = re.compile(r"static|fixed|locked|lockoff|stationary|motionless|immobile|unmoving|tripod|none|no camera")
_SMOOTH: Final = re.compile(r"stead|hold|keep|kept|rest|settl|linger|stabl")
_SEPARATORS: Final = ",;|"
_SENTENCE_ENDS: Final = ".!?:\n"
_DETERMINER: Final = re.compile(r"(?:an?|the|one|this|that|some)\s+", re.IGNORECASE)


class Spanned(Protocol):
    """Anything that stands somewhere in a prompt."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """An English prompt with its facts."""

    field: Field[str]
    said: PromptFacts

    @property
    def text(self) -> str:
        """The prompt."""
        return self.field.value

    def at(self, place: Spanned) -> Location:
        """Where words of the prompt stand in the file."""
        return self.field.words(place.start, place.end)

    def part(self, start: int, end: int) -> Location:
        """The same for offsets."""
        return self.field.words(start, end)

    def after(self, place: Spanned, length: int = 40) -> str:
        """What follows some words."""
        return self.text[place.end : place.end + length]

    def fragment(self, place: Spanned) -> str:
        """The sentence or comma fragment that some words stand in."""
        return next((f.text for f in self.said.fragments if f.start <= place.start < f.end), self.text)


def read(shot: Shot, facts: ShotFacts) -> Reading | None:
    """The shot's prompt where it is English and its model reads it."""
    if shot.prompt is None or facts.prompt is None or facts.prompt.language != "en":
        return None
    if facts.profile is not None and takes_prompt(facts.profile) is False:
        return None
    return Reading(shot.prompt, facts.prompt)


def has_image(shot: Shot) -> bool:
    """Whether a picture or clip fixes how the first frame looks."""
    return shot.image is not None or shot.extend is not None


def shows_subject(shot: Shot) -> bool:
    """Whether any picture fixes how the subject looks."""
    return has_image(shot) or shot.references is not None


def motion_is_given(shot: Shot) -> bool:
    """Whether something besides the prompt says what moves: a motion clip, a brush, a camera setting."""
    motion = shot.motion
    camera = motion.camera.value if motion.camera else None
    moves = camera not in (None, "", "none", "auto") and not (isinstance(camera, str) and is_static(camera))
    return moves or any((motion.reference, motion.subject, motion.brush))


def needs_motion(shot: Shot, reading: Reading) -> bool:
    """Whether the prompt has to say what moves: an image is given, and nothing else says it."""
    if not has_image(shot) or motion_is_given(shot) or reading.said.dialogue:
        return False
    return not COMMAND.search(reading.text) and not POLITE.search(reading.text)


def only_looks(shot: Shot, reading: Reading) -> bool:
    """Whether an image is given and the prompt says nothing of change: the case of P101."""
    return reading.said.motion == "none" and needs_motion(shot, reading)


def is_static(text: str) -> bool:
    """Whether a camera setting means that the camera stands still."""
    return _STAY.search(text.lower()) is not None


def stands_still(move: CameraMove) -> bool:
    """Whether the prompt surely asks for a still camera; "holds steady" and "keeps her in frame" may mean smooth."""
    words = move.text.lower()
    return move.move == "static" and not move.negated and (is_static(words) or not _SMOOTH.search(words))


def asked_moves(said: PromptFacts) -> list[CameraMove]:
    """The camera moves that the prompt asks for."""
    return [move for move in said.camera if not move.negated and move.move not in NO_MOVES]


def in_brackets(move: CameraMove, reading: Reading) -> bool:
    """Whether a move is a command such as ``[Pan left]``."""
    before = reading.text[: move.start]
    return before.rfind("[") > before.rfind("]") and "]" in reading.text[move.end :]


def is_negated(place: Spanned, reading: Reading) -> bool:
    """Whether words stand in what the prompt rules out: "no text or logos"."""
    return identity.is_negated(place.start, reading.said, reading.text)


def main_subject(reading: Reading) -> Subject | None:
    """Whom or what the prompt is about."""
    return identity.main_subject(reading.said, reading.text)


def named(subject: Subject | None, default: str = "the subject") -> str:
    """The subject with "the": ``the mug``, ``the two women``."""
    if subject is None:
        return default
    noun = _DETERMINER.sub("", subject.text.lower()).split()[-1] if subject.text.split() else subject.lemma
    if subject.count and subject.count > 1:
        return f"the {subject.count} {noun}"
    return f"the {noun}"


def possessive(subject: Subject | None) -> str:
    """``her``, ``his``, ``its`` or ``their``."""
    if subject is None or (subject.count or 2) > 1:
        return "their"
    if subject.lemma in identity.FEMALE:
        return "her"
    if subject.lemma in identity.MALE:
        return "his"
    return "their" if subject.kind == "person" else "its"


def sample_motion(subject: Subject | None) -> str:
    """A sentence of clear motion that fits the subject."""
    kind = subject.kind if subject is not None else "other"
    who = named(subject, "the subject")
    who = who[0].upper() + who[1:]
    own = possessive(subject)
    many = subject is not None and (subject.count or 2) > 1
    verb = "turn" if many else "turns"
    match kind:
        case "person":
            return f"{who} slowly {verb} {own} head toward the camera. Static camera."
        case "animal":
            return f"{who} slowly {verb} {own} head and {'blink' if many else 'blinks'}. Static camera."
        case "vehicle":
            return f"{who} slowly {'drive' if many else 'drives'} forward. The camera tracks alongside."
        case "product":
            return f"Light glides slowly across {named(subject)}. Slow dolly-in on {named(subject)}."
        case _:
            return f"Slow dolly-in on {named(subject, 'the centre of the picture')}."


def quote(labels: Iterable[str], limit: int = 3) -> str:
    """Words as a list in backticks, each once: ``"`8k`, `masterpiece` and 2 more"``."""
    unique = list(dict.fromkeys(" ".join(label.split()) for label in labels))
    shown = [f"`{label}`" for label in unique[:limit]]
    if len(unique) > limit:
        return f"{', '.join(shown)} and {len(unique) - limit} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))) if shown else ""


def looks(attributes: Iterable[Attribute], text: str) -> list[str]:
    """What is said of each thing, with the thing: ``long auburn hair``."""
    spans: dict[int, tuple[int, int]] = {}
    for a in attributes:
        start, end = spans.get(a.noun_start, (a.noun_start, a.noun_end))
        spans[a.noun_start] = min(start, a.start), max(end, a.end)
    return [text[start:end] for start, end in sorted(spans.values())]


def says(facts: ShotFacts, rule: str) -> str:
    """The vendor's advice with its source, as a sentence; empty where the model's profile has none."""
    profile = facts.profile
    advice = profile.advice_for(rule) if profile is not None else None
    if profile is None or advice is None:
        return ""
    return f"{profile.name}: {advice.detail[0].lower() + advice.detail[1:]}{cited(facts, advice.claim)}."


def cited(facts: ShotFacts, claim: Claim[None]) -> str:
    """Sources in brackets."""
    source = facts.profile.cite(claim) if facts.profile is not None else ""
    return f" ({source})" if source else ""


def with_vendor(advice: str, vendor: str) -> str:
    """Our advice and the vendor's."""
    return f"{advice} {vendor}" if vendor else advice


def stands_in(shot: Shot, field: Field[str]) -> bool:
    """Whether a value is written in the shot itself, and not in defaults, at an anchor or in another file."""
    key, value, node = field.key, field.node, shot.node
    if field.inherited or field.file is not shot.file:
        return False
    return node.start <= key.start and value.end <= node.end and key.end <= value.start


def edit(shot: Shot, field: Field[str], start: int, end: int, text: str) -> tuple[TextEdit, ...]:
    """Replace words of a text that is written in the shot itself; empty where it stands elsewhere."""
    if not isinstance(field.node, Scalar) or not stands_in(shot, field):
        return ()
    return (replace_words(field.node, start, end, text),)


def removal(text: str, start: int, end: int) -> tuple[int, int] | None:
    """What to cut so that a comma fragment goes with its punctuation; None where the words are part of a clause."""
    before, after = text[:start].rstrip(), text[end:]
    following = after.lstrip()
    if following and following[0] not in _SEPARATORS + _SENTENCE_ENDS:
        return None
    if before and before[-1] in _SEPARATORS:
        cut_start = len(before) - 1
        return (cut_start, end) if text[:cut_start].strip() or following else None
    if not before or (before[-1] in _SENTENCE_ENDS and before[-1] != ":"):
        cut_end = end + len(after) - len(following)
        if following and following[0] in _SEPARATORS + ".":
            cut_end += 1
        cut_end += len(text[cut_end:]) - len(text[cut_end:].lstrip())
        if cut_end < len(text):
            return start, cut_end
        stop = end + len(after) - len(following) + 1 if following.startswith(".") else end
        return (len(before), stop) if before else None
    return None


def runs(spans: Iterable[Spanned], text: str) -> list[tuple[int, int]]:
    """Spans that only commas, "and" or spaces part, joined."""
    joined: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: s.start):
        if joined and re.fullmatch(r"[\s,;|/]*(?:and\s+)?", text[joined[-1][1] : span.start]):
            joined[-1] = joined[-1][0], max(span.end, joined[-1][1])
        else:
            joined.append((span.start, span.end))
    return joined


def seen_labels(reading: Reading, list_name: str) -> list[Label]:
    """Mentions of a lexicon list that the prompt does not rule out."""
    return [label for label in reading.said.mentioned(list_name) if not is_negated(label, reading)]
