"""What holds for all tests."""

import os

from hypothesis import settings

settings.register_profile("promptlint", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("promptlint")
