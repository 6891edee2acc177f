// The panel: the plan's title, the grouped tree of layers (which is the legend too), and where the data come from.
(function (atlas) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  function swatch(style, shape) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "swatch");
    svg.setAttribute("viewBox", "0 0 24 14");
    svg.setAttribute("aria-hidden", "true");
    const mark = document.createElementNS(SVG, { line: "line", point: "circle" }[shape] || "rect");
    const box = { line: { x1: 1, y1: 7, x2: 23, y2: 7 }, point: { cx: 12, cy: 7, r: Math.min(style.radius || 4, 6) } }[shape]
      || { x: 1.5, y: 1.5, width: 21, height: 11 };
    const paint = { stroke: style.colour, "stroke-width": Math.min(style.weight || 2, 4), fill: style.fill || style.colour,
      "fill-opacity": shape === "point" ? 0.9 : style.fill_opacity, ...(style.dash ? { "stroke-dasharray": style.dash } : {}) };
    for (const [key, value] of Object.entries({ ...box, ...paint })) mark.setAttribute(key, value);
    svg.append(mark);
    return svg;
  }

  function entries(data) {
    const zones = data.kinds.map((kind) => ({ id: kind.id, title: kind.title, shape: "area", count: kind.drawn,
      zones: kind.zones.map((id) => data.zones.find((zone) => zone.id === id)),
      style: { colour: kind.colour, weight: 2, fill_opacity: 0.3 } }));
    const groups = [{ title: [atlas.WORD_ZONES.zh, atlas.WORD_ZONES.en], rows: zones }];
    for (const layer of data.layers) {
      let group = groups.find((item) => item.title[1] === layer.group[1] && item.title[0] === layer.group[0]);
      if (!group) groups.push((group = { title: layer.group, rows: [] }));
      group.rows.push({ id: layer.id, title: layer.title, shape: layer.shape, count: layer.features.length, style: layer.style });
    }
    return groups;
  }

  // The zones of a kind, each with its own colour and dash; a click flies there.
  function zoneList(state, entry) {
    const list = atlas.make("ul", "zones");
    for (const zone of entry.zones) {
      const button = atlas.make("button", "zone", swatch({ colour: zone.colour, weight: 2, fill_opacity: 0.3,
        dash: zone.status === "indicative" ? "4 2" : "" }, "area"), atlas.make("span", "title", atlas.say(zone.name)));
      button.type = "button";
      button.disabled = !zone.geometry;
      button.addEventListener("click", () => {
        if (!state.shown.has(entry.id)) { state.toggle(entry.id, true); atlas.drawPanel(state); }
        atlas.flyTo(state.map, zone);
      });
      list.append(atlas.make("li", "", button));
    }
    const open = state.opened.has(entry.id);
    const block = atlas.make("details", "zones", atlas.make("summary", "", atlas.word("zone_list")), list);
    block.open = open;
    block.addEventListener("toggle", () => { if (block.open) state.opened.add(entry.id); else state.opened.delete(entry.id); });
    return block;
  }

  function layerRow(state, entry) {
    const box = atlas.make("input");
    box.type = "checkbox";
    box.checked = state.shown.has(entry.id);
    box.dataset.layer = entry.id;
    box.addEventListener("change", () => state.toggle(entry.id, box.checked));
    return atlas.make("label", "layer", box, swatch(entry.style, entry.shape),
      atlas.make("span", "title", atlas.say(entry.title)), atlas.make("span", "count", String(entry.count)));
  }

  function groupBlock(state, group) {
    const block = atlas.make("fieldset", "group");
    const head = atlas.make("legend", "", atlas.say(group.title));
    for (const [word, on] of [["all", true], ["none", false]]) {
      const button = atlas.make("button", "mini", atlas.word(word));
      button.type = "button";
      button.addEventListener("click", () => {
        for (const entry of group.rows) state.toggle(entry.id, on);
        atlas.drawPanel(state);
      });
      head.append(button);
    }
    block.append(head);
    for (const entry of group.rows) {
      block.append(layerRow(state, entry));
      if (entry.zones) block.append(zoneList(state, entry));
    }
    return block;
  }

  function edgeLegend() {
    const solid = swatch({ colour: "#333", weight: 2 }, "line");
    const dashed = swatch({ colour: "#333", weight: 2, dash: "6 4" }, "line");
    return atlas.make("div", "edges", atlas.make("div", "layer", solid, atlas.word("firm")), atlas.make("div", "layer", dashed, atlas.word("indicative")));
  }

  function aboutBlock(data) {
    const block = atlas.make("details", "about", atlas.make("summary", "", atlas.word("about")));
    for (const item of data.plan.attribution) block.append(atlas.make("p", "", atlas.say(item)));
    for (const layer of data.layers) {
      block.append(atlas.make("p", "", `${atlas.say(layer.title)}: ${layer.attribution} (${layer.licence})`));
    }
    return block;
  }

  atlas.drawPanel = (state) => {
    const { panel, data } = state;
    panel.replaceChildren();
    const language = atlas.make("button", "language", atlas.word("language"));
    language.type = "button";
    language.addEventListener("click", () => state.setLanguage(atlas.lang === "zh" ? "en" : "zh"));
    const close = atlas.make("button", "close", "×");
    close.type = "button";
    close.setAttribute("aria-label", atlas.word("close"));
    close.addEventListener("click", () => document.body.classList.remove("panel-open"));
    panel.append(atlas.make("header", "", atlas.make("h1", "", atlas.say(data.plan.title)),
      atlas.make("p", "period", data.plan.period), atlas.make("p", "warning", atlas.word("warning")), language, close));
    panel.append(...entries(data).map((group) => groupBlock(state, group)), edgeLegend(), aboutBlock(data));
  };
})((window.zoneatlas = window.zoneatlas || {}));
