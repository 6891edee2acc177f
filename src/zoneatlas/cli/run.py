"""From a command line to an exit code: every way a run can end is told here, in both languages."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit, NoArgsIsHelpError

from zoneatlas.cli import session as sessions
from zoneatlas.cli.commands import command_group
from zoneatlas.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneatlas.plan.records import PlanError

OK, FOUND, BAD_USAGE, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line.

    Parameters
    ----------
    argv
        The arguments without the program's name; those of the process by default.

    Returns
    -------
    int
        The exit code: 0 done, 1 findings or nothing found, 2 bad usage or an unreadable plan, 3 a fault of ours.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    sessions.prepare_streams()
    stated = sessions.stated_language(arguments, os.environ)
    session = Session(_plan_folder(arguments), stated or "en", stated is not None)
    try:
        code = _run(arguments, session)
        _flush()
        session.close()
    except BrokenPipeError:
        _forget_stdout()
        return OK
    except KeyboardInterrupt:
        sessions.write_error("interrupted / 已中断")
        return INTERRUPTED
    return code


def _run(arguments: list[str], session: Session) -> int:
    group = command_group(session.lang)
    try:
        with group.make_context("zoneatlas", list(arguments), obj=session) as context:
            code: Any = group.invoke(context)
            return int(code or OK)
    except Exit as ended:
        return ended.exit_code
    except NoArgsIsHelpError as error:
        sessions.write_error(error.format_message())
        return BAD_USAGE
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  (whatever it is, it must end in a sentence)
        return _ended_badly(error, arguments, session)


def _ended_badly(error: Exception, arguments: Sequence[str], session: Session) -> int:
    from zoneatlas.cli.usage import usage_error
    from zoneatlas.plan.records import PlanError

    if isinstance(error, click.ClickException):
        error = usage_error(error)
    if isinstance(error, PlanError):
        return _refuse(error, arguments, session)
    return _confess(error, arguments)


def _refuse(error: PlanError, arguments: Sequence[str], session: Session) -> int:
    root = _root(session)
    if sessions.wants_json(arguments):
        sessions.write_json(sessions.error_json(error, root))
    session.fail(error, root)
    return BAD_USAGE


def _confess(error: Exception, arguments: Sequence[str]) -> int:
    if "--debug" in arguments:
        import traceback

        sessions.write_error(traceback.format_exc())
    named = f"{type(error).__name__}: {error}"
    sessions.write_error(
        f"error: This is a fault of zoneatlas, not of your data ({named}); run again with --debug and report it.\n"
        f"  错误：这是 zoneatlas 的缺陷，与您的数据无关（{named}）；请加 --debug 重新运行并报告。"
    )
    return OUR_FAULT


def _plan_folder(arguments: Sequence[str]) -> Path | None:
    """Return the folder ``--plan`` names, for messages about a command line that could not be understood otherwise."""
    options = iter(arguments)
    for argument in options:
        if argument == "--plan":
            folder = next(options, None)
            return Path(folder) if folder else None
        if argument.startswith("--plan="):
            return Path(argument.removeprefix("--plan="))
        if argument == "--lang":
            next(options, None)
        elif not argument.startswith("-"):
            break
    return None


def _root(session: Session) -> Path | None:
    from zoneatlas.plan.locate import find_root
    from zoneatlas.plan.records import PlanError

    try:
        return find_root(session.root)
    except PlanError:
        return session.root


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _forget_stdout() -> None:
    """Let the interpreter's last flush find no broken pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError, AttributeError):
            continue
