"""A115: a clip continued by a model that does not take it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from promptlint.facts import SequenceFacts, ShotFacts
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.profiles import Claim, Profile
from promptlint.profiles.answers import extension_sources
from promptlint.profiles.quantities import Allowed, number_text
from promptlint.rule import Example, sequence_rule
from promptlint.spec.model import Field, Shot
from promptlint.spec.sequence import ShotSequence
from promptlint.spec.values import Reference
from promptlint_rules.model._basis import at_reference, certainty, source


@dataclass(frozen=True, slots=True)
class _Chain:
    """How often a clip has been continued, and how long it is; None where a part's length is not known."""

    times: int
    seconds: float | None


@sequence_rule(
    code="A115",
    name="extension-source",
    severity=Severity.ERROR,
    summary="The model does not continue this clip, or not so far.",
    sources=(
        "How image-to-video works: extending a clip",
        "Vendor API references, SDKs and provider schemas, listed on each model's page",
    ),
    bad=(
        Example(
            """
            shots:
              - id: s01
                model: kling-2.6
                image: refs/harbour.png
                prompt: A boat drifts slowly into the harbour.
                duration: 5
              - id: s02
                model: veo-3.1-generate-001
                extend: {from: s01}
                prompt: The boat ties up at the pier.
            """,
            marks=("s01",),
            title="Veo continues only clips that Veo made",
        ),
        Example(
            """
            id: s02
            model: MiniMax-Hailuo-2.3
            extend: clips/harbour.mp4
            prompt: The boat ties up at the pier.
            """,
            marks=("extend",),
            title="A model that continues nothing",
        ),
        Example(
            """
            shots:
              - id: s01
                model: wan2.7-i2v
                image: refs/harbour.png
                prompt: A boat drifts slowly into the harbour.
                duration: 12
              - id: s02
                model: wan2.7-i2v
                extend: {from: s01}
                prompt: The boat ties up at the pier.
                duration: 5
            """,
            marks=("s01",),
            title="Wan 2.7 continues clips of 2 to 10 s",
        ),
    ),
    good=(
        Example(
            """
            shots:
              - id: s01
                model: veo-3.1-generate-001
                image: refs/harbour.png
                prompt: A boat drifts slowly into the harbour.
                duration: 8
              - id: s02
                model: veo-3.1-generate-001
                extend: {from: s01}
                prompt: The boat ties up at the pier.
            """
        ),
        Example(
            """
            id: s02
            model: wan2.7-i2v
            extend: clips/harbour.mp4
            prompt: The boat ties up at the pier.
            duration: 5
            """
        ),
    ),
)
def extension_source(sequence: ShotSequence, facts: SequenceFacts) -> Iterator[Problem]:
    """For every shot with `extend`: whether its model continues clips at all, whether it takes the clip of the shot
    that `extend` names (by that shot's model and length, looked up in the whole project), how many times in a row it
    continues one, and how long the clip may become.

    ## Why it matters

    A continued clip inherits all of its source. A provider that accepts only its own clips refuses any other after you
    have paid for the source.

    ## What to do

    Make the source with the same model. Or start a new clip from the last frame of the source:
    `image: {from: s01, frame: last}`, which every image-to-video model takes.
    """
    by_id = sequence.by_id()
    chains: dict[int, _Chain | None] = {}
    for shot in sequence.shots:
        for problem in _problems(shot, by_id, chains, facts):
            yield replace(problem, shot=shot)


def _problems(
    shot: Shot, by_id: dict[str, list[Shot]], chains: dict[int, _Chain | None], facts: SequenceFacts
) -> Iterator[Problem]:
    field, profile = shot.extend, facts.of(shot).profile
    if field is None or profile is None:
        return
    if extension_sources(profile) == frozenset():
        yield _continues_nothing(field, profile)
        return
    origin = _origin(shot, by_id)
    problem = _wrong_model(field, profile, origin, facts) or _wrong_length(field, profile, origin, facts)
    if problem is not None:
        yield problem
    else:
        yield from _too_far(shot, field, profile, _chain(shot, by_id, chains, facts))


def _origin(shot: Shot, by_id: dict[str, list[Shot]]) -> Shot | None:
    """The shot whose clip is continued; None where it is a file, not there, or not the only one of its id."""
    field = shot.extend
    if field is None or field.value.kind != "shot":
        return None
    found = by_id.get(field.value.text, [])
    nearby = [other for other in found if other.file is shot.file]
    candidates = nearby or found
    return candidates[0] if len(candidates) == 1 and candidates[0] is not shot else None


def _basis(profile: Profile) -> tuple[Claim[None], ...]:
    fact = profile.extension if profile.extension.known else profile.tasks
    return tuple(Claim(None, claim.sources, claim.as_of) for claim in fact.claims)


def _continues_nothing(field: Field[Reference], profile: Profile) -> Problem:
    return Problem(
        field.key_location,
        f"{profile.name} does not continue clips: the request is refused, or starts anew. "
        f"{source(profile, *_basis(profile))}",
        "Start from the last frame of the clip instead: `image: {from: ID, frame: last}`.",
        confidence=certainty(profile, *_basis(profile)),
    )


def _wrong_model(
    field: Field[Reference], profile: Profile, origin: Shot | None, facts: SequenceFacts
) -> Problem | None:
    if extension_sources(profile) != frozenset({"own"}):
        return None
    maker = facts.of(origin).profile if origin is not None else None
    if origin is None:
        if field.value.kind not in ("path", "url"):
            return None
        return Problem(
            field.location,
            f"{profile.name} continues only clips that it made itself; this file may come from elsewhere. "
            f"{source(profile, *_basis(profile))}",
            "Make sure that the same model made it.",
            severity=Severity.INFO,
            confidence=Confidence.POSSIBLE,
        )
    if maker is None or maker.id == profile.id or (maker.vendor == profile.vendor and maker.family == profile.family):
        return None
    at = origin.model.location if origin.model is not None else origin.head
    return Problem(
        at_reference(field, field.value),
        f"{profile.name} continues only clips that it made itself, and {origin.name} is made by {maker.name}: the "
        f"provider refuses the clip. {source(profile, *_basis(profile))}",
        f"Make {origin.name} with {profile.name}, or start from its last frame: "
        f"`image: {{from: {origin.name}, frame: last}}`.",
        (Evidence(f"{origin.name} is made by {maker.name}", at),),
        confidence=certainty(profile, *_basis(profile)),
    )


def _wrong_length(
    field: Field[Reference], profile: Profile, origin: Shot | None, facts: SequenceFacts
) -> Problem | None:
    spans = [value.source_s for value in profile.extension.values]
    known = [span for span in spans if span is not None]
    seconds = facts.of(origin).seconds if origin is not None and origin.extend is None else None
    if origin is None or seconds is None or not known or len(known) < len(spans):
        return None
    allowed = Allowed.union(known)
    if seconds in allowed:
        return None
    at = origin.duration.location if origin.duration is not None else origin.head
    return Problem(
        at_reference(field, field.value),
        f"{profile.name} continues clips of {allowed.describe()}, and {origin.name} is {number_text(seconds)} s long: "
        f"the provider refuses it. {source(profile, *_basis(profile))}",
        f"Cut {origin.name}, or start from its last frame: `image: {{from: {origin.name}, frame: last}}`.",
        (Evidence(f"{origin.name} is {number_text(seconds)} s long", at),),
        confidence=certainty(profile, *_basis(profile)),
    )


def _chain(
    shot: Shot, by_id: dict[str, list[Shot]], chains: dict[int, _Chain | None], facts: SequenceFacts
) -> _Chain | None:
    """How far a clip has been continued, each shot looked at once; None in a circle."""
    path: list[Shot] = []
    at: Shot | None = shot
    while at is not None and id(at) not in chains:
        chains[id(at)] = None
        path.append(at)
        at = _origin(at, by_id)
    before = chains[id(at)] if at is not None else None
    circular = at is not None and before is None
    for step in reversed(path):
        if circular:
            return None
        before = chains[id(step)] = _continued(step, before, facts.of(step))
    return chains[id(shot)]


def _continued(shot: Shot, before: _Chain | None, facts: ShotFacts) -> _Chain:
    if shot.extend is None:
        return _Chain(0, facts.seconds)
    times, so_far = (before.times, before.seconds) if before is not None else (0, None)
    added = _added(facts)
    return _Chain(times + 1, so_far + added if so_far is not None and added is not None else None)


def _added(facts: ShotFacts) -> float | None:
    """The least that a continuation adds."""
    listed = [value.adds for value in facts.profile.extension.values if value.adds] if facts.profile else []
    least = min((allowed.lowest for allowed in listed), default=None)
    if least is not None and facts.seconds is not None:
        return least if all(not allowed.spans and len(allowed.values) == 1 for allowed in listed) else facts.seconds
    return facts.seconds if least is None else least


def _too_far(shot: Shot, field: Field[Reference], profile: Profile, chain: _Chain | None) -> Iterator[Problem]:
    if chain is None:
        return
    times = [value.times for value in profile.extension.values]
    totals = [value.total_s for value in profile.extension.values]
    most = max((n for n in times if n is not None), default=None) if None not in times else None
    longest = max((n for n in totals if n is not None), default=None) if None not in totals else None
    said = ""
    if most is not None and chain.times > most:
        said = f"continues a clip at most {most} times in a row, and this is number {chain.times}"
    elif longest is not None and chain.seconds is not None and chain.seconds > longest:
        said = (
            f"makes at most {number_text(longest)} s in all by continuing, and this shot would reach "
            f"{number_text(chain.seconds)} s"
        )
    if said:
        yield Problem(
            field.key_location,
            f"{profile.name} {said}: the provider refuses it. {source(profile, *_basis(profile))}",
            f"Start a new clip from the last frame: `image: {{from: {field.value.text}, frame: last}}`.",
            confidence=certainty(profile, *_basis(profile)),
        )
