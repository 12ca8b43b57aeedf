"""promptlint: a linter for image-to-video shot specs."""

__version__ = "0.1.0"
