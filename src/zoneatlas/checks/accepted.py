"""Checks of the table of accepted findings, zones/exceptions.csv: a row that accepts nothing is a finding itself."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from zoneatlas.checks.exceptions import EXCEPTIONS_FILE, exception_rows, used_rows
from zoneatlas.checks.records import Finding
from zoneatlas.checks.registry import RETIRED, all_checks, check, get_check, nearest_checks
from zoneatlas.checks.subject import STRETCHES, key_of
from zoneatlas.plan.faults import printable
from zoneatlas.plan.locate import ZONES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneatlas.checks.exceptions import ExceptionRow
    from zoneatlas.checks.subject import Subject

_FILE = f"{ZONES}/{EXCEPTIONS_FILE}"
_SOURCE = "zones/exceptions.csv; an absent table is no fault"


def _at(check_id: str, row: ExceptionRow, en: str, zh: str) -> Finding:
    return Finding(check_id, en, zh, _FILE, row.line, 1, row.feature or None)


@check("Z390", "unused-exception", family="plan", severity="warning", source=_SOURCE, needs_plan=True)
def unused_exception(subject: Subject) -> Iterator[Finding]:
    """An exception accepts a finding that is not there.

    What it means
        The row names a check and a feature, but that check finds nothing on that feature (any more).
    Why it matters
        Left standing, it would silently accept a new fault of the same kind.
    How to fix
        Delete the row, or correct its check or feature.

    中文
    有一条例外没有用上。

    含义
        这一行写了检查和要素，但该检查在该要素上（已经）没有发现问题。
    为什么
        留着它，将来同样的新问题会被悄悄放过。
    怎么改
        删去这一行，或改正检查编号、要素。
    """
    files = (*subject.files, *subject.layer_files.values())
    if any(not file.readable for file in files):
        return  # what a row would accept may stand in the file that cannot be read
    rows = [row for row in exception_rows(subject) if row.holds(subject.today) and _check_of(row) in subject.ran]
    used = used_rows(rows, subject.found)
    stretches = subject.layer_files.get(STRETCHES)
    known = {str(key_of(record)) for file in files if file is not stretches for record in file.features}
    nameless = any(one.check == "Z160" for one in subject.found)
    for row in rows:
        if row.line in used or _not_judged(row, subject):
            continue
        if row.feature and row.feature not in known and not _in_tables(row, subject):
            if not nameless:  # else it is most likely the one without zone_id
                yield _lost(row, known)
            continue
        on = f"'{row.feature}'" if row.feature else "a whole file"
        zh = f"“{row.feature}”" if row.feature else "整个文件"
        yield _at(
            "Z390",
            row,
            f"{row.check} finds nothing on {on} that this row could accept; delete or correct it.",
            f"{row.check} 在{zh}上没有发现可由这一行接受的问题；请删去或改正。",
        )


def _not_judged(row: ExceptionRow, subject: Subject) -> bool:
    """Whether the feature has an error of its own (no geometry, no type …), so that the row's check cannot judge it."""
    wanted = get_check(row.check)
    needed = set(wanted.requires) if wanted is not None else set()
    return any(one.feature is None and one.check in needed for one in subject.found) or any(
        str(one.feature) == row.feature
        and (
            one.check in needed
            or (one.severity == "error" and one.check.startswith(("Z1", "Z20")))
            or one.check == "Z135"
        )
        for one in subject.found
    )


def _in_tables(row: ExceptionRow, subject: Subject) -> bool:
    """Whether the row speaks of something that is no feature: an industry, a layer, a source."""
    plan = subject.plan
    if plan is None:
        return False
    others = {*plan.vocabulary.industries, *(layer.id for layer in plan.catalogue)}
    return row.feature in others | {source.source_id for source in plan.sources}


def _lost(row: ExceptionRow, known: set[str]) -> Finding:
    near = difflib.get_close_matches(row.feature, sorted(known), 2, 0.6)
    return _at(
        "Z390",
        row,
        f"There is no feature '{row.feature}'"
        + (f" (nearest: {', '.join(near)})" if near else "")
        + "; restore it, mend the name, or delete this row.",
        f"没有要素“{row.feature}”"
        + (f"（相近的有：{'、'.join(near)}）" if near else "")
        + "；请恢复、改正名称或删去这一行。",
    )


def _check_of(row: ExceptionRow) -> str | None:
    return next((item.id for item in all_checks() if row.check in (item.id, item.name)), None)


@check("Z391", "expired-exception", family="plan", severity="warning", source=_SOURCE, needs_plan=True)
def expired_exception(subject: Subject) -> Iterator[Finding]:
    """An exception has expired, or its last day is no date.

    What it means
        The day in ``until`` is over, or is not written as 2008-12-31. The row accepts nothing.
    Why it matters
        What was to be mended by that day was not, or the row was forgotten.
    How to fix
        Mend what it accepted, or give it a new day and say why in the reason.

    中文
    例外已过期，或日期写法不对。

    含义
        until 的日期已过，或没有写成 2008-12-31 的样子。这一行不再生效。
    为什么
        到期该改的没有改，或这一行被忘了。
    怎么改
        改正它所接受的问题，或写上新的日期并在理由里说明。
    """
    for row in exception_rows(subject):
        if row.until and row.last_day is None:
            said = printable(row.until, 30)
            yield _at(
                "Z391",
                row,
                f"until is '{said}', which is no date; write it as 2008-12-31, or leave it empty.",
                f"until“{said}”不是日期；请写成 2008-12-31 的样子，或留空。",
            )
        elif row.last_day is not None and row.last_day < subject.today:
            yield _at(
                "Z391",
                row,
                f"This exception held until {row.until} and no longer does; mend what it accepted, or prolong it.",
                f"这条例外到 {row.until} 为止，已不生效；请改正它所接受的问题，或延期。",
            )


@check("Z392", "exception-without-reason", family="plan", severity="warning", source=_SOURCE, needs_plan=True)
def exception_without_reason(subject: Subject) -> Iterator[Finding]:
    """An exception gives no reason.

    What it means
        Both ``reason_zh`` and ``reason_en`` are empty. The row accepts nothing.
    Why it matters
        Nobody can judge later whether the finding may still stand.
    How to fix
        Say in one sentence why the finding is right as it is.

    中文
    例外没有理由。

    含义
        reason_zh 和 reason_en 都是空的。这一行不生效。
    为什么
        以后谁也判断不了这个问题是否还可以保留。
    怎么改
        用一句话说明为什么可以这样。
    """
    for row in exception_rows(subject):
        if not row.reason_zh and not row.reason_en:
            yield _at(
                "Z392",
                row,
                "This exception gives no reason, so it accepts nothing; fill in reason_zh or reason_en.",
                "这条例外没有理由，所以不生效；请填 reason_zh 或 reason_en。",
            )


@check("Z393", "exception-of-unknown-check", family="plan", severity="warning", source=_SOURCE, needs_plan=True)
def exception_of_unknown_check(subject: Subject) -> Iterator[Finding]:
    """An exception names a check that does not exist.

    What it means
        The column ``check`` holds neither an id nor a name of a check, or that of one given up.
    Why it matters
        The row accepts nothing, and the finding it was meant for stands.
    How to fix
        Use the id as the report prints it; the nearest are suggested.

    中文
    例外写的检查不存在。

    含义
        check 列里既不是检查编号也不是检查名称，或那项检查已经取消。
    为什么
        这一行不生效，它本想接受的问题仍在报告里。
    怎么改
        照报告写编号；已列出相近的。
    """
    for row in exception_rows(subject):
        if _check_of(row) is None:
            near = [RETIRED[row.check]] if RETIRED.get(row.check) else [item.id for item in nearest_checks(row.check)]
            said = printable(row.check, 30)
            yield _at(
                "Z393",
                row,
                f"There is no check '{said}'."
                + (f" Nearest: {', '.join(near)}." if near else " Use an id such as Z101."),
                f"没有检查“{said}”。" + (f"相近的有：{'、'.join(near)}。" if near else "请写编号，如 Z101。"),
            )


@check("Z394", "exception-with-useless-bounds", family="plan", severity="warning", source=_SOURCE, needs_plan=True)
def exception_with_useless_bounds(subject: Subject) -> Iterator[Finding]:
    """An exception's at_least or at_most is no number, or at_least is the greater.

    What it means
        The two columns (which a table need not have) say between which numbers the finding's measure may lie, in the
        unit the report gives: percent for an area, metres for a distance. The row accepts nothing.
    Why it matters
        The bounds keep an exception from accepting whatever the zone drifts to later; these bound nothing.
    How to fix
        Write plain numbers such as -40 and -35, the smaller in at_least, or leave the cells empty.

    中文
    例外的 at_least 或 at_most 不是数，或 at_least 反而更大。

    含义
        这两列（可以没有）写明问题的量值可在什么范围内，单位与报告相同：面积用百分数，距离用米。这一行不生效。
    为什么
        有了范围，功能区以后再有变动，例外不会照样放过；写错的范围什么也限制不了。
    怎么改
        写普通的数，如 -40 和 -35，小的写在 at_least；或留空。
    """
    for row in exception_rows(subject):
        if row.bounds is None:
            said = printable(f"{row.at_least}, {row.at_most}", 40)
            yield _at(
                "Z394",
                row,
                f"The bounds '{said}' are not two numbers in order; write them as -40 and -35, or leave them empty.",
                f"范围“{said}”不是由小到大的两个数；请写成 -40 和 -35 的样子，或留空。",
            )
