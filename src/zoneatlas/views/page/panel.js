// The panel: the plan's title, tools, filters, the grouped tree of layers (the legend too), and where the data come from.
(function (atlas) {
  "use strict";

  const opened = new Set();
  let panel;
  let filter;

  function swatch(style, shape) {
    const tag = { line: "line", point: "circle" }[shape] || "rect";
    const box = { line: { x1: 1, y1: 7, x2: 23, y2: 7 }, point: { cx: 12, cy: 7, r: Math.min(style.radius || 4, 6) } }[shape] || { x: 1.5, y: 1.5, width: 21, height: 11 };
    const mark = atlas.svg(tag, { ...box, stroke: style.colour, "stroke-width": Math.min(style.weight || 2, 4), fill: style.fill || style.colour,
      "fill-opacity": shape === "point" ? 0.9 : style.fill_opacity, "stroke-dasharray": style.dash || null });
    return atlas.svg("svg", { class: "swatch", viewBox: "0 0 24 14", "aria-hidden": "true" }, mark);
  }

  const zoneSwatch = (colour, fill, dash) => swatch({ colour, weight: 2, fill: atlas.fillOf(fill, colour), fill_opacity: fill === "plain" ? 0.3 : 0.7, dash }, "area");

  // A kind whose zones have colours of their own shows them side by side.
  const MOST_COLOURS = 4;
  function kindSwatch(kind) {
    if (!kind.own_colours) return zoneSwatch(kind.colour, kind.fill, "");
    const looks = new Map(kind.zones.map((id) => atlas.zoneById.get(id)).filter(Boolean).map((zone) => [zone.colour + zone.fill, zone]));
    const shown = [...looks.values()].slice(0, MOST_COLOURS);
    const wide = 21 / Math.max(shown.length, 1);
    return atlas.svg("svg", { class: "swatch", viewBox: "0 0 24 14", "aria-hidden": "true" }, ...shown.map((zone, place) => atlas.svg("rect", { x: 1.5 + place * wide + 0.75, y: 1.5,
      width: Math.max(wide - 1.5, 1), height: 11, stroke: zone.colour, "stroke-width": 1.5, fill: atlas.fillOf(zone.fill, zone.colour), "fill-opacity": zone.fill === "plain" ? 0.3 : 0.7 })));
  }

  function entries(data) {
    const zones = data.kinds.map((kind) => ({ id: kind.id, titled: () => atlas.say(kind.title), count: kind.drawn, mark: () => kindSwatch(kind),
      zones: kind.zones.map((id) => atlas.zoneById.get(id)).filter(Boolean) }));
    const groups = [{ title: atlas.word("zones"), key: "zones", rows: zones }];
    for (const layer of data.layers) {
      const key = layer.group.join("/");
      let group = groups.find((item) => item.key === key);
      if (!group) groups.push((group = { title: atlas.say(layer.group), key, rows: [] }));
      group.rows.push({ id: layer.id, titled: () => atlas.say(layer.title), count: layer.features.length, mark: () => swatch(layer.style, layer.shape) });
    }
    const checks = atlas.checkRows().map((row) => ({ ...row, mark: () => swatch(row.style, row.shape) }));
    if (checks.length) groups.push({ title: atlas.word("checks_of"), key: "checks", rows: checks });
    return groups;
  }

  // The zones of a kind, each with its own colour and dash; a click flies there.
  function zoneList(entry) {
    const list = atlas.make("ul", "zones");
    const fill = () => {
      for (const zone of entry.zones) {
        const button = atlas.button("zone", "", () => atlas.select({ type: "zone", id: zone.id }, { fly: true }), { "data-zone": zone.id });
        button.append(zoneSwatch(zone.colour, zone.fill, zone.status === "indicative" ? "4 2" : ""), atlas.make("span", "title", atlas.say(zone.name)));
        button.disabled = !zone.geometry;
        list.append(atlas.make("li", "", button));
      }
    };
    const block = atlas.make("details", "zones", atlas.make("summary", "", atlas.word("zone_list")), list);
    block.open = opened.has(entry.id);
    if (block.open) fill();
    block.addEventListener("toggle", () => {
      if (block.open) opened.add(entry.id); else opened.delete(entry.id);
      if (block.open && !list.children.length) fill();
    });
    return block;
  }

  function layerRow(entry) {
    const box = atlas.make("input");
    box.type = "checkbox";
    box.checked = atlas.shown.has(entry.id);
    box.dataset.layer = entry.id;
    box.addEventListener("change", () => atlas.toggle(entry.id, box.checked));
    return atlas.make("label", `layer${box.checked ? " on" : ""}`, box, entry.mark(), atlas.make("span", "title", entry.titled()), atlas.make("span", "count", String(entry.count)));
  }

  function groupBlock(group) {
    const head = atlas.make("legend", "", atlas.make("span", "title", group.title));
    for (const [word, on] of [["all", true], ["none", false]]) {
      head.append(atlas.button("mini", atlas.word(word), () => {
        for (const entry of group.rows) atlas.toggle(entry.id, on);
      }, { "aria-label": `${group.title}: ${atlas.word(word)}` }));
    }
    const block = atlas.make("fieldset", "group", head);
    for (const entry of group.rows) {
      block.append(layerRow(entry));
      if (entry.zones && entry.zones.length) block.append(zoneList(entry));
    }
    if (group.key === "zones") block.append(bandsRow(), edgeLegend());
    if (group.key === "checks" && atlas.data.checked) block.append(findingLegend(), findingList());
    return block;
  }

  // What the colours of the findings' marks say, of those there are.
  function findingLegend() {
    return atlas.make("div", "edges", ...atlas.findingLooks().map(({ title, style }) => atlas.make("div", "layer", swatch(style, "point"), title)));
  }

  atlas.openAbout = () => {
    const block = panel.querySelector("details.about");
    block.open = true;
    opened.add("about");
    block.querySelector("summary").focus({ preventScroll: true });
    block.scrollIntoView({ block: "start" });
  };

  // Every finding in words, also those without a place; a button goes to what it is about.
  function findingList() {
    const { findings } = atlas.data.checked;
    const list = atlas.make("ul", "plain findings");
    const fill = () => list.append(...findings.map((finding) => {
      const item = atlas.findingItem(finding);
      const key = atlas.findingKey(finding);
      if (key) item.append(atlas.goTo(atlas.word("go_there"), { type: "finding", key }));
      return item;
    }));
    const block = atlas.make("details", "zones", atlas.make("summary", "", atlas.fill("finding_list", { n: findings.length, m: findings.filter(atlas.findingKey).length })), list);
    block.open = opened.has("findings");
    if (block.open) fill();
    block.addEventListener("toggle", () => {
      if (block.open) opened.add("findings"); else opened.delete("findings");
      if (block.open && !list.children.length) fill();
    });
    return block;
  }

  function bandsRow() {
    const box = atlas.make("input");
    box.type = "checkbox";
    box.checked = atlas.bandsOn();
    box.dataset.bands = "true";
    box.addEventListener("change", () => atlas.setBands(box.checked));
    return atlas.make("label", `layer bands${box.checked ? " on" : ""}`, box, swatch({ colour: "#8a8a8a", weight: 0, fill: "#8a8a8a", fill_opacity: 0.35 }, "area"),
      atlas.make("span", "title", atlas.word("bands"), atlas.make("span", "small", ` ${atlas.word("band_legend")}`)));
  }

  function edgeLegend() {
    const line = (dash, word) => atlas.make("div", "layer", swatch({ colour: "#333", weight: 2, dash }, "line"), atlas.word(word));
    return atlas.make("div", "edges", line("", "firm"), line("6 4", "indicative"));
  }

  function aboutBlock(data) {
    const { about, checked, plan } = data;
    const said = (key, ...value) => atlas.row(key, ...value);
    const cited = new Set(data.zones.flatMap((zone) => zone.sources));
    const shownSources = [...Object.keys(data.sources).filter((id) => cited.delete(id)), ...cited];
    const list = atlas.make("dl", "",
      said("named", `${atlas.say(plan.title)} ${plan.period}`), said("publisher", atlas.say(plan.publisher)), said("built_with", `zoneatlas ${about.version}`),
      said("as_of", [...new Set(about.as_of)].join("–")),
      said("checks", checked ? atlas.fill("checks_said", { ...checked, ...checked.counts }) : atlas.word("checks_none")),
      said("data_hash", atlas.make("span", "code", about.sha256.slice(0, 16))));
    const layers = data.layers.map((layer) => atlas.make("p", "", `${atlas.say(layer.title)}: ${atlas.credit(layer)}, ${layer.vintage}`));
    const block = atlas.make("details", "about", atlas.make("summary", "", atlas.word("about")), list,
      ...data.plan.attribution.map((item) => atlas.make("p", "", atlas.say(item))), atlas.make("h2", "", atlas.word("layers")), ...layers,
      atlas.make("h2", "", atlas.word("sources")), atlas.make("ul", "plain", ...shownSources.map(atlas.sourceItem)), atlas.make("p", "", "Leaflet © Volodymyr Agafonkin, BSD-2-Clause"));
    block.open = opened.has("about");
    block.addEventListener("toggle", () => (block.open ? opened.add("about") : opened.delete("about")));
    return block;
  }

  function header() {
    const { data } = atlas;
    const language = atlas.button("language", atlas.word("language"), () => atlas.setLanguage(atlas.lang === "zh" ? "en" : "zh"), { lang: atlas.lang === "zh" ? "en" : "zh-CN" });
    const close = atlas.button("close", "×", () => { atlas.setPanel(false); document.querySelector(".open-panel").focus(); }, { "aria-label": atlas.word("close") });
    return atlas.make("header", "", atlas.make("h1", "", atlas.say(data.plan.title)), close, atlas.make("div", "second-line", atlas.make("span", "period", data.plan.period), language));
  }

  // What had the focus, to be given back when the panel was drawn anew.
  function focused() {
    const element = document.activeElement;
    if (!panel.contains(element)) return null;
    if (element.dataset.layer) return `[data-layer="${CSS.escape(element.dataset.layer)}"]`;
    return element.dataset.bands ? "[data-bands]" : element.classList.contains("language") ? ".language" : element.dataset.zone ? `[data-zone="${CSS.escape(element.dataset.zone)}"]` : null;
  }

  atlas.drawPanel = () => {
    const kept = focused();
    const scrolled = panel.scrollTop;
    panel.replaceChildren(header(), atlas.make("p", "warning", atlas.word("warning")), atlas.makeTools(), filter, ...entries(atlas.data).map(groupBlock), aboutBlock(atlas.data));
    panel.scrollTop = scrolled;
    const target = kept && panel.querySelector(kept);
    if (target) target.focus({ preventScroll: true });
  };

  atlas.makePanel = () => {
    if (atlas.data.kinds.length) opened.add(atlas.data.kinds[0].id);
    for (const kind of atlas.data.kinds) if (kind.own_colours) opened.add(kind.id); // their list is their legend
    panel = atlas.set(atlas.make("aside", "panel"), { id: "panel", tabindex: "-1" });
    filter = atlas.makeFilter();
    atlas.on("language", () => panel.setAttribute("aria-label", atlas.word("layers")));
    atlas.on("language layers bands", atlas.drawPanel);
    return panel;
  };

  // The legend of what is on, for the printed sheet.
  atlas.printedLegend = () => {
    const rows = entries(atlas.data).flatMap((group) => group.rows).filter((entry) => atlas.shown.has(entry.id)).flatMap((entry) => {
      const own = entry.zones && atlas.kindById.get(entry.id).own_colours;
      if (entry.id === "findings") return atlas.findingLooks().map(({ title, style }) => ({ mark: swatch(style, "point"), title: `${entry.titled()}${atlas.word("colon")}${title}` }));
      return own ? entry.zones.map((zone) => ({ mark: zoneSwatch(zone.colour, zone.fill, ""), title: atlas.say(zone.name) })) : [{ mark: entry.mark(), title: entry.titled() }];
    });
    return atlas.make("div", "legend-rows", ...rows.map((row) => atlas.make("span", "layer", row.mark, atlas.make("span", "", row.title))),
      ...(atlas.bandsOn() ? [atlas.make("span", "layer", swatch({ colour: "#8a8a8a", weight: 0, fill: "#8a8a8a", fill_opacity: 0.35 }, "area"), `${atlas.word("bands")}: ${atlas.word("band_legend")}`)] : []), ...edgeLegend().childNodes);
  };
})((window.zoneatlas = window.zoneatlas || {}));
