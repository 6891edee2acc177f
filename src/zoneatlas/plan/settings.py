"""Reading plan.toml: what the plan is called, which kinds of zone it has, and how its reference layers look.

zones/plan.toml itself explains every key. Tables and keys may be left out, except ``[plan] id`` and ``[[kinds]]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from zoneatlas.plan.records import Kind, MapLayer, PlanError, Problem, Settings, Text
from zoneatlas.plan.tables import line_of, read_toml

if TYPE_CHECKING:
    from pathlib import Path

_T = TypeVar("_T")
_NUMBER = (int, float)
_COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bbbbbb")  # Paul Tol's bright scheme
_NAMES = {
    str: "text in quotes",
    _NUMBER: "a number",
    bool: "true or false",
    dict: "a table",
    list: "a list",
    int: "a whole number",
}
_NAMES_ZH = {str: "引号括起的文字", _NUMBER: "数", bool: "true 或 false", dict: "表", list: "列表", int: "整数"}


class _Table:
    """One table of plan.toml, read key by key, each with its type."""

    def __init__(self, values: dict[str, Any], file: str, text: str) -> None:
        self.values = values
        self.file = file
        self.text = text

    def get(self, key: str, kind: Any, default: _T) -> _T:  # noqa: ANN401  (a type or a tuple of types)
        """Return the value of `key`, or `default` when it is left out."""
        value = self.values.get(key, default)
        if key in self.values and (not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)):
            raise self.error(key, f"{key} must be {_NAMES[kind]}.", f"{key} 应为{_NAMES_ZH[kind]}。")
        return cast("_T", value)

    def need(self, key: str) -> str:
        """Return the text of a key that must be there."""
        value: str = self.get(key, str, "")
        if not value:
            raise self.error(key, f"{key} is missing.", f"缺少 {key}。")
        return value

    def both(self, key: str) -> Text:
        """Return ``key_zh`` and ``key_en`` together."""
        return Text(self.get(f"{key}_zh", str, ""), self.get(f"{key}_en", str, ""))

    def table(self, key: str) -> _Table:
        """Return a table inside this one, empty when it is left out."""
        return _Table(self.get(key, dict, {}), self.file, self.text)

    def tables(self, key: str) -> list[_Table]:
        """Return an array of tables inside this one, empty when it is left out."""
        found: list[Any] = self.get(key, list, [])
        if not all(isinstance(entry, dict) for entry in found):
            raise self.error(key, f"{key} must be written as [[{key}]] tables.", f"{key} 应写成 [[{key}]] 表。")
        return [_Table(entry, self.file, self.text) for entry in found]

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty when it is left out."""
        found: list[Any] = self.get(key, list, [])
        if not all(isinstance(item, str) for item in found):
            raise self.error(key, f"{key} must be a list of texts in quotes.", f"{key} 应为引号括起的文字列表。")
        return tuple(found)

    def error(self, key: str, en: str, zh: str) -> PlanError:
        """Make an error about a key, at its line."""
        return PlanError(Problem(en, zh, self.file, line_of(self.text, key), 1, "error"))


def read_settings(path: Path, name: str) -> Settings:
    """Read plan.toml.

    Raises
    ------
    PlanError
        If it cannot be read, a key has the wrong type, or ``[plan] id`` or ``[[kinds]]`` is missing.
    """
    content, text = read_toml(path, name)
    root = _Table(content, name, text)
    plan = root.table("plan")
    kinds = tuple(_kind(entry, index) for index, entry in enumerate(root.tables("kinds")))
    if not kinds:
        raise root.error(
            "kinds",
            "There is no [[kinds]] table, so no file of zones is known.",
            "没有 [[kinds]] 表，不知道哪些文件是功能区。",
        )
    roles = root.table("roles")
    tolerances = root.table("tolerances")
    tiling = root.table("tiling")
    return Settings(
        plan_id=plan.need("id"),
        title=plan.both("title"),
        period=plan.get("period", str, ""),
        language=plan.get("language", str, "en"),
        measuring_crs=plan.get("measuring_crs", str, ""),
        publisher=plan.both("publisher"),
        attribution=tuple(entry.both("text") for entry in root.tables("attribution")),
        kinds=kinds,
        roles={key: roles.get(key, str, "") for key in roles.values},
        layers=tuple(_map_layer(entry) for entry in root.tables("layers")),
        tolerances={key: float(tolerances.get(key, _NUMBER, 0.0)) for key in tolerances.values},
        tiling=_texts(tiling, "layers"),
    )


def _texts(entry: _Table, key: str) -> tuple[str, ...]:
    values: list[Any] = entry.get(key, list, [])
    if not all(isinstance(value, str) for value in values):
        raise entry.error(key, f"{key} must be a list of texts.", f"{key} 应为文字的列表。")
    return tuple(values)


def _kind(entry: _Table, index: int) -> Kind:
    count: int | None = entry.get("count", int, None)
    colour = entry.get("colour", str, _COLOURS[index % len(_COLOURS)])
    return Kind(
        kind=entry.need("kind"),
        file=entry.need("file"),
        title=entry.both("title"),
        count=count,
        colour=colour,
        ink=entry.get("ink", str, colour),
        zone_colours=entry.texts("zone_colours"),
    )


def _map_layer(entry: _Table) -> MapLayer:
    colour = entry.get("colour", str, "#888888")
    label_zoom: float | None = entry.get("label_zoom", _NUMBER, None)
    return MapLayer(
        layer_id=entry.need("id"),
        group=entry.both("group"),
        show=entry.get("show", bool, False),
        base=entry.get("base", bool, False),
        colour=colour,
        ink=entry.get("ink", str, colour),
        weight_px=float(entry.get("weight_px", _NUMBER, 1.0)),
        dash=entry.get("dash", str, ""),
        fill=entry.get("fill", str, ""),
        fill_opacity=float(entry.get("fill_opacity", _NUMBER, 0.0)),
        radius_px=float(entry.get("radius_px", _NUMBER, 4.0)),
        label=entry.get("label", str, "name_{lang}"),
        label_zoom=label_zoom,
    )
