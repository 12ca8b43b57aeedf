"""What rules know of a shot besides its text: its model, its length in both units, its circumstances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from promptlint.file_state import file_state
from promptlint.finding import Confidence
from promptlint.profiles import Ambiguous, Context, Match, Profile, Profiles, canonical_mode
from promptlint.profiles.answers import default_fps
from promptlint.profiles.windows import Coherence, coherence
from promptlint.spec.model import Shot
from promptlint.spec.pictures import CLIP_ROLES, Mention, mentions_of
from promptlint.spec.sequence import ShotSequence

if TYPE_CHECKING:
    from promptlint.facts.prompt import PromptFacts
    from promptlint.facts.prompts import PromptFactsSource
    from promptlint.facts.reference.model import ReferenceFacts
    from promptlint.facts.references import ReferenceFactsSource
    from promptlint.facts.tracking import GitTracking

P = ParamSpec("P")
T = TypeVar("T")


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """For what several rules ask of a shot one after the other.

    The last answer is kept with the facts that are the last argument, else with the shot or file that is the first, and
    dies with them. Arguments count by identity.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def answer(*arguments: P.args, **nothing: P.kwargs) -> T:
        if isinstance(arguments[-1], ShotFacts):
            *others, owner = arguments
        else:
            owner, *others = arguments
        known: tuple[list[object], T] | None = vars(owner).get(name)
        if known is None or any(one is not other for one, other in zip(known[0], others, strict=True)):
            known = vars(owner)[name] = others, function(*arguments, **nothing)
        return known[1]

    return answer


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rules may know besides the spec.

    Attributes:
        root: the project's folder; no path leads out of it.
        today: the day of the run, for retirement dates.
        profiles: the model profiles, the project's own included.
        prompts: what prompts say; asked only by rules that declare the need.
        references: what pictures are and show, as far as the enabled rules need it.
        tracking: what git knows of files.
        min_confidence: findings below it are not reported, so that a rule need not make them.
    """

    root: Path
    today: date
    profiles: Profiles
    prompts: PromptFactsSource
    references: ReferenceFactsSource
    tracking: GitTracking
    min_confidence: Confidence = Confidence.POSSIBLE

    def file_states(self) -> dict[Path, str]:
        """The files beside the specs on which answers rest, with their states."""
        return self.references.asked_for | {path: file_state(path) for path in self.tracking.indexes}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Facts about one file."""

    surroundings: Surroundings


@dataclass(eq=False)
class ShotFacts:
    """Facts about one shot; each is computed when a rule first asks for it.

    Attributes:
        shot: the shot.
        surroundings: what is known besides the specs.
        sequence: the shots of the project; None where only the shot's own file is known.
    """

    shot: Shot
    surroundings: Surroundings
    sequence: ShotSequence | None = None

    @cached_property
    def model(self) -> Match | Ambiguous | None:
        """What the shot's model name leads to; None where it is unknown or not given."""
        name = self.shot.model
        return self.surroundings.profiles.find(name.value) if name else None

    @cached_property
    def match(self) -> Match | None:
        """The one model that the name leads to, with the help of the shot's task where the name alone is ambiguous."""
        if isinstance(self.model, Ambiguous):
            return self.model.pick(task_of(self.shot))
        return self.model

    @cached_property
    def profile(self) -> Profile | None:
        """The profile of the shot's model; None where it is unknown or ambiguous."""
        return self.match.profile if self.match else None

    @cached_property
    def fps(self) -> float | None:
        """Frames per second: the shot's own, else the model's default; None where neither is known."""
        if self.shot.fps is not None:
            return self.shot.fps.value
        return default_fps(self.profile, Context(task=task_of(self.shot))) if self.profile else None

    @cached_property
    def seconds(self) -> float | None:
        """Length of the clip in seconds; None where it is not given, automatic, or in frames at an unknown rate."""
        return self.shot.duration.value.seconds(self.fps) if self.shot.duration else None

    @cached_property
    def frames(self) -> int | None:
        """Length of the clip in frames; None where it is not given or the frame rate is not known."""
        return self.shot.duration.value.frames(self.fps) if self.shot.duration else None

    @cached_property
    def context(self) -> Context:
        """The circumstances under which the model's limits are looked up."""
        shot, match = self.shot, self.match
        mode = canonical_mode(shot.mode.value) if shot.mode else None
        motion = shot.motion
        audio = shot.audio.value if shot.audio else None
        controls = shot.controls.value if shot.controls and isinstance(shot.controls.value, dict) else {}
        return Context(
            id=match.alias if match else None,
            host=match.host if match else None,
            mode=mode or (match.implied.get("mode") if match else None),
            task=task_of(shot),
            resolution=shot.resolution.value.text if shot.resolution else None,
            duration_s=self.seconds,
            fps=shot.fps.value if shot.fps else None,
            first_frame=shot.image is not None,
            end_frame=shot.end_image is not None,
            references=shot.references is not None,
            extend=shot.extend is not None,
            audio=audio if isinstance(audio, bool) else (True if audio else None),
            orientation=motion.orientation.value.strip().lower() if motion.orientation else None,
            hdr=hdr if isinstance(hdr := controls.get("hdr"), bool) else None,
            anchor=any((shot.references, motion.lock, shot.end_image)),
            controls=frozenset(controls),
        )

    @cached_property
    def prompt(self) -> PromptFacts | None:
        """What the prompt says; None where there is none."""
        return self.surroundings.prompts.of(self.shot.prompt.value) if self.shot.prompt else None

    @property
    def prompt_where_read(self) -> PromptFacts | None:
        """What the prompt says, where a rule that needs it runs; for rules that are worth little time of their own."""
        return self.surroundings.prompts.known(self.shot.prompt.value) if self.shot.prompt else None

    @cached_property
    def pictures(self) -> tuple[tuple[Mention, ReferenceFacts], ...]:
        """The pictures of the shot that are files, with what is known of each."""
        return tuple(
            (mention, self.surroundings.references.of(mention.location.file, mention.reference.text))
            for mention in mentions_of(self.shot)
            if mention.reference.kind == "path" and mention.role not in CLIP_ROLES
        )

    @cached_property
    def reference(self) -> ReferenceFacts | None:
        """What is known of the start frame; None where it is no file."""
        return next((facts for mention, facts in self.pictures if mention.role == "start"), None)

    @cached_property
    def window(self) -> Coherence | None:
        """How long the model holds a subject in this shot, by its own figures only."""
        return coherence(self.profile, self.context) if self.profile else None

    @cached_property
    def general_window(self) -> Coherence | None:
        """The model's own window, or the figure for image-to-video models at large."""
        if self.profile is None:
            return None
        return coherence(self.profile, self.context, general=self.surroundings.profiles.general_windows)


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """Facts about a picture that a file names; ``of`` gives those of a shot that uses it."""

    surroundings: Surroundings
    reference: ReferenceFacts
    of: Callable[[Shot], ShotFacts]


@dataclass(frozen=True, slots=True)
class SequenceFacts:
    """Facts about all shots of a project; ``of`` gives those of one shot."""

    surroundings: Surroundings
    of: Callable[[Shot], ShotFacts]


def task_of(shot: Shot) -> str:
    """What the shot asks of a model, in the words of the profiles."""
    if shot.motion.reference is not None:
        return "motion_reference_video"
    if shot.extend is not None:
        return "extend"
    if shot.image is not None:
        return "first_last_frame" if shot.end_image is not None else "image_to_video"
    return "reference_to_video" if shot.references is not None else "text_to_video"
