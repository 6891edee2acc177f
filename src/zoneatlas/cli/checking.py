"""The commands `check` and `explain`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zoneatlas.cli.session import Session, shown_path, write, write_error, write_json

if TYPE_CHECKING:
    from zoneatlas.checks.records import Check
    from zoneatlas.checks.run import Report
    from zoneatlas.checks.selftest import SelfTestReport

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
        command_class(
            "explain",
            callback=click.pass_obj(explain_check),
            help=say(
                "说明一项检查：含义、为什么、怎么改，以及它的例子。",
                "Explain a check: what it means, why it matters, how to fix it, and its example.",
            ),
            params=[click.Argument(["word"], metavar="ID"), helper],
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
                "Only these: ids, beginnings of ids, names or families, comma separated.",
            ),
        ),
        click.Option(
            ["--ignore"],
            multiple=True,
            metavar="IDS",
            help=say("不做这些检查，写法同上。", "Leave these out, written the same way."),
        ),
        click.Option(
            ["--strict"], is_flag=True, help=say("警告也算：退出码为 1。", "Warnings count too: exit code 1.")
        ),
        click.Option(
            ["--self-test", "self_test"],
            is_flag=True,
            help=say(
                "在规划的副本里放入已知错误，看检查能否发现。",
                "Put known faults into a copy of the plan and see whether the checks find them.",
            ),
        ),
        click.Option(
            ["--placements"],
            type=click.IntRange(min=1),
            default=3,
            metavar="N",
            help=say("自检时每种错误试几处，默认 3。", "Places at which the self-test tries each fault; 3 by default."),
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
    self_test: bool,
    placements: int,
    output: Path | None,
) -> int:
    """Check the plan, or files."""
    from zoneatlas.checks.run import check_subject
    from zoneatlas.checks.subject import subject_of_files, subject_of_plan
    from zoneatlas.views.reports import report_json, report_text, summary_line

    if self_test:
        return _self_test(session, files, form, output, placements)
    checks = _wanted(select, ignore)
    subject = subject_of_files(files) if files else subject_of_plan(session.root)
    gc.freeze()  # what was read stays to the end: the collector need not look at it again
    report = check_subject(subject, checks)

    def shown(file: str) -> str:
        return shown_path(file, subject.root)

    if form == "json" and output is None:
        write_json(report_json(report, subject.root))
    else:
        colour = form == "text" and output is None and _shows_colours()
        text = report_text(form, report, subject.root, session.lang, shown, colour=colour)
        _deliver(text, output)
        if output is not None:
            write_error(summary_line(report, session.lang))
    return exit_code(report, strict=strict)


def _deliver(text: str, output: Path | None) -> None:
    if output is None:
        if text:
            write(text)
        return
    from zoneatlas.plan.canonical import write_atomically

    clean = text.encode("utf-8", "backslashreplace").decode("utf-8")
    write_atomically(output, clean + "\n" if clean else clean)


def _shows_colours() -> bool:
    return bool(sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR"))


def _self_test(session: Session, files: tuple[Path, ...], form: str, output: Path | None, placements: int) -> int:
    from zoneatlas.checks.reading import plan_folder
    from zoneatlas.checks.selftest import run_self_test
    from zoneatlas.plan.records import PlanError
    from zoneatlas.views.reports import as_json

    if files or form not in ("text", "json"):
        raise PlanError.about(
            "--self-test takes no FILE, and --format text or json only.",
            "--self-test 不能带 FILE，格式只能是 text 或 json。",
        )
    tested: SelfTestReport = run_self_test(plan_folder(session.root), placements)
    _deliver(as_json(tested.as_json()) if form == "json" else "\n".join(tested.lines(session.lang)), output)
    return 0 if tested.complete else 1


def _wanted(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[Check, ...]:
    from zoneatlas.checks.registry import selected

    chosen, unwanted = _split(select), _split(ignore)
    for word in (*chosen, *unwanted):
        if not selected((word,)):
            raise _unknown(word)
    return selected(chosen, unwanted)


def _unknown(word: str) -> Exception:
    """Return the error for a word that names no check, with the nearest that do."""
    from zoneatlas.checks.registry import RETIRED, get_check, nearest_checks
    from zoneatlas.plan.faults import printable
    from zoneatlas.plan.records import PlanError, Problem, Suggestion
    from zoneatlas.views.explaining import sections

    said = printable(word, 40)
    successor = get_check(RETIRED.get(word.strip().upper(), ""))
    near = (successor,) if successor else nearest_checks(word)
    return PlanError(
        Problem(
            f"There is no check '{said}'; docs/checks.md lists them all.",
            f"没有检查“{said}”；docs/checks.md 列出了全部。",
            "",
            severity="error",
        ),
        tuple(Suggestion(item.id, sections(item.doc_zh)[0], sections(item.doc)[0]) for item in near),
    )


def explain_check(session: Session, word: str) -> int:
    """Say what a check means, why it matters and how to fix it."""
    from zoneatlas.checks.registry import RETIRED, get_check
    from zoneatlas.views.explaining import example_findings, explanation

    found = get_check(word)
    old = word.strip().upper()
    if found is None and old in RETIRED:
        successor = get_check(RETIRED[old])
        new = successor.id if successor else ""
        en = f"{old} was given up" + (f"; {new} took its place." if new else ".")
        zh = f"{old} 已取消" + (f"，由 {new} 代替。" if new else "。")
        write(zh if session.lang == "zh" else en)
        if successor is None:
            return 0
        found = successor
    if found is None:
        raise _unknown(word)
    write(explanation(found, example_findings(found), session.lang))
    return 0


def _split(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for word in words for part in word.replace("，", ",").split(",") if part.strip())


def exit_code(report: Report, *, strict: bool) -> int:
    """Return 1 when an error was found, with `strict` also when a warning was; else 0."""
    counted = report.count("error") + (report.count("warning") if strict else 0)
    return 1 if counted else 0
