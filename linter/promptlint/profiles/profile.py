"""A model profile: what one model accepts, how long it holds a subject, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, TypeAlias

from promptlint.profiles import read
from promptlint.profiles.facts import Claim, Fact
from promptlint.profiles.guidance import Advice, Control, Dispute, Limit, MotionAdvice, Window
from promptlint.profiles.sources import Source, cite
from promptlint.profiles.values import (
    Alias,
    Audio,
    Count,
    Durations,
    Extension,
    FrameCounts,
    FrameRates,
    Length,
    Negative,
    Ratios,
    Replacement,
    Seed,
    Sizes,
    Status,
)

Strings: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PromptLimits:
    """What the model takes as text.

    Attributes:
        max_length: longest prompt; ``n`` is 0 where the model takes no text.
        required: whether a prompt must be given.
        negative: the negative prompt field.
        negative_phrasing: what negations in the prompt do: ``advised_against``, ``advised_against_in_negative_field``,
            ``ineffective``, ``allowed_inside_prompt`` or ``not_applicable``.
    """

    max_length: Fact[Length] = field(default_factory=Fact)
    required: Fact[bool] = field(default_factory=Fact)
    negative: Fact[Negative] = field(default_factory=Fact)
    negative_phrasing: Fact[str] = field(default_factory=Fact)


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """What the model takes as images. Sides in pixels, ratios as width over height, sizes in MB of the source."""

    formats: Fact[Strings] = field(default_factory=Fact)
    min_side_px: Fact[float] = field(default_factory=Fact)
    max_side_px: Fact[float] = field(default_factory=Fact)
    min_short_side_px: Fact[float] = field(default_factory=Fact)
    min_width_px: Fact[float] = field(default_factory=Fact)
    min_height_px: Fact[float] = field(default_factory=Fact)
    recommended_short_side_px: Fact[float] = field(default_factory=Fact)
    scaled_above_width_px: Fact[float] = field(default_factory=Fact)
    scaled_above_height_px: Fact[float] = field(default_factory=Fact)
    size_multiple_of: Fact[float] = field(default_factory=Fact)
    min_aspect_ratio: Fact[float] = field(default_factory=Fact)
    max_aspect_ratio: Fact[float] = field(default_factory=Fact)
    preferred_aspect_ratios: Fact[Strings] = field(default_factory=Fact)
    first_last_size_ratio: Fact[tuple[float, float]] = field(default_factory=Fact)
    must_equal_output_size: Fact[bool] = field(default_factory=Fact)
    max_mb: Fact[float] = field(default_factory=Fact)
    max_mb_data_uri: Fact[float] = field(default_factory=Fact)
    count: Fact[Count] = field(default_factory=Fact)
    elements_max: Fact[float] = field(default_factory=Fact)
    elements_max_with_first_frame: Fact[float] = field(default_factory=Fact)
    keyframes_max: Fact[float] = field(default_factory=Fact)
    first_frame: Fact[bool] = field(default_factory=Fact)
    last_frame: Fact[bool] = field(default_factory=Fact)


@dataclass(frozen=True, slots=True)
class MediaLimits:
    """What the model takes as videos or sounds. Lengths in seconds, sides in pixels, sizes in MB."""

    formats: Fact[Strings] = field(default_factory=Fact)
    min_s: Fact[float] = field(default_factory=Fact)
    max_s: Fact[float] = field(default_factory=Fact)
    total_max_s: Fact[float] = field(default_factory=Fact)
    min_side_px: Fact[float] = field(default_factory=Fact)
    max_side_px: Fact[float] = field(default_factory=Fact)
    max_width_px: Fact[float] = field(default_factory=Fact)
    max_height_px: Fact[float] = field(default_factory=Fact)
    fps: Fact[FrameRates] = field(default_factory=Fact)
    max_mb: Fact[float] = field(default_factory=Fact)
    count: Fact[Count] = field(default_factory=Fact)


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Everything known of one model.

    Attributes:
        id: canonical id, unique among all profiles.
        name: name for people.
        vendor: who makes it.
        provider: name of the file that it comes from.
        family: models that share advice.
        priority: 1 for the models that matter most to image-to-video, 3 for those kept for lookup.
        aliases: every listed name at every host.
        also_called: spellings that people use.
        status: state of the model as a whole.
        id_status: state of single ids, where it differs.
        replacement: what to use instead of a retired model.
        tasks: ``text_to_video``, ``image_to_video``, ``first_last_frame``, ``reference_to_video``, ``extend`` ...
        durations: clip lengths.
        fps: frame rates.
        frames: numbers of frames.
        resolutions: output sizes.
        aspect_ratios: output ratios.
        seed: seed field.
        audio: sound.
        prompt: text limits.
        image: image limits.
        video: limits of a reference or motion video; None where the model takes none or none is known.
        sound: limits of a sound input; likewise.
        controls: settings besides the prompt.
        extension: continuing a clip.
        limits: limits that hold under circumstances.
        windows: how long it holds a subject.
        motion_advice: recommended strength of motion.
        advice: what vendors and testers advise.
        disputes: where sources disagree, in words.
        record: the data that this was read from.
        sources: the sources that it cites, by key.
    """

    id: str
    name: str
    vendor: str
    provider: str
    family: str
    priority: int
    aliases: tuple[Alias, ...]
    also_called: Strings
    status: Fact[Status]
    id_status: Mapping[str, Claim[Status]]
    replacement: Replacement | None
    tasks: Fact[Strings]
    durations: Fact[Durations]
    fps: Fact[FrameRates]
    frames: Fact[FrameCounts]
    resolutions: Fact[Sizes]
    aspect_ratios: Fact[Ratios]
    seed: Fact[Seed]
    audio: Fact[Audio]
    prompt: PromptLimits
    image: ImageLimits
    video: MediaLimits | None
    sound: MediaLimits | None
    controls: tuple[Control, ...]
    extension: Fact[Extension]
    limits: tuple[Limit, ...]
    windows: tuple[Window, ...]
    motion_advice: tuple[MotionAdvice, ...]
    advice: tuple[Advice, ...]
    disputes: tuple[Dispute, ...]
    record: Mapping[str, Any]
    sources: Mapping[str, Source]

    def cite(self, fact: Fact[Any] | Claim[Any]) -> str:
        """The sources of a fact as short text: ``Kling AI API reference, 2026-10-20``."""
        return cite(fact, self.sources)

    def advice_for(self, rule: str) -> Advice | None:
        """The advice that a check looks for, such as ``avoid_negation``."""
        return next((advice for advice in self.advice if advice.rule == rule), None)

    @lru_cache(maxsize=1024)  # noqa: B019  profiles live as long as the run
    def control(self, name: str) -> Control | None:
        """A control by the provider's field name or by its role."""
        wanted = name.casefold().replace("-", "_")
        by_name = (control for control in self.controls if control.name.casefold() == wanted)
        by_role = (control for control in self.controls if control.role == wanted)
        return next(by_name, None) or next(by_role, None)

    def status_of(self, alias_id: str | None = None) -> Claim[Status] | None:
        """State of the id that a spec uses, else of the model; None where no source tells."""
        if alias_id is not None and (own := self.id_status.get(alias_id.casefold())):
            return own
        return next(self.status.claims, None)


def _strings(value: Any) -> Strings:
    return tuple(value)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_READERS: Mapping[str, Any] = {
    "formats": _strings,
    "count": read.count_of,
    "fps": read.frame_rates_of,
    "max_length": read.length_of,
    "negative": read.negative_of,
}


def _group(kind: type, record: Mapping[str, Any]) -> Any:
    facts = {
        part.name: read.fact_of(record[part.name], _READERS.get(part.name, _plain))
        for part in fields(kind)
        if part.name in record
    }
    return kind(**facts)


def profile_of(record: Mapping[str, Any], sources: Mapping[str, Source]) -> Profile:
    """Read a profile from its data."""
    id_status = {
        alias_id.casefold(): read.claim_of(entry, read.status_of(entry))
        for entry in record.get("id_status", ())
        for alias_id in entry["ids"]
    }
    return Profile(
        id=record["id"],
        name=record["name"],
        vendor=record.get("vendor", record["provider"]),
        provider=record["provider"],
        family=record.get("family", record["provider"]),
        priority=record.get("priority", 2),
        aliases=read.aliases_of(record.get("aliases", ())),
        also_called=tuple(record.get("also_called", ())),
        status=read.fact_of(record.get("status"), read.status_of),
        id_status=id_status,
        replacement=read.replacement_of(record.get("replacement")),
        tasks=read.fact_of(record.get("tasks"), _strings),
        durations=read.fact_of(record.get("durations"), read.durations_of),
        fps=read.fact_of(record.get("fps"), read.frame_rates_of),
        frames=read.fact_of(record.get("frames"), read.frame_counts_of),
        resolutions=read.fact_of(record.get("resolutions"), read.sizes_of),
        aspect_ratios=read.fact_of(record.get("aspect_ratios"), read.ratios_of),
        seed=read.fact_of(record.get("seed"), read.seed_of),
        audio=read.fact_of(record.get("audio"), read.audio_of),
        prompt=_group(PromptLimits, record.get("prompt", {})),
        image=_group(ImageLimits, record.get("image", {})),
        video=_group(MediaLimits, record["video"]) if "video" in record else None,
        sound=_group(MediaLimits, record["sound"]) if "sound" in record else None,
        controls=tuple(read.control_of(entry) for entry in record.get("controls", ())),
        extension=read.fact_of(record.get("extension"), read.extension_of),
        limits=tuple(read.limit_of(entry) for entry in record.get("limits", ())),
        windows=tuple(read.window_of(entry) for entry in record.get("windows", ())),
        motion_advice=tuple(read.motion_advice_of(entry) for entry in record.get("motion_advice", ())),
        advice=tuple(read.advice_of(entry) for entry in record.get("advice", ())),
        disputes=tuple(read.dispute_of(entry) for entry in record.get("disputes", ())),
        record=record,
        sources=sources,
    )
