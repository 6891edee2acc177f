"""One pass over the fields of the zones: what a plan asks of them beyond RFC 7946."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from zoneatlas.checks.records import Finding
from zoneatlas.checks.structure.notes import Notebook, Notes, quoted, shown
from zoneatlas.checks.structure.objects import TYPES
from zoneatlas.plan.records import ZONE_FIELDS
from zoneatlas.plan.shapes import POLYGON_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zoneatlas.checks.subject import Subject
    from zoneatlas.plan.geojson import FeatureFile, FeatureRecord
    from zoneatlas.plan.records import Problem, Severity

#: What `zoneatlas.plan.zones` says about fields, with the feature and the place.
READER_CODES = frozenset(("no-zone-id", "no-name", "unknown-kind", "property-type", "list-as-text", "unknown-industry"))
BOUNDARY_TERMS = {
    "boundary_method": (
        "gazetted-bounds",
        "street-block",
        "park-union",
        "district-union",
        "corridor",
        "terrain",
        "area-sized",
    ),
    "boundary_status": ("gazetted", "digitised", "indicative"),
}
#: Lists in which nothing else looks for empty and repeated items.
_LISTS = ("districts", "anchors", "sources")
#: What programs write for an empty value when they turn it into text.
_NOTHING = frozenset(
    ("none", "null", "nan", "nil", "n/a", "#n/a", "undefined", "<null>", "(null)", "\\n", "todo", "tbd", "tba", "fixme",
     "xxx", "unknown", "?", "??", "???", "-", "--", "待定", "待补", "待补充", "未知", "无")
)  # fmt: skip
#: Fields that may be empty, but hardly in one zone where this share of the zones fill them.
_FILLED = {
    "clause": 0.9, "districts": 0.5, "anchors": 0.9, "boundary_method": 0.9, "boundary_status": 0.9, "as_of": 0.9
}  # fmt: skip
_EMPTY: tuple[object, ...] = (None, "", [])
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEGREE_KM = 111
#: Fields whose absence is said in another way.
_SAID_ELSEWHERE = frozenset(("zone_id", "kind", "name_zh", "name_en"))


def _languages(subject: Subject) -> frozenset[str]:
    """Return the name fields that most zones fill: the languages the plan is written in."""
    records = [_properties(record) for read in subject.files for record in read.features]
    filled = {name: sum(bool(properties.get(name)) for properties in records) for name in ("name_zh", "name_en")}
    return frozenset(name for name, count in filled.items() if 2 * count > len(records))


def _usual(subject: Subject) -> frozenset[str]:
    """Return the fields that nearly all zones of the plan fill."""
    records = [_properties(record) for read in subject.files for record in read.features]
    filled = {name: sum(properties.get(name) not in _EMPTY for properties in records) for name in _FILLED}
    return frozenset(name for name, count in filled.items() if count > 1 and count >= _FILLED[name] * len(records))


def survey_fields(subject: Subject, found: Notebook) -> None:
    """Note what is wrong with the fields of a plan's zones; of single files only a zone_id used twice."""
    for read in subject.files if subject.plan is None else ():
        zones = [record for record in read.features if "kind" in _properties(record)]
        _repeated_ids([(read, record) for record in zones], found, severity="warning")
    if subject.plan is None:
        return
    _reader_notes(subject.plan.problems, found)
    pairs = [(read, record) for read in subject.files for record in read.features if read.root == "FeatureCollection"]
    _repeated_ids(pairs, found)
    _repeated_names(pairs, found)
    for read in subject.files:
        if read.root not in ("", "FeatureCollection"):
            Notes(read, found).root(
                "zone-file-root",
                "type",
                f"功能区文件的根应为 FeatureCollection，却是 {read.root}；请把它包成要素放进 features。",
                f"A file of zones must be a FeatureCollection, not a {read.root}; wrap it as a Feature in features.",
            )
    judge = _Judge(subject)
    for number, read in enumerate(subject.files):
        if read.root == "FeatureCollection":
            for record in read.features:
                judge.zone(number, record, Notes(read, found))


def _reader_notes(problems: Iterable[Problem], found: Notebook) -> None:
    """Take over what the reader of zones said of their fields."""
    mistyped = {_spot(problem) for problem in problems if problem.code == "property-type"}
    for problem in problems:
        if problem.code == "unknown-kind" and _spot(problem) in mistyped:
            continue  # a kind that is no text is told as such
        if problem.code in READER_CODES:
            found.setdefault(problem.code, []).append(
                Finding(
                    "", problem.message, problem.message_zh, problem.file, problem.line, problem.column, problem.feature
                )
            )


def _spot(problem: Problem) -> tuple[str, int, int]:
    return problem.file, problem.line, problem.column


def _properties(record: FeatureRecord) -> dict[str, Any]:
    value = record.value.get("properties") if isinstance(record.value, dict) else None
    return value if isinstance(value, dict) else {}


def _repeated_ids(
    pairs: list[tuple[FeatureFile, FeatureRecord]], found: Notebook, severity: Severity | None = None
) -> None:
    first: dict[str, tuple[FeatureFile, FeatureRecord]] = {}
    for read, record in pairs:
        value = _properties(record).get("zone_id")
        if not isinstance(value, str) or not value.strip():
            continue
        file, earlier = first.setdefault(value, (read, record))
        if earlier is not record:
            where = f"{file.file}:{earlier.line}"
            Notes(read, found).at(
                record,
                "repeated-zone-id",
                ("properties", "zone_id"),
                f"zone_id“{quoted(value)}”已用于 {where}；请另取一个，或删去重复的要素。",
                f"The zone_id '{quoted(value)}' is used at {where} already; give it another, or delete the copy.",
                severity=severity,
            )


def _repeated_names(pairs: list[tuple[FeatureFile, FeatureRecord]], found: Notebook) -> None:
    for field in ("name_zh", "name_en"):
        first: dict[str, tuple[FeatureFile, FeatureRecord]] = {}
        for read, record in pairs:
            value = _properties(record).get(field)
            if not isinstance(value, str) or not value.strip():
                continue
            file, earlier = first.setdefault(_folded(value), (read, record))
            if earlier is not record:
                where = f"{file.file}:{earlier.line}"
                Notes(read, found).at(
                    record,
                    "duplicate-name",
                    ("properties", field),
                    f"{field}“{quoted(value)}”与 {where} 的功能区同名；请改正其中一个。",
                    f"The {field} '{quoted(value)}' is also that of the zone at {where}; correct one of them.",
                )


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


class _Judge:
    """What the plan knows, asked zone by zone."""

    def __init__(self, subject: Subject) -> None:
        assert subject.plan is not None  # noqa: S101  (the caller has seen to it)
        self.kinds = {kind.kind: kind.file for kind in subject.plan.settings.kinds}
        self.files = [kind.file for kind in subject.kinds]
        fields = subject.table.get("fields")
        self.fields: dict[str, Any] = fields if isinstance(fields, dict) else {}
        extra = self.fields.get("extra")
        self.known = (*ZONE_FIELDS, *(extra if isinstance(extra, list) else ()))
        self.languages = _languages(subject)
        self.usual = _usual(subject)
        self.patterns = dict(_patterns(self.fields))

    def zone(self, number: int, record: FeatureRecord, notes: Notes) -> None:
        """Note what is wrong with one zone."""
        value = record.value
        if not isinstance(value, dict) or value.get("type") != "Feature":
            return
        if "properties" in value and value["properties"] is None:
            notes.at(
                record,
                "no-zone-id",
                ("properties",),
                "功能区没有任何字段（properties 是 null）；请补上 zone_id 等字段。",
                "The zone has no fields at all (its properties are null); add zone_id and the others.",
            )
        self._whole(record, value, notes)
        properties = _properties(record)
        if properties:
            self._names(record, properties, notes)
            self._values(number, record, properties, notes)
            self._lists(record, properties, notes)

    def _whole(self, record: FeatureRecord, value: dict[str, Any], notes: Notes) -> None:
        if "id" in value:
            said = shown(value["id"])
            notes.at(
                record,
                "top-level-id",
                ("id",),
                f"功能区的键是 properties 里的 zone_id；顶层的 id（{said}）会在 QGIS 保存时丢失，请删去。",
                f"A zone's key is zone_id in its properties; QGIS loses a top-level id ({said}) on saving. Delete it.",
            )
        geometry = value.get("geometry")
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if isinstance(kind, str) and kind in TYPES and kind not in POLYGON_TYPES:
            notes.at(
                record,
                "zone-geometry",
                ("geometry", "type"),
                f"功能区应为 Polygon 或 MultiPolygon，却是 {kind}；请画成面。",
                f"A zone must be a Polygon or a MultiPolygon, not a {kind}; draw its area.",
            )
        elif isinstance(geometry, dict):
            self._coarse(record, geometry, notes)

    @staticmethod
    def _coarse(record: FeatureRecord, geometry: dict[str, Any], notes: Notes) -> None:
        accuracy_m = _properties(record).get("boundary_accuracy_m")
        numbers = list(_numbers(geometry.get("coordinates")))
        if len(numbers) < 8 or any(round(number, 1) != number for number in numbers):  # noqa: PLR2004  (a triangle)
            return
        if isinstance(accuracy_m, int | float) and accuracy_m < _DEGREE_KM * 1000 / 20:
            notes.at(
                record,
                "coarse",
                ("geometry", "coordinates"),
                "所有坐标至多 1 位小数（约 11 千米一格），粗于 boundary_accuracy_m 所说的精度；请恢复原坐标。",
                "No coordinate has more than 1 decimal (steps of about 11 km), coarser than boundary_accuracy_m says; "
                "restore the original coordinates.",
            )

    def _names(self, record: FeatureRecord, properties: dict[str, Any], notes: Notes) -> None:
        self._halves(record, properties, notes)
        left_out = _SAID_ELSEWHERE - self.languages
        missing = [name for name in ZONE_FIELDS if name not in properties and name not in left_out]
        if missing:
            notes.at(
                record,
                "field-missing",
                ("properties",),
                f'缺少字段：{"、".join(missing)}；请补上（没有值时写 null、"" 或 []）。',
                f'Missing: {", ".join(missing)}; add them (null, "" or [] when there is no value).',
            )
        for name in _FILLED:
            if name in self.usual and name in properties and properties[name] in _EMPTY:
                notes.at(
                    record,
                    "field-missing",
                    ("properties", name),
                    f"{name} 是空的，而规划的其他功能区都写了；请填上。",
                    f"{name} is empty, while the other zones of the plan state theirs; fill it in.",
                )
        for name in properties:
            if name in self.known:
                continue
            near = difflib.get_close_matches(name, self.known, 1)
            notes.at(
                record,
                "unknown-field",
                ("properties", name),
                f"不认识字段“{quoted(name)}”；"
                + (f"是否应为 {near[0]}？" if near else "请删去，或列入 plan.toml 的 [fields] extra。"),
                f"The field '{quoted(name)}' is unknown; "
                + (f"did you mean {near[0]}?" if near else "delete it, or list it in plan.toml under [fields] extra."),
            )

    def _halves(self, record: FeatureRecord, properties: dict[str, Any], notes: Notes) -> None:
        """Note a name that is empty in one of the languages of the plan, and texts that only say there is none."""
        empty = [name for name in sorted(self.languages) if name in properties and properties[name] in (None, "")]
        for name in empty if len(empty) < len(self.languages) else ():
            notes.at(
                record,
                "no-name",
                ("properties", name),
                f"{name} 是空的，而规划的其他功能区都有；请填上。",
                f"{name} is empty, while the other zones of the plan have theirs; fill it in.",
                severity="warning",
            )
        for name in ("zone_id", "name_zh", "name_en", "boundary_basis"):
            value = properties.get(name)
            told = name == "zone_id" and isinstance(value, str) and not _SLUG.fullmatch(value)
            if isinstance(value, str) and value.strip().casefold() in _NOTHING and not told:
                notes.at(
                    record,
                    "placeholder",
                    ("properties", name),
                    f"{name} 写着“{quoted(value)}”，多半是转换时的空值变成了文字；请填上真正的内容，或写 null。",
                    f"{name} says '{quoted(value)}', most likely an empty value that became text; fill it in.",
                )

    def _values(self, number: int, record: FeatureRecord, properties: dict[str, Any], notes: Notes) -> None:
        zone_id = properties.get("zone_id")
        if isinstance(zone_id, str) and zone_id.strip() and not _SLUG.fullmatch(zone_id):
            notes.at(
                record,
                "zone-id-form",
                ("properties", "zone_id"),
                f"zone_id“{quoted(zone_id)}”应由小写字母、数字和短横线组成（如 river-port）。",
                f"The zone_id '{quoted(zone_id)}' must be lower-case letters, digits and hyphens (such as river-port).",
            )
        kind = properties.get("kind")
        file = self.kinds.get(kind) if isinstance(kind, str) else None
        if file is not None and number < len(self.files) and file != self.files[number]:
            notes.at(
                record,
                "kind-file",
                ("properties", "kind"),
                f"类别 {kind} 的功能区放在 {file}，不在这个文件；请移过去，或改正 kind。",
                f"Zones of the kind {kind} stand in {file}, not in this file; move it there, or correct its kind.",
            )
        year = properties.get("as_of")
        if isinstance(year, int | float) and not isinstance(year, bool) and year % 1 == 0 and not 1000 <= year <= 9999:  # noqa: PLR2004
            said = shown(year)
            notes.at(
                record,
                "property-type",
                ("properties", "as_of"),
                f"as_of 应为四位的年份，不是 {said}。",
                f"as_of must be a year of four digits, not {said}.",
            )
        for field, pattern in self.patterns.items():
            value = properties.get(field)
            if isinstance(value, str) and not pattern.fullmatch(value):
                notes.at(
                    record,
                    "field-form",
                    ("properties", field),
                    f"{field}“{quoted(value)}”不合 plan.toml 规定的写法 {pattern.pattern}；请改正。",
                    f"The {field} '{quoted(value)}' is not written as plan.toml asks, {pattern.pattern}; correct it.",
                )
        for field, terms in BOUNDARY_TERMS.items():
            value = properties.get(field)
            if isinstance(value, str) and value and value not in terms:
                notes.at(
                    record,
                    "boundary-term",
                    ("properties", field),
                    f"{field}“{quoted(value)}”不认识；可用：{'、'.join(terms)}。",
                    f"The {field} '{quoted(value)}' is unknown; use one of {', '.join(terms)}.",
                )

    def _lists(self, record: FeatureRecord, properties: dict[str, Any], notes: Notes) -> None:
        for field in _LISTS:
            value = properties.get(field)
            if not isinstance(value, list):
                continue
            for number, item in enumerate(value):
                empty = isinstance(item, str) and not item.strip()
                if empty or (isinstance(item, str) and item in value[:number]):
                    said = quoted(item)
                    notes.at(
                        record,
                        "repeated-item",
                        ("properties", field, number),
                        f"{field} 里有空的一项；请删去。" if empty else f"{field} 里“{said}”重复；请只留一个。",
                        f"{field} has an empty item; delete it."
                        if empty
                        else f"{field} lists '{said}' twice; keep one.",
                    )


def _patterns(fields: dict[str, Any]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the fields whose text has a form, ``NAME_pattern`` of ``[fields]``; a faulty one is left out."""
    for name, value in fields.items():
        if name.endswith("_pattern") and isinstance(value, str):
            try:
                yield name.removesuffix("_pattern"), re.compile(value)
            except re.error:
                continue


def _numbers(value: Any) -> Iterator[float]:  # noqa: ANN401  (parsed JSON)
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif type(part) in (int, float):
            yield part
