"""Completion scripts for shells, written from the commands' parsers."""

from __future__ import annotations

from argparse import Action, ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from promptlint.cli.commands import DEFAULT_COMMAND, SUMMARIES, load
from promptlint.config.presets import preset_names

Shell = Literal["bash", "zsh", "fish"]


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its spellings, help, and what follows it."""

    names: tuple[str, ...]
    help: str
    takes_value: bool
    choices: tuple[str, ...]
    takes_file: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What may follow a command."""

    command: str
    options: tuple[Option, ...]
    words: tuple[str, ...]
    takes_files: bool


def script(shell: Shell) -> str:
    """The completion script of a shell."""
    shapes = [_shape(name) for name in SUMMARIES]
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](shapes)


def _shape(name: str) -> Shape:
    parser = load(name).parser
    positionals = [action for action in parser._actions if not action.option_strings]
    return Shape(
        name,
        tuple(_options(parser)),
        tuple(str(choice) for action in positionals for choice in action.choices or ()),
        any(action.metavar in ("PATH", "FILE", "FOLDER") for action in positionals),
    )


def _options(parser: ArgumentParser) -> Iterator[Option]:
    for action in parser._actions:
        if action.option_strings:
            yield Option(
                tuple(action.option_strings),
                (action.help or "").replace("'", ""),
                action.nargs != 0,
                _choices(action),
                action.type is Path,
            )


def _choices(action: Action) -> tuple[str, ...]:
    if "--preset" in action.option_strings:
        return tuple(preset_names())
    return tuple(str(choice) for choice in action.choices or ())


def _bash(shapes: list[Shape]) -> str:
    return "\n".join(
        [
            "_promptlint() {",
            '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"',
            f'    local command="${{COMP_WORDS[1]}}" commands="{" ".join(SUMMARIES)}"',
            '    offer() { COMPREPLY+=($(compgen -W "$*" -- "$word")); }',
            '    files() { COMPREPLY+=($(compgen -f -- "$word")); }',
            "    COMPREPLY=()",
            "    if [[ $COMP_CWORD -eq 1 ]]; then",
            f"        offer $commands; command={DEFAULT_COMMAND}",
            '    elif [[ " $commands " != *" $command "* ]]; then',
            f"        command={DEFAULT_COMMAND}",
            "    fi",
            '    case "$command $before" in',
            *(line for shape in shapes for line in _bash_values(shape)),
            "    esac",
            '    case "$command" in',
            *(line for shape in shapes for line in _bash_words(shape)),
            "    esac",
            "}",
            "complete -o filenames -F _promptlint promptlint",
            "",
        ]
    )


def _bash_values(shape: Shape) -> Iterator[str]:
    """What may follow an option."""
    for option in shape.options:
        if option.takes_value:
            pattern = "|".join(f'"{shape.command} {name}"' for name in option.names)
            action = f"offer {' '.join(option.choices)}" if option.choices else "files"
            yield f"        {pattern}) COMPREPLY=(); {action}; return;;"


def _bash_words(shape: Shape) -> Iterator[str]:
    """Options, and the words or files that a command takes."""
    names = " ".join(name for option in shape.options for name in option.names)
    yield f"        {shape.command})"
    yield f"            if [[ $word == -* ]]; then offer {names}; return; fi"
    if shape.words:
        yield f"            offer {' '.join(shape.words)}"
    if shape.takes_files:
        yield "            files"
    yield "            ;;"


def _zsh(shapes: list[Shape]) -> str:
    lines = ["#compdef promptlint", "_promptlint() {", "  local -a commands", "  commands=("]
    lines += [f"    '{name}:{_zsh_text(summary)}'" for name, summary in SUMMARIES.items()]
    lines += [
        "  )",
        "  local command=${words[2]}",
        "  if (( CURRENT == 2 )) && [[ $command != -* ]]; then _describe command commands; fi",
        f"  if (( CURRENT == 2 )) || [[ -z ${{commands[(r)$command:*]}} ]]; then command={DEFAULT_COMMAND}",
        "  else shift words; (( CURRENT-- )); fi",
        "  case $command in",
    ]
    for shape in shapes:
        lines.append(f"    {shape.command}) _arguments -S \\")
        lines += [f"      {argument} \\" for option in shape.options for argument in _zsh_option(option)]
        if shape.words:
            lines.append(f"      '1:word:({' '.join(shape.words)})' ;;")
        else:
            lines.append("      '*:file:_files' ;;" if shape.takes_files else "      '*:name: ' ;;")
    lines += [
        "  esac",
        "}",
        'if [[ $funcstack[1] == _promptlint ]]; then _promptlint "$@"; else compdef _promptlint promptlint; fi',
        "",
    ]
    return "\n".join(lines)


def _zsh_option(option: Option) -> Iterator[str]:
    value = ""
    if option.choices:
        value = f":value:({' '.join(option.choices)})"
    elif option.takes_file:
        value = ":file:_files"
    elif option.takes_value:
        value = ":value: "
    for name in option.names:
        yield f"'{name}[{_zsh_text(option.help)}]{value}'"


def _zsh_text(text: str) -> str:
    return text.replace("'", "").replace("[", "(").replace("]", ")").replace(":", "\\:")


def _fish(shapes: list[Shape]) -> str:
    every = " ".join(SUMMARIES)
    lines = [
        f"complete -c promptlint -n '__fish_is_first_token' -a {name} -d '{summary}'"
        for name, summary in SUMMARIES.items()
    ]
    for shape in shapes:
        when = f"__fish_seen_subcommand_from {shape.command}"
        if shape.command == DEFAULT_COMMAND:
            when += f"; or not __fish_seen_subcommand_from {every}"
        start = f"complete -c promptlint -n '{when}'"
        if shape.words:
            lines.append(f"{start} -f -a '{' '.join(shape.words)}'")
        elif not shape.takes_files:
            lines.append(f"{start} -f")
        for option in shape.options:
            names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
            value = f" -x -a '{' '.join(option.choices)}'" if option.choices else ""
            if not value and option.takes_value:
                value = " -r" if option.takes_file else " -x"
            lines.append(f"{start} {names}{value} -d '{option.help}'")
    return "\n".join(lines) + "\n"
