"""The entry point of ``promptlint`` and ``python -m promptlint``."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: instead of those of the process.
    """
    collecting = gc.isenabled()
    gc.disable()  # a run makes few cycles, and looking for them costs a tenth of it
    atexit.register(gc.freeze)  # nor are they worth a last look when the process ends
    try:
        from promptlint.cli.main import run_command

        return run_command(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:  # while still loading
        return 130
    finally:
        if collecting:
            gc.enable()


if __name__ == "__main__":
    sys.exit(main())
