"""Says what an interpreter is and whether promptlint is in it; any Python has to be able to read this."""

import json
import sys

found = {"python": list(sys.version_info[:3]), "venv": False, "promptlint": None, "unusable": None}
if sys.version_info >= (3, 11):  # noqa: UP036
    from importlib.util import find_spec

    found["venv"] = bool(find_spec("venv") and find_spec("ensurepip"))
    if find_spec("promptlint_lsp"):
        try:
            import pygls  # noqa: F401

            import promptlint

            found["promptlint"] = promptlint.__version__
        except Exception as error:
            found["unusable"] = "%s: %s" % (type(error).__name__, error)  # noqa: UP031
    elif find_spec("promptlint"):
        found["unusable"] = "its promptlint has no language server; the package is called promptlint-video"
sys.stdout.write("\npromptlint-probe:" + json.dumps(found) + "\n")
