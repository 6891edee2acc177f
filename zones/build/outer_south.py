"""First drawing of the southern outer zones: the Daxing bio-pharma and the Fangshan new-materials clusters."""

from __future__ import annotations

from geodata.build.streets import Cut, street, through
from zones.build.drawing import Drawing, Part
from zones.build.outer_lines import block, jingkai, sixth_ring_south, strung, tagged


def _weiyong() -> Cut:
    return street("魏永路", (116.270, 39.661, 116.350, 39.670), knots=5)


def daxing_biomedical_base() -> Part:
    """Return the Daxing biomedical base: the block between the 6th ring, 京开, 魏永路 and 芦求路 (recalled bounds)."""
    luqiu = street("芦求路", (116.280, 39.660, 116.291, 39.705), knots=5)
    cuts = tuple(
        tagged(cut, "street-block", "digitised", 200.0) for cut in (sixth_ring_south(), jingkai(), _weiyong(), luqiu)
    )
    return block("生物医药基地", cuts, 800, "street-block", "digitised", 200.0, ("S52", "RECALLED", "OSM"))


def jingnan_logistics() -> Part:
    """Return the Jingnan logistics base: east of 京开 and south of the 6th ring (S54), its far sides by nearby lanes."""
    east = through(
        "丰顺街–矿林路",
        [(116.34640, 39.67280), (116.34580, 39.69620), (116.34110, 39.70020), (116.34020, 39.70490)],
        800.0,
    )
    south = through("天北路–狼大路", [(116.32960, 39.67860), (116.34050, 39.67860)], 800.0)
    accuracies = (800.0, 800.0, 200.0, 200.0)
    lines = (east, south, jingkai(), sixth_ring_south())
    cuts = tuple(
        tagged(cut, "street-block", "indicative", accuracy) for cut, accuracy in zip(lines, accuracies, strict=True)
    )
    return block("京南物流基地", cuts, 1500, "street-block", "indicative", 800.0, ("S54", "OSM", "OSM-POI"))


def daxing_industrial_zone() -> Part:
    """Return the Daxing industrial zone with the new-media base in it: the streets its works and studios fill."""
    west = strung("京开高速", (116.334, 39.748, 116.339, 39.776), (-0.1, 1.0))
    north = street(("春和路", "金西路"), (116.337, 39.769, 116.362, 39.7725), knots=3, label="春和路–金西路")
    east = street(("槐房西路", "东环路"), (116.3585, 39.758, 116.3605, 39.777), knots=2, label="槐房西路–东环路")
    south = street("科苑路", (116.344, 39.753, 116.363, 39.756), knots=2)
    cuts = tuple(tagged(cut, "street-block", "indicative", 600.0) for cut in (west, north, east, south))
    return block("大兴工业开发区与新媒体产业基地", cuts, 1200, "street-block", "indicative", 600.0, ("OSM", "OSM-POI"))


def _jingzhou() -> Cut:
    return strung("京周路", (115.9885, 39.6970, 116.0345, 39.7105), (1.0, 0.3))


def fangshan_base() -> Part:
    """Return the petrochemical new-materials base: the refinery's works and the new land east to the Dashi river.

    The works have no published bounds: their edge runs behind the works' named points and along the streets of Yanshan town.
    """
    river = through(
        "大石河", [(116.01031, 39.75749), (116.02050, 39.73200), (116.03050, 39.70760)], 700.0,
        method="gazetted-bounds", status="indicative", note="one river point and the stop at the bridge",
    )  # fmt: skip
    south = tagged(_jingzhou(), "gazetted-bounds", "indicative", 1500.0, "the planned outer line is not found")
    yanfang = tagged(
        strung("燕房路", (115.960, 39.697, 115.992, 39.726), (1.0, -1.0)), "street-block", "indicative", 800.0
    )
    town = through(
        "凤凰亭路–迎风北路–燕东路",
        [(115.91200, 39.73250), (115.92386, 39.73328), (115.93160, 39.73930), (115.93651, 39.73809),
         (115.94720, 39.73315), (115.95160, 39.73180), (115.95690, 39.72860), (115.96270, 39.72410)],
        800.0, status="indicative",
    )  # fmt: skip
    hills = through(
        "厂区西北缘", [(115.91440, 39.73780), (115.91720, 39.74520), (115.92600, 39.75900), (115.94400, 39.76700),
                  (115.96040, 39.76300), (115.97180, 39.75990)],
        1500.0, method="street-block", status="indicative", sources=("OSM", "OSM-POI"),
        note="firebreaks and the outermost named works",
    )  # fmt: skip
    north = through(
        "东北侧防火隔离带",
        [(115.97180, 39.75990), (115.98610, 39.75640), (115.99680, 39.76140), (116.00550, 39.76090),
         (116.00790, 39.75650), (116.01031, 39.75749)],
        1000.0, method="street-block", status="indicative", note="the northern bound is not published",
    )  # fmt: skip
    cuts = (river, south, yanfang, town, hills, north)
    return block("石化新材料产业基地", cuts, 700, "gazetted-bounds", "indicative", 1000.0, ("S55", "OSM", "OSM-POI"))


def liangxiang_logistics() -> Part:
    """Return the Liangxiang (Yancun) logistics base: the streets around the junction where the sources place it."""
    west = strung("西六环", (116.088, 39.720, 116.098, 39.772), (0.1, 1.0))
    north = strung("良坨路", (116.090, 39.736, 116.131, 39.768), (1.0, -1.0))
    names = ("京港澳高速公路", "北京-港澳高速公路")
    east = strung(names, (116.103, 39.718, 116.128, 39.749), (0.6, 0.8), "京石高速公路")
    south = strung("大件路", (116.088, 39.725, 116.107, 39.727), (1.0, 0.0))
    cuts = tuple(tagged(cut, "street-block", "indicative", 1000.0) for cut in (west, north, east, south))
    return block("良乡物流基地", cuts, 800, "street-block", "indicative", 1000.0, ("S59", "RECALLED", "OSM"))


def drawings() -> tuple[Drawing, ...]:
    """Return the drawings of daxing-biopharma and fangshan-materials."""
    daxing = Drawing(
        "daxing-biopharma", (daxing_biomedical_base(), jingnan_logistics(), daxing_industrial_zone()),
        "street-block", "indicative",
        "Biomedical base: the block between the 6th ring road, 芦求路, 魏永路 and 京开 (recalled). Logistics base: south of the "
        "6th ring and east of 京开 (S54). Daxing industrial zone and the new-media base, which share a site in 黄村: the "
        "blocks of streets their works and studios fill.",
        ("S52", "S54", "OSM", "OSM-POI", "RECALLED"), 28.0,
    )  # fmt: skip
    fangshan = Drawing(
        "fangshan-materials", (fangshan_base(), liangxiang_logistics()), "gazetted-bounds", "indicative",
        "Refinery works and new land east to the Dashi river and south to the outer line of 京周路 (S55), which was only "
        "planned: today's 京周路 stands for it; the works' own edge by their named points and streets. Logistics base: the "
        "block of the 6th ring, 京石, 大件路 and 良坨路 at 阎村.",
        ("S55", "S56", "S59", "OSM", "OSM-POI", "RECALLED"), 32.2,
    )  # fmt: skip
    return (daxing, fangshan)
