"""The page as HTML. Every value is escaped, control characters are visible, and a policy forbids what is not ours."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from promptlint.report.html.page import Page
from promptlint.report.visible import visible_lines

_PACKAGE: Final = "promptlint.report.html"
_CODE: Final = re.compile("`([^`]+)`")


def write(page: Page) -> str:
    """The HTML text."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    template = _environment().get_template("page.html")
    text = template.render(page=page, style=Markup(style), script=Markup(script), policy=policy)
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii") + "\n"


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(_PACKAGE, "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["spoken"] = spoken
    return environment


def spoken(message: str) -> Markup:
    """A message with what stands between backticks as code."""
    parts = _CODE.split(visible_lines(message))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else part for number, part in enumerate(parts)
    )


def _shown(value: object) -> object:
    """A value as it may be read; what the templates themselves made is left as it is."""
    return visible_lines(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _asset(name: str) -> str:
    return files(_PACKAGE).joinpath("assets", name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
