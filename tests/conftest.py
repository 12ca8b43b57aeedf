"""What holds for all tests."""

from hypothesis import settings

settings.register_profile("promptlint", deadline=None)
settings.load_profile("promptlint")
