"""One pass over a GeoJSON file after RFC 7946: the root, its features, and the members all objects may have."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.pieces import geometries_of, meant_type
from zoneatlas.checks.structure.bounds import bbox_fault
from zoneatlas.checks.structure.geometry_survey import survey_geometry
from zoneatlas.checks.structure.notes import Notes, shown
from zoneatlas.checks.structure.objects import crs_fault, type_fault

if TYPE_CHECKING:
    from zoneatlas.plan.geojson import FeatureFile, FeatureRecord


def survey_document(read: FeatureFile, notes: Notes) -> None:
    """Note what is wrong in one file, as GeoJSON; what is wrong with it as text or JSON the reader has said."""
    if not read.text or _foreign(read, notes):
        return
    _root(read, notes)
    ids: dict[tuple[str, Any], FeatureRecord] = {}
    for record in read.features:
        if record.value is read.members and meant_type(read.members.get("type")):
            survey_geometry(record, record.value, (), notes)
        else:
            _feature(record, notes, ids)


def _foreign(read: FeatureFile, notes: Notes) -> bool:
    """Whether it is another format made of JSON; noted if so."""
    members = read.members
    if members.get("type") == "Topology":
        notes.root(
            "topojson",
            "type",
            "这是 TopoJSON，不是 GeoJSON；请用 mapshaper 等工具转换。",
            "This is TopoJSON, not GeoJSON; convert it, for example with mapshaper.",
        )
        return True
    if "type" not in members and _is_esri(members, read.features[0].value if read.features else None):
        notes.root(
            "esri-json",
            "",
            "这是 Esri JSON（attributes、rings），不是 GeoJSON；请从 ArcGIS 以 GeoJSON 导出（查询接口用 f=geojson）。",
            "This is Esri JSON (attributes, rings), not GeoJSON; export it as GeoJSON (query: f=geojson).",
        )
        return True
    other = _OTHERS.get(next((name for name in _OTHERS if name in members), ""))
    if other is None or ("type" in members and "UTF8Encoding" not in members):
        return False
    notes.root("other-format", "", *other)
    return True


#: Other formats made of JSON, by a member of their root: what to say of them (zh, en).
_OTHERS = {
    "UTF8Encoding": (
        "这是 ECharts 的压缩地图（UTF8Encoding，坐标编成文字），不是 GeoJSON；请用解码后的原始数据。",
        "This is a map packed for ECharts (UTF8Encoding: coordinates as text), not GeoJSON; use the unpacked data.",
    ),
    "elements": (
        "这是 Overpass 的 OSM JSON，不是 GeoJSON；请导出为 GeoJSON（如 osmtogeojson）。",
        "This is OSM JSON from Overpass, not GeoJSON; export it as GeoJSON (for example with osmtogeojson).",
    ),
    "error": (
        "这是服务器的错误信息，不是 GeoJSON；请重新下载数据本身。",
        "This is a server's error message, not GeoJSON; download the data itself again.",
    ),
}


def _is_esri(members: dict[str, Any], first: object) -> bool:
    """Whether a root without a type is a feature set, a feature or a geometry of Esri."""
    if {"geometryType", "spatialReference", "rings", "paths", "attributes"} & members.keys():
        return True
    return isinstance(first, dict) and "attributes" in first and "type" not in first


def _root(read: FeatureFile, notes: Notes) -> None:
    if any(record.value is read.members for record in read.features):
        return  # a single Feature or geometry: judged as the record it is
    codes = {problem.code for problem in read.problems}
    if "root-type" in codes:
        kind = read.members.get("type")
        fault = type_fault(read.members, "FeatureCollection")
        if fault is not None:
            notes.root(fault[0], "type", *fault[1:])
        elif isinstance(kind, str):  # a geometry or a Feature, with features
            _semantics_root(kind, notes, ("features",))
    if read.root == "FeatureCollection":
        found = [name for name in ("coordinates", "geometries", "geometry", "properties") if name in read.members]
        _semantics_root(read.root, notes, tuple(found))
        if "bbox" in read.members:
            fault = bbox_fault(read.members["bbox"], [record.value for record in read.features])
            if fault is not None:
                notes.root(fault[0], "bbox", *fault[1:])
    if "crs" in read.members:
        crs = crs_fault(read.members["crs"])
        notes.root("crs", "crs", *crs)


def _semantics_root(kind: str, notes: Notes, names: tuple[str, ...]) -> None:
    for name in names:
        notes.root("changed-semantics", name, *_semantics(kind, name))


def _semantics(kind: str, name: str) -> tuple[str, str]:
    return (
        f"{kind} 对象不能有成员 {name}（RFC 7946 第 7.1 节）；请改名或删去。",
        f"A {kind} must not have a member {name} (RFC 7946, 7.1); rename or delete it.",
    )


def _feature(record: FeatureRecord, notes: Notes, ids: dict[tuple[str, Any], FeatureRecord]) -> None:
    value = record.value
    if not isinstance(value, dict):
        notes.at(
            record,
            "feature-not-object",
            (),
            f"features 里的每一项应是 Feature 对象，这里却是 {shown(value)}；请删去或改正。",
            f"Each element of features must be a Feature object, not {shown(value)}; delete or mend it.",
        )
        return
    fault = type_fault(value, "Feature")
    bare = bool(meant_type(value.get("type")))
    if fault is not None and not bare:
        notes.at(record, fault[0], ("type",), *fault[1:])
    elif value["type"] != "Feature":
        notes.at(
            record,
            "not-a-feature",
            ("type",),
            f"这一项的 type 是 {shown(value['type'])}，应为 Feature；几何图形请放进要素的 geometry。",
            f"This element's type is {shown(value['type'])}, not Feature; put a geometry into a Feature.",
        )
        for geometry, path in geometries_of(value) if bare or "features" in value else ():
            if geometry is not None:
                survey_geometry(record, geometry, path, notes)
        return
    _feature_members(record, value, notes)
    if "id" in value:
        _feature_id(record, value["id"], notes, ids)
    if value.get("geometry") is not None:
        survey_geometry(record, value["geometry"], ("geometry",), notes)


def _feature_members(record: FeatureRecord, value: dict[str, Any], notes: Notes) -> None:
    if "properties" not in value:
        notes.at(
            record,
            "properties-missing",
            (),
            "要素没有 properties 成员；请补上（可以是 null）。",
            "The Feature has no properties member; add it (null will do).",
        )
    elif not isinstance(value["properties"], dict | None):
        said = shown(value["properties"])
        notes.at(
            record,
            "properties-not-object",
            ("properties",),
            f"properties 应为对象或 null，却是 {said}。",
            f"properties must be an object or null, not {said}.",
        )
    if "geometry" not in value:
        notes.at(
            record,
            "geometry-missing",
            (),
            "要素没有 geometry 成员；请补上（没有位置时写 null）。",
            "The Feature has no geometry member; add it (null when it has no place).",
        )
    elif value["geometry"] is None and (notes.zones or not _gives_reason(value.get("properties"))):
        notes.at(
            record,
            "null-geometry",
            ("geometry",),
            "要素的 geometry 是 null，地图上画不出来；请补画。",
            "The Feature's geometry is null, so no map can show it; draw it.",
        )
    for name in ("coordinates", "geometries", "features"):
        if name in value:
            notes.at(record, "changed-semantics", (name,), *_semantics("Feature", name))
    if "bbox" in value:
        fault = bbox_fault(value["bbox"], [value])
        if fault is not None:
            notes.at(record, fault[0], ("bbox",), *fault[1:])
    if "crs" in value:
        notes.at(record, "crs", ("crs",), *crs_fault(value["crs"]))


def _gives_reason(properties: object) -> bool:
    """Whether a feature that is no zone says why it has no place."""
    if not isinstance(properties, dict):
        return False
    words = ("reason", "note", "remark")
    return any(value and any(word in str(name).casefold() for word in words) for name, value in properties.items())


def _feature_id(record: FeatureRecord, given: Any, notes: Notes, ids: dict[tuple[str, Any], FeatureRecord]) -> None:  # noqa: ANN401
    if type(given) not in (str, int, float):
        notes.at(
            record,
            "feature-id-type",
            ("id",),
            f"要素的 id 应为字符串或数，却是 {shown(given)}。",
            f"A Feature's id must be a string or a number, not {shown(given)}.",
        )
        return
    if isinstance(given, float) and not math.isfinite(given):
        return
    earlier = ids.setdefault(("text" if isinstance(given, str) else "number", given), record)
    if earlier is not record:
        notes.at(
            record,
            "duplicate-feature-id",
            ("id",),
            f"id {shown(given)} 在第 {earlier.line} 行已用过；每个要素的 id 应各不相同。",
            f"The id {shown(given)} is used in line {earlier.line} already; give each Feature its own.",
        )
