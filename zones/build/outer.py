"""The zones beyond the 5th ring road: Yizhuang, the airport, the Grand Canal, Daxing and Fangshan."""

from __future__ import annotations

from zones.build import outer_east, outer_south
from zones.build.drawing import Drawing
from zones.build.outer_east import yizhuang_park
from zones.build.outer_south import daxing_biomedical_base

WHY: dict[str, tuple[str, str]] = {
    "yizhuang": (
        "一期按五环、京津塘高速、凉水河围成的街区画，比公布的15.8平方公里大，含亦庄镇区；路东、河西按2002年复函四至，"
        "其中大羊坊路、通马路、旧头路是旧路名：前二者沿留名路段，旧头路在三条可能的南北干道中取围成面积与复函约10平方公里"
        "相容的博兴八路。通马路南段在到凉水河之前先与高速相交，路东区在此收尾。",
        "Phase one is the whole block between ring road, expressway and river, larger than the published 15.8 km² because "
        "it takes in the town of 亦庄. East and west follow letter S04, whose 大羊坊路, 通马路 and 旧头路 are old names: the "
        "first two follow the stretches that keep a name; for 旧头路, of three through roads, the one whose block agrees with "
        "the letter's 10 km² or so was taken. 通马路 meets the expressway before it reaches the river, and ends the east part there.",
    ),
    "airport": (
        "没有查到2006年的四至；178平方公里（一期56）只见于2018年报道。按后继的临空经济示范区（2019年，115.7平方公里）公布的"
        "四至加林河、汽车产业基地两块画，止于区县界，所以小于178。",
        "No four bounds of 2006 were found; 178 km² (phase one 56) stands only in a text of 2018. Drawn by the bounds "
        "published for the successor zone of 2019 (115.7 km²), cut at the district line, with the Linhe zone and the car "
        "base added: therefore smaller than 178.",
    ),
    "grand-canal": (
        "规划没有给出范围；运河商务区公布约16平方公里、文化旅游区12.05平方公里，合计28.05，分别画为两块，前者四至凭记忆。"
        "2006年设想中的新北京东站等选址未定，没有画。",
        "The plan gives no bounds: the business area (about 16 km² published, bounds recalled) and the tourism area (12.05) "
        "are drawn as two parts, 28.05 together. The new Beijing East station and other planned sites were never fixed and "
        "are not drawn.",
    ),
    "daxing-biopharma": (
        "28平方公里是记忆中的规划总面积；所画生物医药基地是当年道路围合的部分，后来的北扩、南扩不在内；物流基地东、南两侧和"
        "工业开发区没有公布四至，按园区企业所在街区画。",
        "28 km² is a recalled total; the biomedical base is drawn as its roads bounded it then, without the later northern "
        "and southern extensions. The far sides of the logistics base and the industrial zone have no published bounds and "
        "follow the streets their firms fill.",
    ),
    "fangshan-materials": (
        "公布的32.2平方公里指石化基地；四至只有东到大石河、南至规划京周公路外环线（未查到线位，以现京周路代），"
        "北、西两侧没有公布，画到防火隔离带，包括厂区与新增用地之间的山地；另加良乡物流基地。",
        "The published 32.2 km² is the petrochemical base alone. Only two of its bounds are published: the Dashi river in "
        "the east and a planned outer line of 京周路 in the south (not found; today's road stands for it). North and west are "
        "drawn at the firebreaks and take in the hills between works and new land. The logistics base is added.",
    ),
}  # fmt: skip


def drawings() -> tuple[Drawing, ...]:
    """Return the drawings of the five outer zones."""
    return (*outer_east.drawings(), *outer_south.drawings())


__all__ = ["WHY", "daxing_biomedical_base", "drawings", "yizhuang_park"]
