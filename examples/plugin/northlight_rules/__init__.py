"""Rules of the Northlight studio, which promptlint finds through the entry point in ``pyproject.toml``."""
