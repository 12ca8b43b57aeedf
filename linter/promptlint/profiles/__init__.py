"""Model profiles: what a model accepts, how long it holds a subject, and where each figure comes from.

``answers`` holds the questions that rules ask, ``windows`` the coherence window of a shot, ``table`` the views. Those
modules and :class:`Profile` load when they are first needed.
"""

from typing import TYPE_CHECKING, Any

from promptlint.profiles.catalogue import Ambiguous, Match, Profiles
from promptlint.profiles.facts import ANYHOW, Claim, Context, Fact, When, canonical_mode
from promptlint.profiles.store import ProfileError

if TYPE_CHECKING:
    from promptlint.profiles.profile import Profile

__all__ = [
    "ANYHOW",
    "Ambiguous",
    "Claim",
    "Context",
    "Fact",
    "Match",
    "Profile",
    "ProfileError",
    "Profiles",
    "When",
    "canonical_mode",
]


def __getattr__(name: str) -> Any:
    if name == "Profile":
        from promptlint.profiles.profile import Profile

        return Profile
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
