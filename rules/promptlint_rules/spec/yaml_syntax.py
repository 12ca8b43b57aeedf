"""S001."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import FileFacts
from promptlint.finding import Problem, Severity
from promptlint.rule import Example, file_rule
from promptlint.spec.model import SpecFile
from promptlint_rules.spec._sources import YAML_1_2


@file_rule(
    code="S001",
    name="yaml-syntax",
    severity=Severity.ERROR,
    summary="The file is not valid YAML.",
    sources=(YAML_1_2,),
    bad=(
        Example(
            """
            id: s01
            prompt: She turns: the window opens.
            """,
            marks=(":",),
            title="A second colon in an unquoted text",
        ),
        Example(
            """
            id: s01
            prompt: "She turns to the window.
            image: refs/mara.png
            """,
            marks=('"She',),
            title="A quote that is never closed",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            prompt: >-
              She turns: the window opens.
            """,
        ),
        Example('{"id": "s01", "prompt": "She turns to the window."}\n', name="example.shot.json"),
    ),
)
def yaml_syntax(file: SpecFile, facts: FileFacts) -> Iterator[Problem]:
    """Reports the place where reading the file stopped.

    What stands above that place is still checked; what stands below it is not.

    ## Why it matters

    A file that one tool cannot read, another may read in part: shots are lost without a word.

    ## What to do

    The usual causes are a colon or a quote inside an unquoted prompt, a tab used for indentation, and a quote or
    bracket that is never closed. Texts with punctuation are safe as a block:

    ```yaml
    prompt: >-
      She turns: the window opens.
    ```
    """
    for error in file.document.errors:
        if error.kind == "syntax":
            yield Problem(file.at(error.span), error.message, error.advice)
