"""Merges a preset, configuration files and the command line into settings, and remembers where each value is from.

A later source wins: default, preset, extended file, own file, command line. Lists replace, tables merge by key,
``extend-select`` and the command line's ``--ignore`` and ``--exclude`` add.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from promptlint.config.errors import ConfigError
from promptlint.config.phrases import read_phrases
from promptlint.config.presets import DEFAULT_PRESET, Level, Preset, find_preset
from promptlint.config.read import ConfigFile
from promptlint.families import family_selector
from promptlint.finding import Confidence, Severity
from promptlint.picture_limits import DEFAULT_LIMITS, MEGA, Limits
from promptlint.settings import DEFAULT_EXCLUDE, DEFAULT_INCLUDE, Phrase, Settings

if TYPE_CHECKING:
    from promptlint.registry import Registry

KEYS: Final = (
    "preset",
    "select",
    "ignore",
    "severity",
    "confidence",
    "per-file-ignores",
    "include",
    "exclude",
    "models",
    "vocabulary",
    "phrases",
    "pictures",
    "fail-on",
    "require-suppression-reasons",
)
"""The settings in the order in which they are shown."""

LEVELS: Final[tuple[str, ...]] = get_args(Level)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line says instead of the configuration. None is not given."""

    preset: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: Level | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from.

    Attributes:
        kind: the sort of source.
        name: the file as shown, the preset, or the option.
        key: the key in the file.
        line: its line, from 1.
    """

    kind: Literal["default", "preset", "file", "command line"]
    name: str = ""
    key: str = ""
    line: int | None = None

    def __str__(self) -> str:
        if self.kind == "file":
            return f"{self.name}:{self.line} {self.key}" if self.line else f"{self.name} {self.key}"
        return f"{self.kind} {self.name}" if self.name else self.kind


@dataclass(frozen=True, slots=True)
class Resolved:
    """Settings with where each of them comes from.

    Attributes:
        settings: what the engine uses.
        preset: the preset in force.
        files: the configuration files, the extended ones first; empty where there is none.
        origins: where each setting of ``KEYS`` comes from, the strongest source last.
    """

    settings: Settings
    preset: Preset
    files: tuple[Path, ...] = ()
    origins: Mapping[str, tuple[Origin, ...]] = field(default_factory=dict)


def severity_of(level: str) -> Severity | None:
    """The severity that a level names; None for ``never``."""
    return None if level == "never" else Severity[level.upper()]


def resolve(root: Path, files: Sequence[ConfigFile], overrides: Overrides) -> Resolved:
    """Merge everything.

    Args:
        root: the project's folder.
        files: configuration files, the extended ones first.
        overrides: the command line.

    Raises:
        ConfigError: a preset or selector does not exist.
    """
    return _Merge(root, files, overrides).result()


class _Merge:
    def __init__(self, root: Path, files: Sequence[ConfigFile], overrides: Overrides) -> None:
        self.root = root
        self.files = files
        self.overrides = overrides
        self.origins: dict[str, list[Origin]] = {}

    def result(self) -> Resolved:
        preset = self.preset()
        settings = Settings(
            root=self.root,
            select=self.select(preset),
            ignore=self.ignore(),
            severity=self.severity(preset),
            min_confidence=Confidence[self.scalar("confidence", preset.confidence, preset).upper()],
            per_file_ignores=self.per_file_ignores(),
            include=self.include(),
            exclude=self.exclude(),
            models=self.table("models"),
            vocabulary={name: tuple(words) for name, words in self.table("vocabulary").items()},
            phrases=self.phrases,
            pictures=self.pictures(),
            fail_on=severity_of(self.fail_on(preset)),
            require_reasons=bool(self.scalar("require-suppression-reasons", False)),
        )
        origins = {key: tuple(self.origins.get(key) or (Origin("default"),)) for key in KEYS}
        return Resolved(settings, preset, tuple(file.path for file in self.files), origins)

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases of all files; one replaces another with its code in a file that is extended."""
        merged: dict[str, Phrase] = {}
        for file in self.files_with("phrases"):
            merged |= read_phrases(file)
        self.origins["phrases"] = [_origin(file, "phrases") for file in self.files_with("phrases")]
        return tuple(merged.values())

    @cached_property
    def registry(self) -> Registry:
        """The rules that selectors may mean."""
        from promptlint.phrases.rules import with_phrases
        from promptlint.registry import installed

        return with_phrases(installed(), self.phrases)

    def preset(self) -> Preset:
        name = self.overrides.preset
        if name is not None:
            self.origins["preset"] = [Origin("command line", "--preset")]
            try:
                return find_preset(name)
            except KeyError as error:
                raise ConfigError("--preset", error.args[0]) from None
        name = self.scalar("preset", DEFAULT_PRESET)
        try:
            return find_preset(name)
        except KeyError as error:
            file = self.files_with("preset")[-1]
            raise file.error(error.args[0], "preset") from None

    def select(self, preset: Preset) -> tuple[str, ...]:
        if self.overrides.select is not None:
            self.origins["select"] = [Origin("command line", "--select")]
            return self.on_command_line("--select", self.overrides.select)
        selected = preset.select
        files = self.files_with("select")
        if files and self.overrides.preset is None:
            file = files[-1]
            selected = self.in_file(file, file.table["select"], "select")
            self.origins["select"] = [_origin(file, "select")]
        else:
            self.origins["select"] = [_preset_origin(preset)]
            if selected != ("all",):
                selected += tuple(phrase.code.rstrip("0123456789") for phrase in self.phrases)
        for file in self.files_with("extend-select"):
            selected += self.in_file(file, file.table["extend-select"], "extend-select")
            self.origins["select"].append(_origin(file, "extend-select"))
        return tuple(dict.fromkeys(selected))

    def ignore(self) -> tuple[str, ...]:
        ignored: tuple[str, ...] = ()
        origins = []
        for file in self.files_with("ignore")[-1:]:
            ignored = self.in_file(file, file.table["ignore"], "ignore")
            origins.append(_origin(file, "ignore"))
        if self.overrides.select is not None:
            asked_for = self.on_command_line("--select", self.overrides.select)
            ignored = tuple(selector for selector in ignored if selector not in asked_for)
        if self.overrides.ignore:
            ignored += self.on_command_line("--ignore", self.overrides.ignore)
            origins.append(Origin("command line", "--ignore"))
        self.origins["ignore"] = origins
        return tuple(dict.fromkeys(ignored))

    def severity(self, preset: Preset) -> dict[str, Severity]:
        severities: dict[str, Severity] = {}
        origins = []
        if preset.severity:
            severities |= self.by_code(dict(preset.severity), lambda text, _: ConfigError(preset.label, text))
            origins.append(_preset_origin(preset))
        for file in self.files_with("severity"):
            severities |= self.file_severity(file)
            origins.append(_origin(file, "severity"))
        self.origins["severity"] = origins
        return severities

    def file_severity(self, file: ConfigFile) -> dict[str, Severity]:
        return self.by_code(file.table["severity"], lambda text, selector: file.error(text, "severity", selector))

    def per_file_ignores(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        merged: dict[str, tuple[str, ...]] = {}
        key = "per-file-ignores"
        for file in self.files_with(key):
            for pattern, selectors in file.table[key].items():
                self.file_pattern(file, pattern, key, pattern)
                merged[pattern] = self.in_file(file, selectors, key, pattern)
        self.origins[key] = [_origin(file, key) for file in self.files_with(key)]
        return tuple(merged.items())

    def include(self) -> tuple[str, ...]:
        files = self.files_with("include")[-1:]
        self.origins["include"] = [_origin(file, "include") for file in files]
        return self.patterns(files[0], "include") if files else DEFAULT_INCLUDE

    def exclude(self) -> tuple[str, ...]:
        excluded: tuple[str, ...] = DEFAULT_EXCLUDE
        origins = [Origin("default")]
        for file in self.files_with("exclude")[-1:]:
            excluded += self.patterns(file, "exclude")
            origins.append(_origin(file, "exclude"))
        if self.overrides.exclude:
            for pattern in self.overrides.exclude:
                self.check_pattern(pattern, lambda text: ConfigError("--exclude", text))
            excluded += self.overrides.exclude
            origins.append(Origin("command line", "--exclude"))
        self.origins["exclude"] = origins
        return excluded

    def fail_on(self, preset: Preset) -> str:
        if self.overrides.fail_on is not None:
            self.origins["fail-on"] = [Origin("command line", "--fail-on")]
            return self.overrides.fail_on
        return str(self.scalar("fail-on", preset.fail_on, preset))

    def scalar(self, key: str, default: Any, preset: Preset | None = None) -> Any:
        """The closest file's value, else the preset's or the default one; a preset of the command line comes first."""
        files = self.files_with(key)
        if files and not (preset is not None and self.overrides.preset is not None):
            self.origins[key] = [_origin(files[-1], key)]
            return files[-1].table[key]
        self.origins[key] = [_preset_origin(preset) if preset else Origin("default")]
        return default

    def table(self, key: str) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for file in self.files_with(key):
            merged |= file.table[key]
        self.origins[key] = [_origin(file, key) for file in self.files_with(key)]
        return merged

    def pictures(self) -> Limits:
        given = self.table("pictures")
        return Limits(
            max_bytes=int(given.get("max-megabytes", DEFAULT_LIMITS.max_bytes // MEGA)) * MEGA,
            max_pixels=int(given.get("max-megapixels", DEFAULT_LIMITS.max_pixels // MEGA)) * MEGA,
        )

    def files_with(self, key: str) -> list[ConfigFile]:
        return [file for file in self.files if key in file.table]

    def patterns(self, file: ConfigFile, key: str) -> tuple[str, ...]:
        for pattern in file.table[key]:
            self.file_pattern(file, pattern, key)
        return tuple(file.table[key])

    def file_pattern(self, file: ConfigFile, pattern: str, *keys: str) -> None:
        self.check_pattern(pattern, lambda text: file.error(text, *keys))

    def check_pattern(self, pattern: str, error: Callable[[str], ConfigError]) -> None:
        from promptlint.patterns import matches

        try:
            matches((pattern,), self.root / "x", self.root)
        except ValueError:
            raise error(f"`{pattern}` is not a pattern as in a .gitignore file.") from None

    def in_file(self, file: ConfigFile, selectors: Iterable[str], *keys: str) -> tuple[str, ...]:
        return self.canonical(selectors, lambda text: file.error(text, *keys))

    def on_command_line(self, option: str, selectors: Iterable[str]) -> tuple[str, ...]:
        return self.canonical(selectors, lambda text: ConfigError(option, text))

    def canonical(self, selectors: Iterable[str], error: Callable[[str], ConfigError]) -> tuple[str, ...]:
        selectors = tuple(selectors)
        families = [family for selector in selectors if (family := family_selector(selector)) is not None]
        if len(families) == len(selectors):
            return tuple(dict.fromkeys(families))
        from promptlint.config.selectors import UnknownSelectorError, canonical_all

        try:
            return canonical_all(selectors, self.registry)
        except UnknownSelectorError as unknown:
            raise error(str(unknown)) from None

    def by_code(self, levels: Mapping[str, str], error: Callable[[str, str], ConfigError]) -> dict[str, Severity]:
        from promptlint.config.selectors import UnknownSelectorError, by_code, canonical

        for selector in levels:
            try:
                canonical(selector, self.registry)
            except UnknownSelectorError as unknown:
                raise error(str(unknown), selector) from None
        return by_code({selector: Severity[level.upper()] for selector, level in levels.items()}, self.registry)


def _origin(file: ConfigFile, key: str) -> Origin:
    return Origin("file", file.shown, key, file.line(key))


def _preset_origin(preset: Preset) -> Origin:
    return Origin("preset", preset.label)
