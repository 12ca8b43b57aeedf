"""S008: a model that its provider has switched off, or will."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from promptlint.document import Scalar
from promptlint.edits import replace_scalar
from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Fix, Problem, Severity, Tag
from promptlint.profiles import Claim, Match, Profile, Profiles
from promptlint.profiles.values import Status
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot

_VENDOR = ("vendor", "vendor-copy", "")
_MOST_STEPS = 5


@shot_rule(
    code="S008",
    name="retired-model",
    severity=Severity.ERROR,
    fields=("model",),
    summary="The provider has switched this model off, or will.",
    sources=("Vendors' retirement notices and model pages, listed on each model's page",),
    bad=(
        Example(
            """
            id: s01
            model: sora-2
            prompt: A boat drifts slowly into the harbour.
            """,
            marks=("sora-2",),
        ),
        Example(
            """
            id: s01
            model: gen3a_turbo
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("gen3a_turbo",),
            fixed=("model: gen4_turbo",),
        ),
        Example(
            """
            id: s01
            model: veo-3.1-lite-generate-001
            prompt: A boat drifts slowly into the harbour.
            """,
            marks=("veo-3.1-lite-generate-001",),
            fixed=("model: gemini-omni-1.1-flash",),
            title="Announced: a warning",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """
        ),
        Example(
            """
            id: s01
            model: gen4.5
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            duration: 5
            """
        ),
    ),
)
def retired_model(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """The state of the shot's model, or of the very id that the shot uses, on the day of the run: an error once the
    provider has switched it off, a warning while the end is announced or the model is called deprecated.

    ## Why it matters

    A request to a retired id fails. A project that depends on a model with an end date wants to know it before the
    last shots are due, because a successor draws the same face differently.

    ## What to do

    Move to the successor, and generate a test clip of each character first. The fix writes the successor's id; it is
    unsafe, because the other model has other limits and another look.
    """
    field, match = shot.model, facts.match
    if field is None or match is None:
        return
    profile, today = match.profile, facts.surroundings.today
    claim = profile.status_of(match.alias)
    if claim is None or claim.value.state not in ("retired", "deprecated"):
        return
    ended = _ended(claim.value, today)
    disputed = match.alias.casefold() not in profile.id_status and any(
        other.value.state == "current" for other in profile.status.also
    )
    sure = any(_authority(profile, key) in _VENDOR for key in claim.sources) and not disputed
    successor = _successor(profile, facts.surroundings.profiles, today)
    fix, advice = _move(shot, match, successor)
    cited = profile.cite(claim)
    yield Problem(
        field.location,
        f"{_what(field.value, profile)} {_state(claim, today)}{', although not all sources say so' if disputed else ''}"
        f"{': requests fail' if ended else ''}.{f' Source: {cited}.' if cited else ''}",
        advice,
        fix=fix,
        severity=Severity.ERROR if ended and not disputed else Severity.WARNING,
        confidence=Confidence.CERTAIN if sure else Confidence.LIKELY,
        tag=Tag.DEPRECATED,
    )


def _ended(status: Status, today: date) -> bool:
    end = _day(status)
    return end <= today if end is not None else status.state == "retired"


def _day(status: Status) -> date | None:
    try:
        return date.fromisoformat(status.date) if status.date else None
    except ValueError:
        return None


def _state(claim: Claim[Status], today: date) -> str:
    status, end = claim.value, _day(claim.value)
    if end is None:
        return "is retired" if status.state == "retired" else "is deprecated, with no date announced"
    if end > today:
        return f"will be retired on {end.isoformat()}, in {(end - today).days} days"
    return f"was retired on {end.isoformat()}"


def _what(written: str, profile: Profile) -> str:
    return profile.name if written.strip() in (profile.id, profile.name) else f"`{written.strip()}` ({profile.name})"


def _authority(profile: Profile, key: str) -> str:
    known = profile.sources.get(key)
    return known.authority if known is not None else ""


def _successor(profile: Profile, profiles: Profiles, today: date) -> Profile | None:
    """The model to use instead, a retired one skipped for its own successor."""
    for _ in range(_MOST_STEPS):
        if profile.replacement is None or profile.replacement.id not in profiles:
            return None
        profile = profiles[profile.replacement.id]
        claim = profile.status_of()
        if claim is None or not (claim.value.state in ("retired", "deprecated") and _ended(claim.value, today)):
            return profile
    return None


def _move(shot: Shot, match: Match, successor: Profile | None) -> tuple[Fix | None, str]:
    if successor is None or shot.model is None:
        return None, "Choose another model; `promptlint models` lists them with their limits."
    replacement = match.profile.replacement
    named = replacement is not None and replacement.basis == "vendor" and replacement.id == successor.id
    same_host = [alias for alias in successor.aliases if alias.host == match.host]
    fitting = [alias for alias in same_host if alias.implied == match.implied] or same_host
    new_id = fitting[0].id if fitting else successor.id
    advice = f"{'The vendor names' if named else 'Closest to it is'} {successor.name} (`{new_id}`)."
    if not isinstance(shot.model.node, Scalar):
        return None, advice
    edit = replace_scalar(shot.model.node, new_id)
    return Fix(f"Use {new_id}", (edit,), safe=False, comes_first=True), advice
