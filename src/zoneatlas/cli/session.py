"""What a command works with: the plan asked for, the reader's language, and how to speak to the terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoneatlas.frozen import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zoneatlas.plan.load import Plan
    from zoneatlas.plan.records import PlanError, Problem

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Session:
    """One run. ``lang`` is the language of the output, ``lang_stated`` whether the user or the locale named it."""

    root: Path | None
    lang: str
    lang_stated: bool
    opened: list[Plan] = field(default_factory=list, repr=False, compare=False)

    def load(self) -> Plan:
        """Read the plan; what is wrong with single zones is said on stderr."""
        from zoneatlas.plan.load import load_kept_plan

        plan = load_kept_plan(self.root)
        self.opened.append(plan)
        self.warn(plan.problems, plan.root)
        return plan

    def close(self) -> None:
        """Keep what was worked out for the next run, once the answer is given."""
        for plan in self.opened:
            if plan.store is not None:
                plan.store.save()

    def warn(self, problems: Iterable[Problem], root: Path | None) -> None:
        """Print problems on stderr."""
        problems = tuple(problems)
        if not problems:
            return
        from zoneatlas.views.text import problem_lines

        lines = [
            line for problem in problems for line in problem_lines(problem, self.lang, shown_path(problem.file, root))
        ]
        if lines:
            write_error("\n".join(lines))

    def fail(self, error: PlanError, root: Path | None) -> None:
        """Print an error and its suggestions on stderr."""
        self.warn([error.problem, *error.more], root)
        for near in error.suggestions:
            names = [name for name in (near.zh, near.en) if name]
            ordered = names if self.lang == "zh" else names[::-1]
            write_error(f"    {near.id}  {' / '.join(ordered)}")


def stated_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str | None:
    """Return the language that ``--lang`` or else the locale names, None when neither says.

    Parameters
    ----------
    arguments
        The command line without the program's name; ``--lang`` counts where it stands before the command.
    environment
        The environment; LC_ALL goes before LC_MESSAGES before LANG.
    """
    options = iter(arguments)
    for argument in options:
        if argument == "--lang":
            return _known(next(options, ""))
        if argument.startswith("--lang="):
            return _known(argument.removeprefix("--lang="))
        if argument == "--plan":
            next(options, None)
        elif not argument.startswith("-"):
            break
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return _known(locale[:2].lower())


def _known(language: str) -> str | None:
    return language if language in LANGUAGES else None


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for JSON, so that an error is told as JSON too."""
    pairs = zip(arguments, [*arguments[1:], ""], strict=True)
    return any(one == "--format=json" or (one == "--format" and two == "json") for one, two in pairs)


def shown_path(file: str, root: Path | None) -> str:
    """Return a plan's file as the reader can open it: relative to the working directory, absolute outside of it."""
    if not file or root is None or Path(file).is_absolute() or not (root / file).parent.is_dir():
        return file
    path = os.path.abspath(root / file)  # noqa: PTH100  (a symbolic link stays as the user wrote it)
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return path


def error_json(error: PlanError, root: Path | None) -> dict[str, Any]:
    """Return an error as the JSON object that programs read."""
    problem = error.problem
    return {
        "error": {
            "message": problem.message,
            "message_zh": problem.message_zh,
            "file": shown_path(problem.file, root) or None,
            "line": problem.line if problem.file else None,
            "column": problem.column if problem.file else None,
            "suggestions": [{"id": near.id, "zh": near.zh, "en": near.en} for near in error.suggestions],
        }
    }


def prepare_streams() -> None:
    """Let nothing a terminal cannot show stop the output."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def write(text: str) -> None:
    """Print a result."""
    if sys.stdout is not None:
        sys.stdout.write(text + "\n")


def write_error(text: str) -> None:
    """Print something that is no result."""
    if sys.stderr is not None:
        sys.stderr.write(text + "\n")


def write_json(value: Mapping[str, Any]) -> None:
    """Print a JSON object; as ASCII where stdout is not UTF-8, so that it stays JSON."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "").replace("_", "")
    import json

    write(json.dumps(value, ensure_ascii=encoding != "utf8", indent=2, allow_nan=False))
