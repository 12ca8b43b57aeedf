"""What becomes of a shot that is split: how many shots, how long each is, what each is called and says."""

from __future__ import annotations

from dataclasses import dataclass

from promptlint.chain.deal import count_acts, deal
from promptlint.chain.lengths import MOST_SHOTS, Lengths, split_length
from promptlint.chain.room import NoChain, Unit, amount, room_for
from promptlint.chain.tie import Tie
from promptlint.facts import ShotFacts
from promptlint.facts.length import follows_input
from promptlint.profiles.answers import has_task
from promptlint.profiles.quantities import number_text
from promptlint.spec.links import Chains
from promptlint.spec.model import Shot
from promptlint.spec.sequence import ShotSequence
from promptlint.spec.values import Duration


@dataclass(frozen=True, slots=True)
class Planned:
    """One shot of a chain: its id, its length in the unit of the plan, and its prompt."""

    id: str
    length: float
    prompt: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A chain that takes the place of a shot.

    Attributes:
        shot: the shot that is split.
        unit: what lengths count.
        asked: the length of that shot.
        shots: the chain, in order; at least two.
        acts: how many actions of subjects the prompt has.
        note: what is worth knowing of its lengths; empty where there is nothing.
    """

    shot: Shot
    unit: Unit
    asked: float
    shots: tuple[Planned, ...]
    acts: int
    note: str = ""

    @property
    def total(self) -> float:
        """The length of all shots together."""
        return round(sum(shot.length for shot in self.shots), 2)

    @property
    def title(self) -> str:
        """What is done, in a few words: ``split it into a chain of 3 shots of 4 s``."""
        lengths = [number_text(shot.length) for shot in self.shots]
        unit = "s" if self.unit == "seconds" else "frames"
        each = lengths[0] if len(set(lengths)) == 1 else f"{', '.join(lengths[:-1])} and {lengths[-1]}"
        together = "" if self.total == self.asked else f", {number_text(self.total)} {unit} together"
        return f"split it into a chain of {len(lengths)} shots of {each} {unit}{together}"


def can_be_split(shot: Shot, facts: ShotFacts) -> bool:
    """Whether a shot is longer than its model makes or holds its subject, and lengths are offered for a chain of it.

    Asks nothing of the prompt, which may still speak against a chain.
    """
    if shot.duration is None or shot.duration.value.unit == "auto" or _follows(shot, facts):
        return False
    return isinstance(_lengths(shot.duration.value, shot, facts), _Lengths)


def plan_chain(shot: Shot, facts: ShotFacts) -> Plan | NoChain:
    """The chain that takes the place of a shot, or why there is none.

    Each of its shots is one that the model makes and holds its subject in; together they are as close to the asked
    length as the offered lengths allow.
    """
    refused = _refusal(shot, facts)
    if refused is not None:
        return refused
    assert shot.duration is not None
    made = _lengths(shot.duration.value, shot, facts)
    if isinstance(made, NoChain):
        return made
    prompts, acts = _prompts(shot, facts, made.lengths)
    planned = tuple(map(Planned, _ids(shot, facts, len(made.lengths)), made.lengths, prompts))
    return Plan(shot, made.unit, made.asked, planned, acts, made.note)


@dataclass(frozen=True, slots=True)
class _Lengths:
    """The lengths of a chain, at least two, in the unit that the duration of its shot counts."""

    unit: Unit
    asked: float
    lengths: Lengths
    note: str


def _lengths(duration: Duration, shot: Shot, facts: ShotFacts) -> _Lengths | NoChain:
    """How long each shot of a chain is, or why its lengths speak against one."""
    unit: Unit = "frames" if duration.unit == "frames" else "seconds"
    asked = duration.amount
    room = room_for(shot, facts, unit, asked)
    if isinstance(room, NoChain):
        return room
    lengths = split_length(asked, room.offered, room.longest)
    if lengths is None:
        return NoChain(
            f"{amount(asked, unit)} would be more than {MOST_SHOTS} shots of at most {amount(room.longest, unit)}.",
            "Plan a sequence of shots instead of one long one.",
        )
    if len(lengths) == 1:
        return NoChain(
            f"{amount(asked, unit)} are closer to one clip of {amount(lengths[0], unit)} than to any two.",
            f"Shorten the shot to {amount(lengths[0], unit)}.",
        )
    return _Lengths(unit, asked, lengths, room.note)


def _refusal(shot: Shot, facts: ShotFacts) -> NoChain | None:
    """What speaks against any chain, whatever its lengths are."""
    profile = facts.profile
    if shot.duration is None:
        return NoChain("The shot has no duration.", "Give it the length that the take should have.")
    if shot.duration.value.unit == "auto":
        return NoChain("The provider chooses the length of the shot.", "Give it a duration in seconds.")
    if _follows(shot, facts):
        return NoChain(
            "The clip is as long as the video or sound that it follows.", "Cut that one, and make a shot of each part."
        )
    if profile is not None and has_task(profile, "image_to_video") is False:
        return NoChain(
            f"{profile.name} takes no start frame, so that no clip can start from the last frame of another.",
            "Choose a model that does, or shorten the shot.",
        )
    said = facts.prompt
    if said is not None and said.language not in ("en", "und"):
        return NoChain(
            "The prompt is not in English, so that promptlint cannot tell its actions apart.",
            "Copy the shot, deal out its actions by hand, and start each copy from the last frame of the one before.",
        )
    if said is not None and said.scene_changes:
        return NoChain(
            f"The prompt changes the scene (`{said.scene_changes[0].text}`), and a chain continues one scene.",
            "Make a shot of each scene first.",
        )
    return None


def _follows(shot: Shot, facts: ShotFacts) -> bool:
    """Whether the clip is as long as a video or sound that is given."""
    profile = facts.profile
    return shot.motion.reference is not None or (profile is not None and follows_input(profile))


def _ids(shot: Shot, facts: ShotFacts, count: int) -> list[str]:
    """Ids derived from the shot's own, unique in the project."""
    taken = Chains.of(facts.sequence or ShotSequence([shot.file])).ids
    name = shot.name or f"shot-{shot.file.shots.index(shot) + 1}"
    stem = name
    while any(f"{stem}-{number}" in taken for number in range(1, count + 1)):
        stem += "-part" if stem == name else "x"
    return [f"{stem}-{number}" for number in range(1, count + 1)]


def _prompts(shot: Shot, facts: ShotFacts, lengths: tuple[float, ...]) -> tuple[list[str | None], int]:
    """The prompt of each shot, and how many actions were dealt out."""
    said = facts.prompt
    if shot.prompt is None or said is None:
        return [None] * len(lengths), 0
    prompt = shot.prompt.value
    tie = Tie(shot, facts, said, prompt)
    return [*deal(prompt, said, lengths, tie.tied)], count_acts(prompt, said)
