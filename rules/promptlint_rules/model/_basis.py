"""What the rules of this family share: the words for sources and choices, and where a setting stands in a shot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from promptlint.document import Mapping, Scalar
from promptlint.facts import ShotFacts
from promptlint.finding import Confidence
from promptlint.profiles import Claim, Fact, Profile
from promptlint.profiles.answers import BrokenLimit, broken_limits
from promptlint.profiles.facts import PROJECT
from promptlint.profiles.sources import cite
from promptlint.spec.model import Field, Location, Shot
from promptlint.spec.values import Reference

_RANKS: Final = {"vendor": 0, "vendor-copy": 1, "reseller": 2}
_SHOWN: Final = 2
_FIELDS: Final = {"duration_s": "duration", "first_frame": "image", "end_frame": "end_image", "id": "model"}
_REFERENCE_ALIASES: Final = frozenset({"reference", "reference_image", "cond_image"})

Basis = Fact[Any] | Claim[Any]


def source(profile: Profile, *facts: Basis) -> str:
    """The sources of facts with the newest date as a sentence, the vendor's own first; empty where there is none."""
    keys = dict.fromkeys(key for claim in _claims(facts) for key in claim.sources)
    ordered = tuple(sorted(keys, key=lambda key: _rank(profile, key)))
    as_of = max((claim.as_of for claim in _claims(facts) if claim.as_of), default=None)
    cited = cite(Claim(None, ordered, as_of), profile.sources, limit=_SHOWN)
    if not cited:
        return ""
    disputed = any(isinstance(fact, Fact) and fact.disputed for fact in facts)
    return f"Sources, of which the most generous counts: {cited}." if disputed else f"Source: {cited}."


def certainty(profile: Profile, *facts: Basis) -> Confidence:
    """Certain where the vendor or the project itself says so, likely where only others do."""
    keys = {key for claim in _claims(facts) for key in claim.sources}
    return Confidence.CERTAIN if any(_rank(profile, key) < 2 for key in keys) else Confidence.LIKELY


def _claims(facts: Iterable[Basis]) -> Iterator[Claim[Any]]:
    for fact in facts:
        if isinstance(fact, Fact):
            yield from fact.claims
        else:
            yield fact


def _rank(profile: Profile, key: str) -> int:
    if key == PROJECT:
        return 0
    known = profile.sources.get(key)
    return _RANKS.get(known.authority, 3) if known else 3


def one_of(choices: Iterable[object]) -> str:
    """The choices in words: ``16:9``, ``16:9 or 9:16``, ``one of 16:9, 9:16 or 1:1``."""
    words = [str(choice) for choice in choices]
    if len(words) < 3:
        return " or ".join(words)
    return f"one of {', '.join(words[:-1])} or {words[-1]}"


def counted(number: int, thing: str) -> str:
    """A number of things: ``1 image``, ``3 images``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def conditional(facts: ShotFacts) -> list[BrokenLimit]:
    """The conditional limits that the shot breaks, the most specific of each setting.

    A limit that asks for another id is left out where the spec names the model in general, and a picture that the spec
    calls a reference does not count as a first frame.
    """
    profile, match = facts.profile, facts.match
    if profile is None or match is None:
        return []
    found: dict[str, BrokenLimit] = {}
    for broken in broken_limits(profile, facts.context):
        if broken.key == "id" and match.host is None:
            continue
        if broken.key == "first_frame" and broken.found and not is_start_frame(facts.shot):
            continue
        other = found.get(broken.key)
        if other is None or len(broken.limit.when.terms) > len(other.limit.when.terms):
            found[broken.key] = broken
    return list(found.values())


def is_start_frame(shot: Shot) -> bool:
    """Whether the shot's image is surely meant as the first frame, and not as a reference under another name."""
    return shot.image is not None and shot.image.key.value not in _REFERENCE_ALIASES


def follows_motion_video(profile: Profile) -> bool:
    """Whether the clip is as long as the video whose motion it copies."""
    return any(value.kind == "follows_reference_video" for value in profile.durations.values)


def field_of(shot: Shot, key: str) -> Field[Any] | None:
    """The field that a key of a context comes from."""
    if key in ("orientation", "hdr"):
        return shot.motion.orientation if key == "orientation" else shot.controls
    return shot.fields.get(_FIELDS.get(key, key))


def pictures(shot: Shot) -> Iterator[tuple[Field[Any], Reference]]:
    """Every picture that is given with the shot, and the field that holds it."""
    for name in ("image", "end_image"):
        field = shot.fields.get(name)
        if field is not None and isinstance(field.value, Reference):
            yield field, field.value
    if shot.references is not None:
        for reference in shot.references.value:
            yield shot.references, reference


def at_reference(field: Field[Any], reference: Reference) -> Location:
    """Where the path, URL or shot id of a reference stands."""
    return Location(field.file, reference.node.content_span, field.path)


def missing_from(shot: Shot) -> Location:
    """Where to say that the shot lacks what its model needs: at its own model, else at its head."""
    return shot.model.location if shot.model is not None and not shot.model.inherited else shot.head


def bible_images(shot: Shot) -> list[tuple[str, Reference]]:
    """The characters of the shot that have a picture in the bible."""
    if shot.characters is None:
        return []
    known = ((name.value, shot.file.characters.get(name.value)) for name in shot.characters.value)
    return [(name, character.image) for name, character in known if character is not None and character.image]


def control_entries(shot: Shot) -> Iterator[tuple[Scalar, Field[Any]]]:
    """The entries under ``controls:``: the key, and the value as a field."""
    field = shot.controls
    if field is None or not isinstance(field.node, Mapping) or not isinstance(field.value, dict):
        return
    for entry in field.node:
        name = entry.key.value
        path = (*field.path, name)
        yield entry.key, Field(name, entry.key, entry.value, field.value.get(name), path, field.file, field.inherited)
