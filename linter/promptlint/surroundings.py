"""What a run knows besides the specs, put together from the installed packages and the project's settings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from promptlint.facts import Surroundings
from promptlint.facts.prompts import PromptFactsSource
from promptlint.facts.reference.model import Stage
from promptlint.facts.references import ReferenceFactsSource
from promptlint.facts.store import FactStore
from promptlint.facts.tracking import GitTracking
from promptlint.profiles import Profiles
from promptlint.registry import Registry
from promptlint.settings import Settings
from promptlint.workers import HERE, Workers


def surroundings_of(
    registry: Registry,
    settings: Settings,
    today: date,
    cache: Path | None,
    workers: Workers = HERE,
    *,
    shows_pictures: bool = False,
) -> Surroundings:
    """Profiles, lexicons and the store of facts for one project.

    Args:
        registry: the installed rule packages, which bring the data.
        settings: the project's settings.
        today: the day of the run.
        cache: the folder for what can be computed again; None keeps nothing.
        workers: who does slow work.
        shows_pictures: whether small copies of pictures will be wanted; they are then made when these are decoded.

    Raises:
        ProfileError: a model profile of the project cannot be used.
    """
    profiles = Profiles.load(registry.data_directories("models"), settings.models, cache_dir=cache)
    store = FactStore(cache / "facts.sqlite" if cache else None)
    prompts = PromptFactsSource(registry.data_directories("lexicons"), settings.vocabulary, store, workers)
    along = frozenset({Stage.COPY} if shows_pictures else ())
    references = ReferenceFactsSource(settings.root, settings.pictures, store, workers, along)
    return Surroundings(settings.root, today, profiles, prompts, references, GitTracking(), settings.min_confidence)
