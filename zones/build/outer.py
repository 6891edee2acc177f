"""The zones beyond the 5th ring road: Yizhuang, the airport, the Grand Canal, Daxing and Fangshan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zones.build import outer_east, outer_south
from zones.build.outer_east import yizhuang_park
from zones.build.outer_south import daxing_biomedical_base

if TYPE_CHECKING:
    from zones.build.drawing import Drawing

WHY: dict[str, tuple[str, str]] = {
    "yizhuang": (
        ("一期按五环、京津塘高速、凉水河（凭记忆）围成的街区画，22.6平方公里，比公布的15.8大，含亦庄镇区；路东、河西按2002年"
        "复函四至，12.7和11.9平方公里（复函约14、约10）。大羊坊路、通马路、旧头路是旧路名：前二者沿留名路段；旧头路线位未查到，"
        "比较了五条南北向道路（三海子东路19.5、四海路16.9、四合路14.0、博兴八路11.9、博兴七路10.2平方公里），"
        "参照复函面积取其中贯通到凉水河的博兴八路，所以河西面积不能作为独立印证；总面积接近46.8也有巧合。"
        "通马路南段在到凉水河之前先与高速相交，路东区在此收尾。"),
        ("Phase one is the block between ring road, expressway and river (recalled): 22.6 km², above the published 15.8, for "
        "it takes in the town of 亦庄. East and west follow letter S04: 12.7 and 11.9 km² (the letter: about 14 and 10). Its "
        "大羊坊路, 通马路 and 旧头路 are old names: the first two follow stretches that keep a name; the course of 旧头路 was not "
        "found. Five north-south roads were compared (三海子东路 19.5, 四海路 16.9, 四合路 14.0, 博兴八路 11.9, 博兴七路 10.2 km²) and, "
        "with the letter's area as a guide, 博兴八路 was taken, which runs through to the river: the west part's area is "
        "therefore no independent check, and the total's nearness to 46.8 is partly chance. 通马路 meets the expressway "
        "before it reaches the river, and ends the east part there."),
    ),
    "airport": (
        ("没有查到2006年的四至；178平方公里（一期56）只见于2018年报道。按后继的临空经济示范区（2019年，115.7平方公里）公布的"
        "四至加林河、汽车产业基地两块画，止于区县界，所以小于178。"),
        ("No four bounds of 2006 were found; 178 km² (phase one 56) stands only in a text of 2018. Drawn by the bounds "
        "published for the successor zone of 2019 (115.7 km²), cut at the district line, with the Linhe zone and the car "
        "base added: therefore smaller than 178."),
    ),
    "grand-canal": (
        ("规划没有给出范围；运河商务区公布约16平方公里、文化旅游区12.05平方公里，合计28.05，分别画为两块，前者四至凭记忆。"
        "2006年设想中的新北京东站等选址未定，没有画。"),
        ("The plan gives no bounds: the business area (about 16 km² published, bounds recalled) and the tourism area (12.05) "
        "are drawn as two parts, 28.05 together. The new Beijing East station and other planned sites were never fixed and "
        "are not drawn."),
    ),
    "daxing-biopharma": (
        ("28平方公里是记忆中的规划总面积；所画生物医药基地是当年道路围合的部分，后来的北扩、南扩不在内；物流基地东、南两侧和"
        "工业开发区没有公布四至，按园区企业所在街区画。"),
        ("28 km² is a recalled total; the biomedical base is drawn as its roads bounded it then, without the later northern "
        "and southern extensions. The far sides of the logistics base and the industrial zone have no published bounds and "
        "follow the streets their firms fill."),
    ),
    "fangshan-materials": (
        ("公布的32.2平方公里指石化基地；四至只有东到大石河、南至规划京周公路外环线（未查到线位，以现京周路代），"
        "北、西两侧没有公布，画到防火隔离带，包括厂区与新增用地之间的山地；另加良乡物流基地。"),
        ("The published 32.2 km² is the petrochemical base alone. Only two of its bounds are published: the Dashi river in "
        "the east and a planned outer line of 京周路 in the south (not found; today's road stands for it). North and west are "
        "drawn at the firebreaks and take in the hills between works and new land. The logistics base is added."),
    ),
}  # fmt: skip


def drawings() -> tuple[Drawing, ...]:
    """Return the drawings of the five outer zones."""
    return (*outer_east.drawings(), *outer_south.drawings())


__all__ = ["WHY", "daxing_biomedical_base", "drawings", "yizhuang_park"]
