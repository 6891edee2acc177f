"""Asking of every row of a file whether it may be sited there.

The columns are found by their usual names in Chinese or English. A row that cannot be answered is kept, with the reason
in its column `problem`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zoneatlas.answers.coordinates import DATUMS, read_position
from zoneatlas.answers.site import SiteAnswer, Siting
from zoneatlas.answers.site_receipt import plan_sha256
from zoneatlas.answers.site_tables import Row, Table, kind_of, read_table, unused, write_table
from zoneatlas.plan.faults import printable
from zoneatlas.plan.records import PlanError, Problem, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from zoneatlas.plan.load import Plan

__all__ = ["ADDED", "COLUMN_NAMES", "Columns", "Outcome", "columns_of", "site_file"]

#: The columns a batch adds, in this order.
ADDED = (
    *("verdict", "between", "rules", "clauses", "reasons", "zones", "nearest", "nearest_m"),
    *("plan_sha256", "version", "problem"),
)
#: What each column is usually called; compared without case, spaces and signs.
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    what: tuple(names.split())
    for what, names in {
        "lon": "lon lng long longitude x 经度 东经 经度坐标 lon_deg lon_wgs84 lng_wgs84 wgs84_lon wgs84_lng point_x "
        "coord_x gcj02_lng gcj02_lon bd09_lng bd09_lon",
        "lat": "lat latitude y 纬度 北纬 纬度坐标 lat_deg lat_wgs84 wgs84_lat point_y coord_y gcj02_lat bd09_lat",
        "at": "at coordinates coordinate coords lonlat lnglat position 坐标 经纬度 位置坐标 点位坐标",
        "industry": "industry industry_id industries sector trade 产业 行业 产业类型 行业类型 产业名称 行业名称 "
        "所属产业 所属行业 拟建产业 业态 行业代码 gbt4754",
        "existing": "existing is_existing 现有 是否现有 已有 是否已建 存量 既有",
        "datum": "datum crs 坐标系 坐标基准 基准",
    }.items()
}
_YES = frozenset(("1", "true", "yes", "y", "t", "是", "现有", "已有", "已建", "存量", "既有", "existing"))
_NO = frozenset(("", "0", "false", "no", "n", "f", "否", "新建", "拟建", "增量", "new"))
_DATUMS = {name: name for name in DATUMS} | {
    "火星": "gcj02",
    "高德": "gcj02",
    "百度": "bd09",
    "epsg4326": "wgs84",
    "国家2000": "cgcs2000",
    "京54": "beijing54",
    "1954": "beijing54",
}
_COUNTED = ("prohibited", "restricted", "encouraged", "silent", "cannot-say", "outside")
_PROGRESS_EVERY = 20


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table is what; None where there is none."""

    lon: str | None
    lat: str | None
    at: str | None
    industry: str | None
    existing: str | None
    datum: str | None

    def text(self) -> Text:
        """Say which columns were found."""
        found = {what: getattr(self, what) for what in COLUMN_NAMES}
        named = [f"{what} = {printable(name)}" for what, name in found.items() if name is not None]
        listed = ", ".join(named) or "geometry"
        return Text(f"识别的列：{listed}", f"columns: {listed}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch: how many rows got which verdict, and what was wrong with the others, by line."""

    rows: int
    verdicts: Mapping[str, int]
    problems: tuple[Problem, ...]
    rule_problems: tuple[Problem, ...]
    plan_sha256: str


class _RowError(Exception):
    """A row that cannot be answered."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


def site_file(  # noqa: PLR0913  (a batch has this many choices)
    plan: Plan,
    path: Path,
    output: Path,
    *,
    industry: str | None = None,
    existing: bool = False,
    datum: str = "wgs84",
    lang: str = "en",
    columns_found: Callable[[Text], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Answer for every row of a file.

    Parameters
    ----------
    plan
        The plan.
    path, output
        CSV, GeoJSON or Parquet, both of one kind; `output` is written in one step, with the columns `ADDED` behind
        those of `path`.
    industry, existing, datum
        For rows that do not say themselves.
    lang
        Language of the columns ``reasons`` and ``problem``.
    columns_found
        Told which columns were found, and remarks on the file.
    progress
        Told now and then how many rows are done, and of how many.

    Raises
    ------
    PlanError
        If nothing of the file can be read, no columns of coordinates are found, `industry` is unknown, or the output
        cannot be written.
    """
    _check_paths(path, output)
    table = read_table(path)
    columns = columns_of(table, path)
    if industry is None and columns.industry is None:
        raise PlanError.about(
            f"The file has no column for the industry ({_listed(table)}); name one for all rows with --industry T.",
            f"文件没有产业列（现有列：{_listed(table)}）；请用 --industry T 指定全部行的产业。",
            file=str(path),
        )
    for said in (*table.remarks, columns.text()):
        if columns_found is not None:
            columns_found(said)
    batch = _Batch(plan, columns, industry, datum, existing=existing)
    results = []
    for done, row in enumerate(table.rows):
        if progress is not None and done % _PROGRESS_EVERY == 0:
            progress(done, len(table.rows))
        results.append(batch.answer(row))
    if progress is not None:
        progress(len(table.rows), len(table.rows))
    write_table(output, table, _added(table, results, batch, lang))
    verdicts = dict.fromkeys(_COUNTED, 0)
    for result in results:
        if isinstance(result, SiteAnswer):
            verdicts[result.verdict] += 1
    problems = tuple(
        Problem(result.en, result.zh, str(path), row.line, 1)
        for row, result in zip(table.rows, results, strict=True)
        if isinstance(result, Text)
    )
    return Outcome(len(results), verdicts, problems, tuple(batch.rule_problems), batch.digest)


def columns_of(table: Table, path: Path) -> Columns:
    """Find the columns by their usual names.

    Raises
    ------
    PlanError
        If there are no coordinates.
    """
    by_name: dict[str, str] = {}
    for column in table.columns:
        by_name.setdefault(_plain(column), column)
    found = {
        what: next((by_name[_plain(name)] for name in names if _plain(name) in by_name), None)
        for what, names in COLUMN_NAMES.items()
    }
    columns = Columns(**found)
    has_geometry = table.kind == "geojson" or any(row.position is not None for row in table.rows)
    if columns.at is None and None in (columns.lon, columns.lat) and not has_geometry:
        raise PlanError.about(
            f"No columns of longitude and latitude were found ({_listed(table)}); call them lon and lat.",
            f"找不到经度、纬度列（现有列：{_listed(table)}）；请把它们命名为 经度、纬度。",
            file=str(path),
        )
    return columns


class _Batch:
    """The questions of a batch; each industry is understood once."""

    def __init__(self, plan: Plan, columns: Columns, industry: str | None, datum: str, *, existing: bool) -> None:
        self.plan = plan
        self.columns = columns
        self.industry = industry
        self.datum = datum
        self.existing = existing
        self.digest = plan_sha256(plan.root)
        self.rule_problems: dict[Problem, None] = {}
        self._sitings: dict[tuple[str, bool], Siting | Text] = {}
        if industry is not None:
            Siting(plan, industry, digest=self.digest)  # an unknown word for all rows is refused at once

    def answer(self, row: Row) -> SiteAnswer | Text:
        """Answer a row, or say what is wrong with it."""
        try:
            if row.fault is not None:
                return row.fault
            lon, lat, doubt_m = self._position(row)
            answer = self._siting(row).at(lon, lat, doubt_m)
        except _RowError as error:
            return error.said
        except PlanError as error:
            return _said(error)
        self.rule_problems.update(dict.fromkeys(answer.problems))
        return answer

    def _value(self, row: Row, what: str) -> str:
        column = getattr(self.columns, what)
        value = row.values.get(column) if column is not None else None
        return "" if value is None else str(value).strip()

    def _position(self, row: Row) -> tuple[float, float, float]:
        datum = self._datum(row)
        if row.position is not None:
            text = f"{row.position[0]!r},{row.position[1]!r}"
        elif self.columns.lon is not None and self.columns.lat is not None:
            lon, lat = self._value(row, "lon"), self._value(row, "lat")
            if not lon or not lat:
                raise _RowError(Text("缺少经度或纬度。", "The longitude or the latitude is missing."))
            text = f"{lon},{lat}"
        else:
            text = self._value(row, "at")
            if not text:
                raise _RowError(Text("缺少坐标。", "There are no coordinates."))
        position = read_position(text, datum)
        if any("latitude first" in remark.en for remark in position.remarks):
            raise _RowError(Text("经度和纬度像是填反了。", "Longitude and latitude seem to be swapped."))
        return position.lon, position.lat, position.accuracy_m

    def _datum(self, row: Row) -> str:
        said = self._value(row, "datum")
        if not said:
            return self.datum
        plain = _plain(said)
        datum = _DATUMS.get(plain) or next((known for name, known in _DATUMS.items() if name in plain), None)
        if datum is None:
            shown = printable(said)
            known = ", ".join(DATUMS)
            raise _RowError(
                Text(f"不认识基准“{shown}”；可用：{known}。", f"'{shown}' is no datum known here; use {known}.")
            )
        return datum

    def _siting(self, row: Row) -> Siting:
        text = self._value(row, "industry") or self.industry or ""
        if not text:
            raise _RowError(Text("没有说明产业。", "The industry is missing."))
        key = (text, self._is_existing(row))
        if key not in self._sitings:
            try:
                self._sitings[key] = Siting(self.plan, text, existing=key[1], digest=self.digest)
            except PlanError as error:
                self._sitings[key] = _said(error)
        siting = self._sitings[key]
        if isinstance(siting, Text):
            raise _RowError(siting)
        return siting

    def _is_existing(self, row: Row) -> bool:
        if self.columns.existing is None:
            return self.existing
        said = self._value(row, "existing").casefold()
        if said in _YES:
            return True
        if said in _NO:
            return self.existing if not said else False
        shown = printable(said)
        raise _RowError(Text(f"“{shown}”说不清是现有还是新建；请填 是 或 否。", f"'{shown}' is neither yes nor no."))


def _added(table: Table, results: list[SiteAnswer | Text], batch: _Batch, lang: str) -> dict[str, list[Any]]:
    cells = [_cells(result, batch, lang) for result in results]
    taken = list(table.columns)
    added: dict[str, list[Any]] = {}
    for name in ADDED:
        own = unused(name, taken)
        taken.append(own)
        added[own] = [row[name] for row in cells]
    return added


def _cells(result: SiteAnswer | Text, batch: _Batch, lang: str) -> dict[str, Any]:
    if isinstance(result, Text):
        lists = dict.fromkeys(("between", "rules", "clauses", "reasons", "zones", "nearest"), None)
        said = {"verdict": None, "nearest_m": None, "plan_sha256": None, "version": None, "problem": result.say(lang)}
        return {**lists, **said}
    return {
        "verdict": result.verdict,
        "between": list(result.between or ()),
        "rules": list(dict.fromkeys(reason.rule for reason in result.reasons if reason.rule)),
        "clauses": list(dict.fromkeys(reason.clause for reason in result.reasons if reason.clause)),
        "reasons": [reason.text.say(lang) for reason in result.reasons],
        "zones": [match.zone.zone_id for match in result.zones],
        "nearest": [near.zone.zone_id for near in result.nearest],
        "nearest_m": round(result.nearest[0].distance_m, 1) if result.nearest else None,
        "plan_sha256": batch.digest,
        "version": result.receipt.version,
        "problem": None,
    }


def _said(error: PlanError) -> Text:
    problem = error.problem
    near = [suggestion.id for suggestion in error.suggestions]
    if not near:
        return Text(problem.message_zh, problem.message)
    return Text(f"{problem.message_zh}相近的：{'、'.join(near)}。", f"{problem.message} Near: {', '.join(near)}.")


def _check_paths(path: Path, output: Path) -> None:
    one, other = kind_of(path), kind_of(output)
    if one != other:
        raise PlanError.about(
            f"The output must be of the same kind as the input ({path.suffix}).",
            f"结果文件应与输入同一格式（{path.suffix}）。",
            file=str(output),
        )
    if output.exists() and path.exists() and output.samefile(path):
        raise PlanError.about(
            "The output is the input itself; name another file.", "结果文件就是输入文件；请另起名。", file=str(output)
        )
    if not output.absolute().parent.is_dir():
        raise PlanError.about("There is no such folder to write into.", "要写入的目录不存在。", file=str(output))


def _listed(table: Table) -> str:
    return ", ".join(printable(column, 20) for column in table.columns[:12]) or "—"


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())
