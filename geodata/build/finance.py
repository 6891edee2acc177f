"""The layer `finance`: the three financial areas the plan names in 三（一）1（1）.

    python -m geodata.build.finance

金融街 and the CBD are those of the zones' first drawing; the third has no published extent and is drawn as 中关村西区.
"""

from __future__ import annotations

from typing import Any

from geodata.build.layer import feature, write_layer
from geodata.build.streets import Box, ring, street
from zones.build import central
from zones.build.drawing import Drawing, Part, rounded, stretches_of, zone_accuracy_m
from zones.build.zhongguancun_parks import weaker

CLAUSE = "三（一）1（1）"


def zhongguancun_west() -> Part:
    """Return 中关村西区: 北四环西路, 中关村大街, 海淀南路 and 苏州街 (recalled for 中关村高新技术产业金融区)."""
    box: Box = (116.2985, 39.9735, 116.3125, 39.9848)
    streets = (
        street("北四环西路", (116.2985, 39.9830, 116.3125, 39.9848)),
        street("中关村大街", (116.3095, 39.9735, 116.3125, 39.9848), knots=4),
        street("海淀南路", (116.2975, 39.9738, 116.3090, 39.9750)),
        street("苏州街", box, knots=3),
    )
    cuts = tuple(weaker(cut, 150.0) for cut in streets)
    return Part("中关村西区", ring(cuts), cuts, "street-block", "digitised", 150.0, ("OSM", "RECALLED"))


def _of_zone(zone_id: str, name: str) -> Part:
    (part,) = (p for d in central.drawings() if d.zone_id == zone_id for p in d.parts if p.name == name)
    return part


def _feature(
    key: str, names: tuple[str, str], part: Part, published_km2: float | None, area_source: str
) -> dict[str, Any]:
    shape = rounded(part.polygon)
    runs = stretches_of(Drawing(key, (part,), "", "", "", (), None), shape)
    drawn = [source for run in runs for source in run.sources]
    return feature(
        shape,
        {
            "finance_id": key,
            "name_zh": names[0],
            "name_en": names[1],
            "status": part.status,
            "published_area_km2": published_km2,
            "accuracy_m": zone_accuracy_m(runs),
            "source": ";".join(dict.fromkeys([*drawn, *([area_source] if area_source else [])])),
            "clauses": [CLAUSE],
        },
    )


def build() -> None:
    """Write geodata/finance.geojson and say what it holds."""
    banks = _of_zone("financial-street", "金融街")
    business = ("商务中心区（CBD）", "Central Business District (CBD)")
    tech = ("中关村高新技术产业金融区", "Zhongguancun high-tech and finance area")
    features = [
        _feature("financial-street", ("金融街", "Financial Street"), banks, 1.18, "S15"),
        _feature("cbd", business, _of_zone("central-business", "CBD"), 3.99, "S12"),
        _feature("zhongguancun-finance", tech, zhongguancun_west(), None, ""),
    ]
    print(f"{write_layer('finance', features).name}: {len(features)} features")


if __name__ == "__main__":
    build()
