"""Configuration: finding the file, reading and checking it, and merging it with presets and the command line."""

from promptlint.config.errors import ConfigError
from promptlint.config.finder import ConfigFinder
from promptlint.config.resolve import Overrides, Resolved

__all__ = ["ConfigError", "ConfigFinder", "Overrides", "Resolved"]
