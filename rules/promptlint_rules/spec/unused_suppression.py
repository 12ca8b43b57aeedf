"""S010."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptlint.finding import Fix, Problem, Severity, Tag, TextEdit
from promptlint.nearest import nearest
from promptlint.rule import Example, run_rule
from promptlint.suppress import VERBS, Directive, Selector
from promptlint.text import Span
from promptlint_rules.spec._sources import SUPPRESSION

if TYPE_CHECKING:
    from promptlint.engine import Engine
    from promptlint.spec.model import SpecFile

_CONFIG = 'select = ["S"]\n'


@run_rule(
    code="S010",
    name="unused-suppression",
    severity=Severity.WARNING,
    summary="A comment that switches off findings has no effect, or no reason.",
    sources=(SUPPRESSION,),
    bad=(
        Example(
            """
            id: s01
            prompt: She turns to the window.
            aspect_ratio: "16:9"  # promptlint: disable=S003 -- the pipeline reads YAML 1.2
            """,
            marks=("# promptlint: disable=S003 -- the pipeline reads YAML 1.2",),
            fixed=('aspect_ratio: "16:9"',),
            config=_CONFIG,
            title="Nothing to suppress",
        ),
        Example(
            """
            id: s01
            prompt: She turns to the window.
            aspect_ratio: 16:9  # promptlint: disable=S003,yaml-trapp
            """,
            marks=("yaml-trapp",),
            fixed=("aspect_ratio: 16:9  # promptlint: disable=S003",),
            config=_CONFIG,
            title="A rule that does not exist",
        ),
        Example(
            """
            # promptlint: disable-next-lines=S003
            id: s01
            prompt: She turns to the window.
            """,
            marks=("# promptlint: disable-next-lines=S003",),
            fixed=(),
            config=_CONFIG,
            title="A word that does not exist",
        ),
        Example(
            """
            id: s01
            prompt: She turns to the window.
            aspect_ratio: 16:9  # promptlint: disable=S003
            """,
            marks=("# promptlint: disable=S003",),
            config=_CONFIG + "require-suppression-reasons = true\n",
            title="Without a reason, in a project that asks for them",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            prompt: She turns to the window.
            aspect_ratio: 16:9  # promptlint: disable=S003 -- the pipeline reads YAML 1.2
            """,
            config=_CONFIG + "require-suppression-reasons = true\n",
        ),
        Example(
            """
            id: s01
            prompt: >-
              She writes on the wall:
              # promptlint: disable=S003
            """,
            config=_CONFIG,
            title="Inside a text it is no comment",
        ),
    ),
)
def unused_suppression(file: SpecFile, directives: list[Directive], engine: Engine) -> Iterator[Problem]:
    """Reports `# promptlint:` comments that suppress nothing, name a rule that does not exist, or use another word
    than `disable`, `disable-next-line` and `disable-file`.

    With `require-suppression-reasons = true` in the configuration, a comment without ` -- reason` is reported, too.
    A rule that does not run is not counted: its comment may be needed when it does.

    ## Why it matters

    A comment that no longer suppresses anything hides the next mistake on the same line.

    ## What to do

    Remove the comment, or the rule from its list; the fix does. Add a reason behind ` -- `, so that the next reader
    knows whether it still holds.
    """
    for directive in directives:
        at = file.at(directive.span)
        if directive.verb not in VERBS:
            yield _unknown_verb(file, directive)
            continue
        if directive.rest:
            yield Problem(
                at,
                f"`{directive.rest}` cannot be read behind `{directive.verb}`, so this comment has no effect.",
                f"Write `# promptlint: {directive.verb}=CODE,CODE -- reason`.",
            )
            continue
        if engine.settings.require_reasons and not directive.reason:
            yield Problem(at, "This comment gives no reason.", "Add one behind ` -- `, such as ` -- approved by Ada`.")
        if not directive.selectors:
            if directive.unused:
                yield _useless(file, directive, "This comment suppresses no finding.")
            continue
        unknown = [s for s in directive.selectors if not engine.registry.selects_anything(s.text)]
        useless = [s for s in directive.unused_selectors if s not in unknown and _runs(engine, s)]
        if useless and len(useless) == len(directive.selectors):
            names = ", ".join(f"`{selector.text}`" for selector in useless)
            yield _useless(file, directive, f"This comment suppresses no finding of {names}.")
            continue
        for selector in unknown:
            near = engine.registry.nearest(selector.text)
            advice = f"Did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else "Remove it."
            yield Problem(
                file.at(selector.span),
                f"There is no rule `{selector.text}`.",
                advice,
                fix=_without(file, directive, selector),
            )
        for selector in useless:
            yield Problem(
                file.at(selector.span),
                f"`{selector.text}` suppresses no finding here.",
                "Remove it.",
                fix=_without(file, directive, selector),
                tag=Tag.UNNECESSARY,
            )


def _runs(engine: Engine, selector: Selector) -> bool:
    return any(rule.answers_to(selector.text) for rule in engine.enabled.values())


def _unknown_verb(file: SpecFile, directive: Directive) -> Problem:
    near = nearest(directive.verb, VERBS)
    fix = None
    if near:
        start = file.source.text.index(directive.verb, directive.span.start + len("promptlint:"))
        edit = TextEdit(Span(start, start + len(directive.verb)), near[0].replace("_", "-"))
        fix = Fix(f"Write `{near[0]}`", (edit,), safe=False)
    verbs = ", ".join(f"`{verb}`" for verb in VERBS)
    return Problem(
        file.at(directive.span),
        f"`{directive.verb}` is not a word that promptlint knows, so this comment has no effect.",
        f"Expected one of {verbs}.",
        fix=fix,
    )


def _useless(file: SpecFile, directive: Directive, message: str) -> Problem:
    fix = Fix("Remove the comment", (_remove(file, directive),))
    return Problem(file.at(directive.span), message, "Remove it.", fix=fix, tag=Tag.UNNECESSARY)


def _remove(file: SpecFile, directive: Directive) -> TextEdit:
    """Remove a comment with the blanks before it, and its line where nothing else is on it."""
    text = file.source.text
    start, end = directive.span
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    if start == 0 or text[start - 1] in "\r\n":
        end += 2 if text[end : end + 2] == "\r\n" else 1
    return TextEdit(Span(start, min(end, len(text))), "")


def _without(file: SpecFile, directive: Directive, selector: Selector) -> Fix:
    """Remove one rule from the list, or the comment where it is the only one."""
    title = f"Remove `{selector.text}`"
    if len(directive.selectors) == 1:
        return Fix(title, (_remove(file, directive),))
    index = directive.selectors.index(selector)
    if index == 0:
        span = Span(selector.span.start, directive.selectors[1].span.start)
    else:
        span = Span(directive.selectors[index - 1].span.end, selector.span.end)
    return Fix(title, (TextEdit(span, ""),))
