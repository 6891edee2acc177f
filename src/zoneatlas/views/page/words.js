// The page's own words in both languages, and how a bilingual value is said. Names of the plan come with the data.
(function (atlas) {
  "use strict";

  // word: [Chinese, English]; {n} and the like are filled in by `fill`.
  const WORDS = {
    about: ["关于本图：来源与许可", "About this map: sources and licences"], about_short: ["关于本图", "About"], accepted: ["已接受", "accepted"],
    accuracy: ["边界精度", "Boundary accuracy"], accuracy_figure: ["精度 ±{n}", "accuracy ±{n}"],
    add_here: ["在地图中心加点", "Add map centre"], all: ["全部", "all"],
    anchor_outside: ["在区外 {n}", "{n} outside"], anchors: ["依托地点", "Anchors"], anchors_outside: ["区外依托地点", "Anchors outside their zones"],
    any_district: ["全部区县", "All districts"],
    area: ["面积", "Area"], area_less: ["比公布少 {n}", "{n} less than published"], area_more: ["比公布多 {n}", "{n} more than published"], in_clause: ["规划条款 {n}", "plan clause {n}"], as_of: ["数据年份", "Date of data"], ask: ["地点查询", "Ask a place"],
    asked_industry: ["拟建产业", "Industry to site"], bands: ["边界误差带", "Accuracy bands of edges"],
    band_legend: ["向两侧各延伸到边界可能偏离之处", "to either side, as far as the edge may be off"],
    basis: ["划定依据", "Basis"], built_with: ["版本", "Version"], card: ["简介", "In short"], certain: ["确定", "certain"], choose_industry: ["请选择产业", "choose an industry"], colon: ["：", ": "],
    checks_of: ["检查与覆盖", "Checks and coverage"], checks_none: ["未运行检查", "the checks could not be run"],
    checks_said: ["{passed}/{run} 项检查无异议；错误 {error}、警告 {warning}、提示 {info}，另有已接受 {accepted}", "{passed} of {run} checks found nothing; {error} errors, {warning} warnings, {info} notes, {accepted} more accepted"],
    checks: ["检查结果", "Checks passed"], clause: ["规划条款", "Plan clause"], clauses: ["规划条款", "Plan clauses"], credit: ["图层署名", "Credit of the layer"],
    clear: ["清除", "Clear"], clear_filter: ["清除筛选", "Clear filters"], close: ["关闭", "Close"],
    coordinates: ["坐标（WGS 84）", "Position (WGS 84)"], copied: ["链接已复制", "Link copied"], copy_failed: ["无法复制，请从地址栏复制链接", "Could not copy; take the link from the address bar"],
    copy_link: ["复制链接", "Copy link"], coverage: ["覆盖", "Coverage"],
    covered_by: ["功能区覆盖 {km2}（{percent}）", "zones cover {km2} ({percent})"], csv: ["下载 CSV", "Download CSV"],
    data_hash: ["规划文件校验和", "Checksum of the plan's files"], definition: ["划定口径", "Definition"],
    distance: ["距离", "Distance"], district: ["所在区县", "District"],
    districts: ["所在区县", "Districts"], done: ["结束", "Done"], download: ["下载", "Download"],
    downloaded: ["已生成 {name}", "{name} is ready"], drawn: ["绘制", "drawn"], edge_away: ["距边界 {n}", "{n} from the edge"],
    existing: ["已建成的（非新建）", "already there (not a new one)"], expand: ["展开", "Expand"], collapse: ["收起", "Collapse"], filter: ["筛选", "Filter"],
    filter_industry: ["产业", "Industry"], filter_none: ["没有功能区符合", "No zone matches"],
    filter_said: ["{n}/{all} 个功能区符合", "{n} of {all} zones match"], finding_list: ["全部检查发现（{n}，其中图上 {m}）", "all findings ({n}, of which {m} on the map)"], found_accepted: ["接受的理由", "Accepted because"], go_there: ["定位", "Go there"], finding: ["检查发现", "Finding of the checks"],
    findings: ["检查发现", "Findings of the checks"], findings_here: ["此处检查发现 {n} 条", "Findings here: {n}"],
    firm: ["依据明确的边界（实线）", "boundary with a stated basis (solid)"], fit: ["全图", "Whole plan"],
    geojson: ["下载 GeoJSON", "Download GeoJSON"], here: ["此处", "This place"],
    indicative: ["示意边界（虚线）", "indicative boundary (dashed)"], industries: ["产业", "Industries"],
    inside: ["在内", "inside"], kind: ["类别", "Kind"], km: ["公里", "km"], km2: ["平方公里", "km²"],
    language: ["English", "中文"], layers: ["图层与图例", "Layers and legend"], leading: ["重点产业", "Leading industries"],
    legend: ["图例", "Legend"], length_km: ["绘制长度", "Length drawn"], level: ["级别", "Level"], m: ["米", "m"], m2: ["平方米", "m²"],
    map_label: ["规划地图：方向键平移，加减键缩放", "Map of the plan: arrow keys pan, plus and minus zoom"],
    maybe: ["或在其中", "maybe inside"], maybe_note: ["边界精度内，不能确定", "nearer the edge than its accuracy"],
    measure: ["测量", "Measure"], measure_hint: ["点击地图加点，两点测距离，三点起测面积", "Click the map to add points: two measure a distance, three or more an area"], measure_touch: ["轻触地图加点，两点测距离，三点起测面积", "Tap the map to add points: two measure a distance, three or more an area"], larger: ["放大此面板", "Enlarge this panel"], smaller: ["缩小此面板", "Shrink this panel"],
    method: ["划定方法", "Method"], named: ["名称", "Name"], near: ["最近的功能区", "Nearest zones"], no_result: ["没有找到", "Nothing found"], no_zone: ["此处没有功能区", "No zone here"],
    none: ["无", "none"], not_drawn: ["未绘制", "not drawn"], not_published: ["未公布", "none published"], note: ["说明", "Note"],
    of_district: ["功能区", "Zones"], official_area_km2: ["公布面积", "Official area"], opened: ["通车", "Opened"],
    outside_plan: ["在规划范围之外", "outside the plan's area"], overlap: ["重叠", "Overlap"], overlaps_with: ["重叠", "Overlaps"],
    perimeter: ["周长", "Perimeter"], period: ["规划期", "Period"], place_m: ["位置精度", "Position accuracy"], print: ["打印", "Print"],
    print_a3: ["打印 A3", "Print A3"], print_a4: ["打印 A4", "Print A4"], publisher: ["发布", "Published by"],
    published: ["公布", "published"], published_area_km2: ["公布面积", "Published area"], published_length_km: ["公布长度", "Published length"],
    radius_m: ["范围半径", "Radius"], reason: ["原因", "Reason"], region: ["功能区域", "Region"], results: ["{n} 个结果", "results: {n}"],
    ring: ["环路", "Ring"], rings: ["环路", "Ring roads"], rule: ["规则", "Rule"], scale: ["比例尺", "Scale"], search: ["查找功能区、产业、地点、区县、条款或坐标", "Find zones, industries, places, districts, clauses, coordinates"], search_short: ["查找功能区、产业、地点、条款", "Find zones, industries, places…"],
    severity: ["等级", "Severity"], show_layers: ["图层", "Layers"], source: ["来源", "Source"], sources: ["来源", "Sources"], status: ["边界状态", "Boundary status"],
    supporting: ["配套与其他产业", "Supporting industries"], tools: ["工具", "Tools"], uncovered: ["无功能区的区县", "Districts without a zone"],
    undo: ["撤销", "Undo"], via_broader: ["含于所列更宽的产业", "within a broader industry it names"], via_exact: ["直接列出", "named itself"], via_narrower: ["只列出更细的产业", "it names a narrower industry"],
    verdict: ["布局结论", "Siting verdict"], vintage: ["数据年代", "Vintage"], where: ["位置", "Where"],
    warning: ["边界系根据文字描述绘制，每条边的误差见各区域说明；不得用作法定界线。", "Boundaries are drawn from the plan's words; each zone says how far its edges may be off. Not a legal boundary."],
    worst: ["部分边界", "some edges"], zone: ["功能区", "Zone"], zones_found: ["{n} 个功能区", "{n} zones"], zone_found: ["{n} 个功能区", "{n} zone"], zone_list: ["各区域（点击定位）", "zones (click to go there)"],
    zones: ["规划区域", "Zones of the plan"], zones_here: ["此处的功能区", "Zones here"],
    ring_inside: ["{a}以内", "inside the {a}"], ring_between: ["{a}与{b}之间", "between the {a} and the {b}"], ring_outside: ["{a}以外", "outside the {a}"],
    verdict_prohibited: ["禁止", "prohibited"], verdict_restricted: ["限制", "restricted"], verdict_encouraged: ["鼓励", "encouraged"], verdict_silent: ["规划未涉及", "the plan is silent"],
    "verdict_cannot-say": ["不能确定", "cannot say"], verdict_outside: ["在规划范围之外", "outside the plan's area"],
    group_zone: ["功能区", "Zone"], group_industry: ["产业", "Industry"], group_district: ["区县", "District"], group_place: ["地点与要素", "Places and features"], group_clause: ["条款", "Clause"], group_spot: ["坐标", "Position"],
  };

  atlas.lang = "zh";
  atlas.word = (key) => {
    const pair = WORDS[key];
    return pair ? pair[atlas.lang === "zh" ? 0 : 1] : key;
  };
  // A word with {names} filled in.
  atlas.fill = (key, values) => atlas.word(key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  // A bilingual pair [zh, en] in the page's language, or in the other one where that is empty.
  atlas.say = (pair) => (pair && (atlas.lang === "zh" ? pair[0] || pair[1] : pair[1] || pair[0])) || "";
  atlas.other = (pair) => {
    const second = pair[atlas.lang === "zh" ? 1 : 0];
    return second === atlas.say(pair) ? "" : second || "";
  };
  atlas.capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  atlas.join = (texts) => texts.join(atlas.lang === "zh" ? "、" : ", ");

  atlas.number = (value, digits) => value.toLocaleString(atlas.lang === "zh" ? "zh-CN" : "en", { maximumFractionDigits: digits });
  // Square kilometres, never as none where there are some.
  atlas.km2 = (value) => (value > 0 && value < 0.005 ? `< 0.01 ${atlas.word("km2")}` : `${atlas.number(value, value < 10 ? 2 : 0)} ${atlas.word("km2")}`);
  atlas.metres = (value) => (Math.abs(value) < 1000 ? `${atlas.number(value, 0)} ${atlas.word("m")}` : `${atlas.number(value / 1000, value < 10000 ? 2 : 1)} ${atlas.word("km")}`);
  atlas.percent = (share) => (share > 0 && share < 0.0005 ? "< 0.1%" : `${atlas.number(share * 100, share < 0.1 ? 1 : 0)}%`);
})((window.zoneatlas = window.zoneatlas || {}));
