"""The fixed words of a zone's boundary fields, of overlaps and of findings, in both languages."""

from __future__ import annotations

from zoneatlas.plan.records import Text

__all__ = ["BOUNDARY_TERMS", "CHECK_TERMS", "FEATURE_TERMS"]

BOUNDARY_TERMS = {
    "gazetted-bounds": Text("公布四至", "gazetted bounds"),
    "street-block": Text("街区", "street block"),
    "park-union": Text("园区合并", "union of parks"),
    "district-union": Text("区县合并", "union of districts"),
    "corridor": Text("走廊", "corridor"),
    "terrain": Text("地形", "terrain"),
    "area-sized": Text("按面积示意", "sized by area"),
    "gazetted": Text("已公布", "gazetted"),
    "digitised": Text("数字化", "digitised"),
    "indicative": Text("示意", "indicative"),
}

CHECK_TERMS = {
    "declared": Text("已声明的重叠", "declared overlap"),
    "undeclared": Text("未声明的重叠", "undeclared overlap"),
    "unmatched-vertex": Text("顶点不相合", "unmatched vertex"),
    "chord": Text("投影弦差", "chord of a projection"),
    "rounding": Text("取整误差", "rounding"),
    "touching": Text("相接", "touching"),
    "within": Text("位于其中", "within"),
    "contains": Text("包含", "contains"),
    "overlaps": Text("部分重叠", "overlaps"),
    "touches": Text("相接", "touches"),
    "error": Text("错误", "error"),
    "warning": Text("警告", "warning"),
    "info": Text("提示", "note"),
}

#: Common kinds and levels of features of reference layers, as their files code them.
FEATURE_TERMS = {
    "axis": Text("轴线", "axis"),
    "base": Text("基地", "base"),
    "bastion": Text("敌楼", "bastion"),
    "canal": Text("河渠", "canal"),
    "city": Text("城市", "city"),
    "coach-station": Text("长途客运站", "coach station"),
    "interchange": Text("换乘枢纽", "interchange"),
    "lake": Text("湖泊", "lake"),
    "municipal": Text("市级", "municipal"),
    "narrow": Text("狭义范围", "narrow sense"),
    "national": Text("国家级", "national"),
    "new-town": Text("新城", "new town"),
    "palace": Text("宫殿", "palace"),
    "park": Text("园区或公园", "park"),
    "planned-site": Text("规划选址", "planned site"),
    "plant": Text("工厂", "plant"),
    "port": Text("口岸", "port of entry"),
    "railway": Text("铁路", "railway"),
    "railway-station": Text("火车站", "railway station"),
    "region": Text("片区", "region"),
    "reservoir": Text("水库", "reservoir"),
    "river": Text("河流", "river"),
    "road": Text("道路", "road"),
    "scenic-area": Text("景区", "scenic area"),
    "seat": Text("政府驻地", "seat of government"),
    "settlement": Text("居民点", "settlement"),
    "street": Text("街道", "street"),
    "subdistrict": Text("街道办事处", "subdistrict"),
    "temple": Text("寺庙", "temple"),
    "town": Text("镇", "town"),
    "township": Text("乡", "township"),
    "university": Text("高等院校", "university"),
    "venue": Text("场馆", "venue"),
    "wide": Text("广义范围", "wide sense"),
}

#: What the plan does with an industry.
STANCES = {
    "twin-engine": Text("双引擎", "twin engine"),
    "twin-support": Text("双支撑", "twin support"),
    "supplement": Text("重要补充", "supplement"),
    "pillar": Text("支柱产业", "pillar"),
    "potential": Text("潜力产业", "potential"),
    "develop": Text("发展", "to be developed"),
    "restrain": Text("限制", "to be restrained"),
    "exit": Text("退出", "to leave"),
}
