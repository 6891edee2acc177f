"""The commands `check` and `explain`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zoneatlas.cli.session import Session, write

if TYPE_CHECKING:
    from zoneatlas.checks.run import Report

_Say = Callable[[str, str], str]
_FILE = click.Path(path_type=Path)
FORMATS = ("text", "json", "github", "geojson", "sarif")


def checking_commands(say: _Say, command_class: type[click.Command], helper: click.Option) -> list[click.Command]:
    """Return the commands about checks, in the reader's language.

    Parameters
    ----------
    say
        Chooses between the Chinese and the English text.
    command_class
        What a command is made of.
    helper
        The help option every command carries.
    """
    return [
        command_class(
            "check",
            callback=click.pass_obj(check_files),
            help=say(
                "检查规划的全部文件；给出 FILE 时，对任何 GeoJSON 做能做的检查。有错误时退出码为 1。",
                "Run all checks on the plan; on FILEs, what applies to any GeoJSON. Exit code 1 when there are errors.",
            ),
            params=[*_check_options(say), helper],
            add_help_option=False,
        ),
    ]


def _check_options(say: _Say) -> list[click.Parameter]:
    return [
        click.Argument(["files"], nargs=-1, type=_FILE, metavar="[FILE]..."),
        click.Option(
            ["--format", "form"],
            type=click.Choice(FORMATS),
            default="text",
            help=say("输出格式。", "Format of the output."),
        ),
        click.Option(
            ["--select"],
            multiple=True,
            metavar="IDS",
            help=say(
                "只做这些检查：编号、编号开头、名称或类别，用逗号分开。",
                "Only these: ids, id prefixes, names or families, comma separated.",
            ),
        ),
        click.Option(
            ["--ignore"],
            multiple=True,
            metavar="IDS",
            help=say("不做这些检查，写法同上。", "Leave these out, written the same."),
        ),
        click.Option(
            ["--strict"], is_flag=True, help=say("警告也算：退出码为 1。", "Warnings count too: exit code 1.")
        ),
        click.Option(["-o", "--output"], type=_FILE, metavar="FILE", help=say("写入文件。", "Write to a file.")),
    ]


def check_files(  # noqa: PLR0913  (one parameter an option)
    session: Session,
    files: tuple[Path, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    *,
    strict: bool,
    output: Path | None,
) -> int:
    """Check the plan, or files."""
    from zoneatlas.checks.registry import selected
    from zoneatlas.checks.run import check_subject
    from zoneatlas.checks.subject import subject_of_files, subject_of_plan
    from zoneatlas.views.reports import report_text

    subject = subject_of_files(files) if files else subject_of_plan(session.root)
    report = check_subject(subject, selected(_split(select), _split(ignore)))
    text = report_text(form, report, subject, session.lang)
    write(text)
    return exit_code(report, strict=strict)


def _split(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for word in words for part in word.replace("，", ",").split(",") if part.strip())


def exit_code(report: Report, *, strict: bool) -> int:
    """Return 1 when an error was found, with `strict` also when a warning was; else 0."""
    counted = report.count("error") + (report.count("warning") if strict else 0)
    return 1 if counted else 0
