"""Coverage as a table for a terminal, as the JSON object programs read, as CSV and as GeoJSON."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from zoneatlas.plan.records import Text
from zoneatlas.views.text import number, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoneatlas.answers.coverage import Coverage, Row, Share
    from zoneatlas.answers.coverage_named import Cluster, Strung
    from zoneatlas.answers.coverage_summary import Summary
    from zoneatlas.answers.principles import Balance, Principles
    from zoneatlas.plan.load import Plan

_KM2_DECIMALS, _SHARE_DECIMALS, _M_DECIMALS = 4, 6, 1
_TITLES = {
    "kind": Text("类别", "kind"),
    "district": Text("区县", "district"),
    "region": Text("区域", "region"),
    "ring": Text("环路之间", "between the rings"),
    "industry": Text("产业", "industry"),
}
_ROLES = {
    "leading": Text("主导", "leading"),
    "supporting": Text("配套", "supporting"),
    "narrower": Text("仅下级词", "narrower only"),
    "broader": Text("仅上级词", "broader only"),
    "none": Text("无", "none"),
}
_AXES = {"north-south": Text("北 / 南", "north / south"), "east-west": Text("东 / 西", "east / west")}
_DRAWN = {"polygon": Text("有范围", "polygon"), "point": Text("只有点位", "point only"), "none": Text("无", "none")}
_VERDICTS = {
    "along": Text("沿线", "along it"),
    "off": Text("不沿线", "off it"),
    "cannot-say": Text("无法判断", "cannot say"),
}


def coverage_text(plan: Plan, answer: Coverage, summary: Summary, lang: str) -> str:
    """Return coverage as tables: the rows, then what the summary adds."""
    blocks = [_headline(answer, summary, lang), _rows_table(plan, answer, lang)]
    if answer.without_zone and answer.by != "kind":
        names = {row.id: row.name.say(lang) for row in answer.rows}
        missing = ("、" if lang == "zh" else ", ").join(names[key] for key in answer.without_zone)
        blocks.append(Text(f"没有功能区的：{missing}", f"Without a zone: {missing}").say(lang))
    blocks += _summary_blocks(plan, summary, lang)
    return "\n\n".join(blocks)


def _headline(answer: Coverage, summary: Summary, lang: str) -> str:
    covered, whole, share = number(answer.covered_km2), number(answer.municipality_km2), _percent(answer.share)
    said = Text(
        f"功能区覆盖 {covered} 平方公里，占全市 {whole} 平方公里的 {share}（重叠只计一次）",
        f"The zones cover {covered} km² of {whole} km², {share} (land under several zones counts once)",
    ).say(lang)
    if summary.ranges is None:
        return said
    low, high = (number(value) for value in (summary.ranges[""].low_km2, summary.ranges[""].high_km2))
    return f"{said}\n" + Text(
        f"若各边界都向内或都向外偏到所写精度，则为 {low} 至 {high} 平方公里",
        f"With every edge as far in, or as far out, as its accuracy: {low} to {high} km²",
    ).say(lang)


def _rows_table(plan: Plan, answer: Coverage, lang: str) -> str:
    kinds = plan.settings.kinds
    header = [_TITLES[answer.by].say(lang)]
    if answer.by == "industry":
        header.append(Text("如何承载", "hosted").say(lang))
    else:
        header.append(Text("面积 km²", "area km²").say(lang))
    header += [Text("覆盖 km²", "covered km²").say(lang), Text("占比", "share").say(lang)]
    header += [kind.title.say(lang) for kind in kinds] if answer.by not in ("kind", "industry") else []
    header.append(Text("功能区", "zones").say(lang))
    return table(header, [_row_cells(answer, row, lang) for row in answer.rows])


def _row_cells(answer: Coverage, row: Row, lang: str) -> list[str]:
    second = _ROLES[row.role].say(lang) if answer.by == "industry" else number(row.area_km2)
    cells = [row.name.say(lang) or row.id, second, number(row.covered_km2), _percent(row.share)]
    if answer.by not in ("kind", "industry"):
        cells += [_percent(share.share) for share in row.kinds]
    doubtful = [f"({key}?)" for key in row.doubtful_zones]
    return [*cells, " ".join([*row.zones, *doubtful]) or "—"]


def _summary_blocks(plan: Plan, summary: Summary, lang: str) -> list[str]:
    blocks = []
    if summary.districts_without_zone is not None:
        named = ("、" if lang == "zh" else ", ").join(name.say(lang) for _, name in summary.districts_without_zone)
        none = Text("没有", "none").say(lang)
        blocks.append(
            Text(f"没有功能区的区县：{named or none}", f"Districts without a zone: {named or none}").say(lang)
        )
    if summary.industries_without_zone is not None:
        named = ("、" if lang == "zh" else ", ").join(name.say(lang) for _, name in summary.industries_without_zone)
        blocks.append(
            Text(f"没有功能区的产业：{named or '没有'}", f"Industries without a zone: {named or 'none'}").say(lang)
        )
    if summary.clusters:
        blocks.append(_clusters_table(summary.clusters, lang))
    if summary.strung:
        blocks.append(_strung_table(summary.strung, lang))
    if summary.principles is not None:
        blocks += _principle_tables(plan, summary.principles, lang)
    return blocks


def _clusters_table(clusters: Sequence[Cluster], lang: str) -> str:
    header = [
        title.say(lang)
        for title in (
            Text("规划点名的集聚地、基地", "named cluster or base"),
            Text("条款", "clause"),
            Text("图上", "drawn"),
            Text("所在功能区", "in zones"),
        )
    ]
    rows = [
        [one.name.say(lang), one.clause, _DRAWN[one.drawn].say(lang), " ".join(one.zones) or "—"] for one in clusters
    ]
    return table(header, rows)


def _strung_table(things: Sequence[Strung], lang: str) -> str:
    header = [
        title.say(lang)
        for title in (
            Text("沿线布置", "strung along a road"),
            Text("道路", "road"),
            Text("距离 m", "distance m"),
            Text("精度 ±m", "accuracy ±m"),
            Text("容许 m", "allowed m"),
            Text("结论", "verdict"),
        )
    ]
    rows = [
        [
            one.name.say(lang), one.line.say(lang), f"{one.distance_m:,.0f}", f"{one.accuracy_m:,.0f}",
            f"{one.along_m:,.0f}", _VERDICTS[one.verdict].say(lang),
        ]
        for one in things
    ]  # fmt: skip
    return table(header, rows)


def _principle_tables(plan: Plan, figures: Principles, lang: str) -> list[str]:
    blocks = []
    if figures.balances:
        blocks.append(_balance_table(plan, figures.balances, lang))
    if figures.steps:
        header = [
            title.say(lang)
            for title in (
                Text("由内向外", "from the core out"), Text("类别", "kind"), Text("覆盖 km²", "covered km²"),
                Text("占该圈", "of the interval"), Text("占全部", "of all covered"), Text("区位商", "quotient"),
            )
        ]  # fmt: skip
        blocks.append(
            table(
                header,
                [
                    [one.name.say(lang), _kind(plan, one.kind, lang), number(one.km2), _percent(one.share),
                     "—" if one.part is None else _percent(one.part),
                     "—" if one.quotient is None else f"{one.quotient:.2f}"]
                    for one in figures.steps
                ],
            )
        )  # fmt: skip
    if figures.roads:
        header = [
            title.say(lang)
            for title in (
                Text("功能区", "zone"), Text("最近的高速公路", "nearest expressway"), Text("距离 m", "distance m"),
                Text("精度 ±m", "accuracy ±m"),
            )
        ]  # fmt: skip
        rows = [
            [one.zone, one.name.say(lang), f"{one.distance_m:,.0f}", f"{one.accuracy_m:,.0f}"] for one in figures.roads
        ]
        rows += [
            [one.zone, Text(f"{one.name.zh}（规划依托）", f"{one.name.en} (named by the plan)").say(lang),
             f"{one.distance_m:,.0f}", f"{one.accuracy_m:,.0f}"]
            for one in figures.leaning
        ]  # fmt: skip
        blocks.append(table(header, rows))
    return blocks


def _balance_table(plan: Plan, balances: Sequence[Balance], lang: str) -> str:
    header = [
        title.say(lang)
        for title in (
            Text("均衡", "balance"), Text("范围", "within"), Text("类别", "kind"), Text("km²", "km²"),
            Text("各占本侧", "of each side"), Text("均衡度", "balance"),
        )
    ]  # fmt: skip
    rows = [
        [
            _AXES[one.axis].say(lang), _scope(one.scope, lang), _kind(plan, one.kind, lang),
            f"{number(one.first_km2)} / {number(one.second_km2)}",
            f"{_percent(one.first_density)} / {_percent(one.second_density)}",
            "—" if one.balance is None else f"{one.balance:.2f}",
        ]
        for one in balances
    ]  # fmt: skip
    return table(header, rows)


def _scope(scope: str, lang: str) -> str:
    inside = scope.removeprefix("inside ")
    return Text("全市" if inside == scope else f"{inside} 环以内", scope).say(lang)


def _kind(plan: Plan, kind: str, lang: str) -> str:
    known = plan.kind(kind)
    return known.title.say(lang) if known else Text("全部", "all").say(lang)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.001 or share == 0 else f"{100 * share:.3f} %"  # noqa: PLR2004


def coverage_json(answer: Coverage, summary: Summary) -> dict[str, Any]:
    """Return coverage as one JSON object; docs/coverage.md lists its keys."""
    found: dict[str, Any] = {
        "by": answer.by,
        "municipality_km2": _km2(answer.municipality_km2),
        "covered_km2": _km2(answer.covered_km2),
        "share": _share(answer.share),
        "outside_km2": _km2(answer.outside_km2),
        "kinds": _kinds_json(answer.kinds),
        "rows": [_row_json(answer, row) for row in answer.rows],
        "without_zone": list(answer.without_zone),
        "undrawn": list(answer.undrawn),
    }
    if summary.districts_without_zone is not None:
        found["districts_without_zone"] = [key for key, _ in summary.districts_without_zone]
    if summary.industries_without_zone is not None:
        found["industries_without_zone"] = [key for key, _ in summary.industries_without_zone]
    if summary.clusters is not None:
        found["clusters"] = [_cluster_json(one) for one in summary.clusters]
    if summary.strung is not None:
        found["strung"] = [_strung_json(one) for one in summary.strung]
    if summary.ranges is not None:
        ranges = {key: [_km2(one.low_km2), _km2(one.high_km2)] for key, one in summary.ranges.items()}
        found["covered_range_km2"] = ranges.pop("")
        found["kinds_range_km2"] = ranges
    if summary.principles is not None:
        found["principles"] = _principles_json(summary.principles)
    return found


def _row_json(answer: Coverage, row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": row.id,
        "name_zh": row.name.zh,
        "name_en": row.name.en,
        "area_km2": _km2(row.area_km2),
        "covered_km2": _km2(row.covered_km2),
        "share": _share(row.share),
        "kinds": _kinds_json(row.kinds),
        "zones": list(row.zones),
        "doubtful_zones": list(row.doubtful_zones),
    }
    return found | {"hosted": row.role} if answer.by == "industry" else found


def _kinds_json(shares: Iterable[Share]) -> dict[str, Any]:
    return {one.kind: {"km2": _km2(one.km2), "share": _share(one.share), "zones": list(one.zones)} for one in shares}


def _cluster_json(one: Cluster) -> dict[str, Any]:
    return {
        "id": one.id,
        "name_zh": one.name.zh,
        "name_en": one.name.en,
        "clause": one.clause,
        "drawn": one.drawn,
        "area_km2": None if one.area_km2 is None else _km2(one.area_km2),
        "zones": list(one.zones),
        "features": list(one.features),
        "note_zh": one.note.zh,
        "note_en": one.note.en,
    }


def _strung_json(one: Strung) -> dict[str, Any]:
    return {
        "id": one.id,
        "name_zh": one.name.zh,
        "name_en": one.name.en,
        "ring": one.ring,
        "distance_m": _metres(one.distance_m),
        "accuracy_m": _metres(one.accuracy_m),
        "along_m": _metres(one.along_m),
        "verdict": one.verdict,
    }


def _principles_json(figures: Principles) -> dict[str, Any]:
    return {
        "balances": [
            {
                "axis": one.axis, "scope": one.scope, "kind": one.kind,
                "first_km2": _km2(one.first_km2), "second_km2": _km2(one.second_km2),
                "first_area_km2": _km2(one.first_area_km2), "second_area_km2": _km2(one.second_area_km2),
                "first_share": _maybe(one.first_share), "balance": _maybe(one.balance),
            }
            for one in figures.balances
        ],
        "steps": [
            {
                "id": one.id, "name_zh": one.name.zh, "name_en": one.name.en, "kind": one.kind, "km2": _km2(one.km2),
                "share": _share(one.share), "part": _maybe(one.part), "quotient": _maybe(one.quotient),
            }
            for one in figures.steps
        ],
        "nearest_roads": [
            {"zone": one.zone, "road": one.road, "name_zh": one.name.zh, "name_en": one.name.en,
             "distance_m": _metres(one.distance_m), "accuracy_m": _metres(one.accuracy_m)}
            for one in figures.roads
        ],
        "named_roads": [
            {"zone": one.zone, "road": one.road, "name_zh": one.name.zh, "name_en": one.name.en, "clause": one.clause,
             "distance_m": _metres(one.distance_m), "accuracy_m": _metres(one.accuracy_m)}
            for one in figures.leaning
        ],
    }  # fmt: skip


def coverage_csv(plan: Plan, answer: Coverage) -> str:
    """Return the rows as CSV: a column of km² and of share for each kind, lists joined with ``;``."""
    out = io.StringIO(newline="")
    kinds = [kind.kind for kind in plan.settings.kinds]
    per_kind = [f"{kind}_{what}" for kind in kinds for what in ("km2", "share")]
    head = ["id", "name_zh", "name_en", "area_km2", "covered_km2", "share", *per_kind, "zones", "doubtful_zones"]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*head, "hosted"] if answer.by == "industry" else head)
    for row in answer.rows:
        shares = {one.kind: one for one in row.kinds}
        cells: list[Any] = [
            row.id,
            row.name.zh,
            row.name.en,
            _km2(row.area_km2),
            _km2(row.covered_km2),
            _share(row.share),
        ]
        for kind in kinds:
            cells += [_km2(shares[kind].km2), _share(shares[kind].share)] if kind in shares else ["", ""]
        cells += [";".join(row.zones), ";".join(row.doubtful_zones)]
        writer.writerow([*cells, row.role] if answer.by == "industry" else cells)
    return out.getvalue().rstrip("\n")


def coverage_geojson(answer: Coverage) -> dict[str, Any]:
    """Return the covered land of each row as a GeoJSON FeatureCollection (null geometry where nothing is covered)."""
    features = []
    for row in answer.rows:
        said = _row_json(answer, row)
        flat = {key: value for key, value in said.items() if key != "kinds"}
        for kind, share in said["kinds"].items():
            flat |= {f"{kind}_km2": share["km2"], f"{kind}_share": share["share"]}
        features.append({"type": "Feature", "properties": flat, "geometry": _geometry(row)})
    return {"type": "FeatureCollection", "features": features}


def _geometry(row: Row) -> dict[str, Any] | None:
    from zoneatlas.space.overlay import geojson

    return None if row.covered.is_empty else geojson(row.covered)


def _km2(value: float) -> float:
    return round(value, _KM2_DECIMALS)


def _share(value: float) -> float:
    return round(value, _SHARE_DECIMALS)


def _metres(value: float) -> float:
    return round(value, _M_DECIMALS)


def _maybe(value: float | None) -> float | None:
    return None if value is None else round(value, _SHARE_DECIMALS)
