"""The faults of the self-test: what goes wrong when people edit GeoJSON by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneatlas.checks.selftest import Fault, Seeded
from zoneatlas.plan.records import ZONE_FIELDS, Text

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from zoneatlas.checks.records import Family
    from zoneatlas.checks.selftest_copy import Feature, PlanCopy

__all__ = ["all_faults"]

_MARKUP = "<img src=x onerror=alert(1)>"
_STRAY_WORD = "zz-self-test"
_AREA_TIMES = 10


def all_faults() -> tuple[Fault, ...]:
    """Return every fault, in the order of the report."""
    from zoneatlas.checks import selftest_layers as layers
    from zoneatlas.checks import selftest_shapes as shapes

    rows: tuple[tuple[str, str, str, tuple[Family, ...], Callable[[PlanCopy, random.Random], Seeded | None]], ...] = (
        ("moved-10-km", "功能区平移 10 公里", "zone moved by 10 km", ("datum", "plan"), shapes.moved_10_km),
        ("gcj-02-shift", "功能区偏成 GCJ-02", "zone shifted to GCJ-02", ("datum",), shapes.gcj02),
        ("bd-09-shift", "功能区偏成 BD-09", "zone shifted to BD-09", ("datum",), shapes.bd09),
        ("axis-swap", "功能区经纬度对调", "zone with latitude first", ("datum",), shapes.axis_swap),
        ("metres", "功能区坐标是米", "zone in metres", ("datum",), shapes.metres),
        ("dropped-zone", "丢了一个功能区", "zone dropped", ("plan", "structure"), dropped_zone),
        ("doubled-zone", "功能区重复一份", "zone doubled", ("structure",), doubled_zone),
        ("renamed-double", "功能区改名重复", "zone doubled under another id", ("topology",), renamed_double),
        ("dropped-tag", "丢了一个属性", "property dropped", ("structure", "plan", "sources"), dropped_tag),
        ("unknown-industry", "未知产业", "unknown industry", ("structure", "plan"), unknown_industry),
        ("list-as-text", "列表存成文字", "list saved as text", ("structure",), list_as_text),
        ("wrong-district", "区县写错", "wrong district stated", ("plan",), wrong_district),
        ("unknown-anchor", "未知锚点", "unknown anchor", ("plan",), unknown_anchor),
        ("unknown-source", "未知来源", "unknown source", ("sources",), unknown_source),
        ("wrong-area", "公布面积错十倍", "published area ten times too big", ("plan",), wrong_area),
        ("markup-in-name", "名称含 HTML", "HTML in a name", ("structure",), markup_in_name),
        ("new-overlap", "新增重叠", "new overlap", ("topology",), shapes.new_overlap),
        ("bow-tie", "自相交（蝴蝶结）", "bow-tie", ("topology",), shapes.bow_tie),
        ("open-ring", "环未闭合", "ring not closed", ("structure",), shapes.open_ring),
        ("spike", "尖刺", "spike", ("topology",), shapes.spike),
        ("broken-edge", "共用边错开", "shared edge torn apart", ("topology", "datum"), shapes.broken_edge),
        ("not-a-number", "坐标是 NaN", "NaN for a coordinate", ("structure",), shapes.not_a_number),
        ("truncated-file", "文件被截断", "file cut off", ("structure",), truncated_file),
        (
            "tampered-layer",
            "图层要素被移动",
            "feature of a layer moved",
            ("datum", "plan", "topology"),
            layers.moved,
        ),
        ("shifted-layer", "图层偏成 GCJ-02", "layer shifted to GCJ-02", ("datum",), layers.gcj02),
    )
    return tuple(Fault(name, Text(zh, en), families, seed) for name, zh, en, families, seed in rows)


def key_of_zone(feature: Feature) -> str:
    """Return a zone's id, empty when it has none."""
    properties = feature.get("properties")
    value = properties.get("zone_id") if isinstance(properties, dict) else None
    return value if isinstance(value, str) else ""


def has_list(field: str) -> Callable[[Feature], bool]:
    """Return a test whether a zone with an id has something in a list."""

    def test(feature: Feature) -> bool:
        return (
            bool(key_of_zone(feature))
            and isinstance(feature["properties"].get(field), list)
            and bool(feature["properties"][field])
        )

    return test


def dropped_zone(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Leave out a zone."""
    where = copy.any_zone(rng, lambda feature: bool(key_of_zone(feature)))
    if where is None:
        return None
    file, index = where
    features = copy.features(file)
    gone = features.pop(index)
    copy.write(file, features)
    return Seeded(file, frozenset((key_of_zone(gone),)))


def doubled_zone(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Put a zone into its file a second time."""
    where = copy.any_zone(rng, lambda feature: bool(key_of_zone(feature)))
    if where is None:
        return None
    file, index = where
    features = copy.features(file)
    twin = features[index]
    features.insert(rng.randrange(len(features) + 1), twin)
    copy.write(file, features)
    return Seeded(file, frozenset((key_of_zone(twin),)))


def renamed_double(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Put a zone into its file a second time, with another id and other names."""
    where = copy.any_zone(rng, lambda feature: bool(key_of_zone(feature)))
    if where is None:
        return None
    file, index = where
    features = copy.features(file)
    twin = copy.features(file)[index]
    zone_id = key_of_zone(twin)
    twin["properties"].update(zone_id=f"{zone_id}-2", name_zh="", name_en=f"Second {zone_id}")
    features.append(twin)
    copy.write(file, features)
    return Seeded(file, frozenset((zone_id, f"{zone_id}-2")))


def dropped_tag(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Leave out a property of a zone (its id apart: nothing could then name it)."""
    field = rng.choice([name for name in ZONE_FIELDS if name != "zone_id"])
    return _changed(copy, rng, lambda each: field in each["properties"], lambda each, _: each.pop(field, None))


def unknown_industry(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Mistype an industry."""
    return _changed(copy, rng, has_list("industries"), _stray("industries"))


def list_as_text(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Save a list as one text, as desktop programs do."""
    field = rng.choice(("districts", "industries", "sources"))
    return _changed(copy, rng, has_list(field), lambda each, _: each.update({field: ";".join(_listed(each[field]))}))


def wrong_district(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """State a district that is not the zone's for one that is."""
    every = sorted({name for features in copy.zones.values() for each in features for name in _districts(each)})

    def change(properties: dict[str, object], random_: random.Random) -> None:
        stated = _listed(properties.get("districts"))
        stated[random_.randrange(len(stated))] = random_.choice([name for name in every if name not in stated])
        properties["districts"] = stated

    return _changed(copy, rng, lambda each: 0 < len(_districts(each)) < len(every), change)


def unknown_anchor(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Mistype an anchor."""
    return _changed(copy, rng, has_list("anchors"), _stray("anchors"))


def unknown_source(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Mistype a source."""
    return _changed(copy, rng, has_list("sources"), _stray("sources"))


def wrong_area(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Slip a decimal point in a published area."""

    def change(properties: dict[str, object], _: random.Random) -> None:
        area = properties["published_area_km2"]
        properties["published_area_km2"] = area * _AREA_TIMES if isinstance(area, int | float) else None

    return _changed(copy, rng, lambda each: bool(each["properties"].get("published_area_km2")), change)


def markup_in_name(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Put HTML into a name."""
    return _changed(copy, rng, None, lambda each, _: each.update(name_en=f"{each.get('name_en') or ''}{_MARKUP}"))


def truncated_file(copy: PlanCopy, rng: random.Random) -> Seeded | None:
    """Cut a file of zones off, anywhere."""
    file = rng.choice(sorted(copy.zones))
    text = copy.text(file)
    copy.write_text(file, text[: rng.randrange(1, max(2, len(text.rstrip()) - 1))])
    return Seeded(file)


def _stray(field: str) -> Callable[[dict[str, object], random.Random], None]:
    def change(properties: dict[str, object], rng: random.Random) -> None:
        listed = _listed(properties.get(field))
        listed[rng.randrange(len(listed))] += f"-{_STRAY_WORD}"
        properties[field] = listed

    return change


def _listed(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else []


def _districts(feature: Feature) -> list[str]:
    properties = feature.get("properties")
    return _listed(properties.get("districts")) if isinstance(properties, dict) else []


def _changed(
    copy: PlanCopy,
    rng: random.Random,
    wanted: Callable[[Feature], bool] | None,
    change: Callable[[dict[str, object], random.Random], object],
) -> Seeded | None:
    """Change the properties of a zone that fits, picked at random."""
    where = copy.any_zone(rng, lambda each: bool(key_of_zone(each)) and (wanted is None or wanted(each)))
    if where is None:
        return None
    file, index = where
    features = copy.features(file)
    change(features[index]["properties"], rng)
    copy.write(file, features)
    return Seeded(file, frozenset((key_of_zone(features[index]),)))
