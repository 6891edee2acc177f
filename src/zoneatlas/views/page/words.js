// The page's own words in both languages, and how a bilingual value is said. Names of the plan come with the data.
(function (atlas) {
  "use strict";

  const WORDS = {
    zh: {
      layers: "图层与图例", close: "关闭", show_layers: "图层", language: "English", all: "全部", none: "无",
      clause: "规划条款", leading: "重点产业", supporting: "配套与其他产业", area: "面积", drawn: "绘制",
      published: "公布", not_published: "未公布", deviation: "相差", status: "边界状态", method: "划定方法",
      accuracy: "边界精度", basis: "划定依据", sources: "来源", districts: "所在区县", also: "此处还有",
      zones: "规划区域", indicative: "示意边界（虚线）", firm: "依据明确的边界（实线）",
      about: "数据来源与许可", km2: "平方公里", m: "米", kind: "类别", note: "说明", reason: "原因",
      definition: "划定口径", clauses: "规划条款", opened: "通车", radius_m: "范围半径", source: "来源",
      district: "所在区县", official_area_km2: "公布面积", published_area_km2: "公布面积",
      length_km: "绘制长度", published_length_km: "公布长度", level: "级别", ring: "环路", km: "公里",
      worst: "部分边界", warning: "边界系根据文字描述绘制，每条边的误差见各区域说明；不得用作法定界线。",
      fit: "全图", zone_list: "各区域（点击定位）", place_m: "位置精度",
    },
    en: {
      layers: "Layers and legend", close: "Close", show_layers: "Layers", language: "中文", all: "all", none: "none",
      clause: "Plan clause", leading: "Leading industries", supporting: "Supporting industries", area: "Area",
      drawn: "drawn", published: "published", not_published: "none published", deviation: "difference",
      status: "Boundary status", method: "Method", accuracy: "Boundary accuracy", basis: "Basis",
      sources: "Sources", districts: "Districts", also: "Also here", zones: "Zones of the plan",
      indicative: "indicative boundary (dashed)", firm: "boundary with a stated basis (solid)",
      about: "Sources and licences", km2: "km²", m: "m", kind: "Kind", note: "Note", reason: "Reason",
      definition: "Definition", clauses: "Plan clauses", opened: "Opened", radius_m: "Radius", source: "Source",
      district: "District", official_area_km2: "Official area", published_area_km2: "Published area",
      length_km: "Length drawn", published_length_km: "Published length", level: "Level", ring: "Ring", km: "km",
      worst: "some edges", warning:
        "Boundaries are drawn from the plan's words; each zone says how far its edges may be off. Not a legal boundary.",
      fit: "Whole plan", zone_list: "zones (click to go there)", place_m: "Position accuracy",
    },
  };

  atlas.lang = "zh";
  atlas.word = (key) => WORDS[atlas.lang][key] || key;
  // A bilingual pair [zh, en] in the page's language, or in the other one where that is empty.
  atlas.say = (pair) => (atlas.lang === "zh" ? pair[0] || pair[1] : pair[1] || pair[0]) || "";
  atlas.other = (pair) => {
    const said = atlas.say(pair);
    const second = atlas.lang === "zh" ? pair[1] : pair[0];
    return second === said ? "" : second || "";
  };
  // Make an element: text reaches the page as text nodes only.
  atlas.make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    for (const child of children) {
      if (child !== null && child !== undefined && child !== "") element.append(child);
    }
    return element;
  };
})((window.zoneatlas = window.zoneatlas || {}));
