"""Click's complaints about a command line, in both languages."""

from __future__ import annotations

import click
from click.exceptions import BadOptionUsage, MissingParameter, NoSuchCommand, NoSuchOption

from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import PlanError


def usage_error(error: click.ClickException) -> PlanError:
    """Return a usage error as an error of ours (exit code 2)."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "zoneatlas"
    en = printable(error.format_message(), 300).rstrip(".") + f". Try '{command} --help'."
    zh = _in_chinese(error) + f"可用 {command} --help 查看用法。"
    return PlanError.about(en, zh)


def _in_chinese(error: click.ClickException) -> str:
    match error:
        case NoSuchOption():
            said = f"没有选项 {printable(error.option_name)}。{_near(error.possibilities)}"
        case NoSuchCommand():
            said = f"没有命令 {printable(error.command_name)}。{_near(error.possibilities)}"
        case MissingParameter():
            said = f"缺少参数 {_parameter(error)}。"
        case BadOptionUsage():
            said = f"选项 {printable(error.option_name)} 的用法不对（可能缺少值）。"
        case click.BadParameter():
            said = f"{_parameter(error)} 的值不合要求{_choices(error)}。"
        case click.UsageError() if "unexpected extra argument" in error.message:
            said = "参数过多。"
        case click.UsageError() if error.message.startswith("Missing command"):
            said = "缺少命令。"
        case _:
            said = f"命令写法有误（{printable(error.format_message(), 200)}）。"
    return said


def _near(possibilities: list[str] | None) -> str:
    return f"是否要用 {'、'.join(possibilities)}？" if possibilities else ""


def _parameter(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return "参数"
    return (
        " / ".join(parameter.opts) if isinstance(parameter, click.Option) else parameter.make_metavar(_context(error))
    )


def _context(error: click.BadParameter) -> click.Context:
    return error.ctx if error.ctx is not None else click.Context(click.Command("zoneatlas"))


def _choices(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    return f"，可选：{'、'.join(map(str, kind.choices))}" if isinstance(kind, click.Choice) else ""
