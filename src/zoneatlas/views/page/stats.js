// Statistics, where the page holds any: zones shaded by a figure per km², and every figure with its low and high.
(function (atlas) {
  "use strict";

  const WORDS = {
    title: ["统计", "Statistics"], shade: ["按每平方公里着色", "Shade zones by km²"], measure: ["指标", "Figure"], per_km2: ["每平方公里", "per km²"],
    total: ["全部功能区（每行计一次）", "all zones (a row counts once)"], once: ["（每行计一次）", " (a row counts once)"],
    range: ["括号内为低值–高值：低值不计拿不准的，高值计入可能在内的。", "In brackets low–high: low leaves out what is uncertain, high takes in all that may be inside."],
    overlap: ["行在不止一个功能区", "rows in more than one zone"],
  };
  const COLOURS = ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"];

  const group = L.layerGroup();
  let on = true;
  let measure = 0;
  let open = true;

  const word = (key) => atlas.say(WORDS[key]);
  const stats = () => atlas.data.stats;
  const own = (rows, id) => (Object.hasOwn(rows, id) ? rows[id][measure] : null);
  const digits = (size) => (size < 1 ? 4 : size < 1000 ? 2 : 0);
  const number = (value) => value.toLocaleString(atlas.lang === "zh" ? "zh-CN" : "en", { maximumFractionDigits: digits(Math.abs(value)) });
  const figure = ([value, low, high]) => (low === value && high === value ? number(value) : `${number(value)} (${number(low)}–${number(high)})`);

  function densities() {
    const found = new Map();
    for (const zone of atlas.data.zones) {
      const told = own(stats().zones, zone.id);
      if (told && zone.geometry && zone.area_km2) found.set(zone, told[0] / zone.area_km2);
    }
    return found;
  }

  // As many zones in each class, equal figures in the same one: [lowest, highest] of each class that has any.
  function classes() {
    const byZone = densities();
    const sorted = [...byZone.values()].sort((a, b) => a - b);
    const classOf = (value) => Math.floor((sorted.indexOf(value) * COLOURS.length) / sorted.length);
    const ranges = COLOURS.map(() => null);
    for (const value of sorted) {
      const place = classOf(value);
      ranges[place] = ranges[place] ? [ranges[place][0], value] : [value, value];
    }
    return { byZone, classOf, ranges };
  }

  function paint() {
    if (!stats()) return;
    const { map } = atlas;
    if (!map.getPane("statistics")) {
      atlas.set(map.createPane("statistics"), { style: "z-index: 415; pointer-events: none" });
      group.addTo(map);
    }
    group.clearLayers();
    if (!on) return;
    const { byZone, classOf } = classes();
    for (const [zone, value] of byZone) {
      if (!atlas.shown.has(zone.kind)) continue;
      const style = { pane: "statistics", interactive: false, stroke: false, fillColor: COLOURS[classOf(value)], fillOpacity: 0.85 };
      group.addLayer(L.geoJSON(zone.geometry, { style: () => style, pane: "statistics", interactive: false }));
    }
  }

  function swatch(colour) {
    const box = atlas.svg("rect", { x: 1.5, y: 1.5, width: 21, height: 11, fill: colour, stroke: "#545f6b" });
    return atlas.svg("svg", { class: "swatch", viewBox: "0 0 24 14", "aria-hidden": "true" }, box);
  }

  function legend() {
    const said = ([low, high]) => `${low === high ? number(low) : `${number(low)}–${number(high)}`} ${word("per_km2")}`;
    return classes().ranges.flatMap((range, place) => (range ? [atlas.make("div", "layer", swatch(COLOURS[place]), atlas.make("span", "title", said(range)))] : []));
  }

  const line = (title, told) => atlas.make("div", "figure", atlas.make("div", "", title), atlas.make("div", "count", figure(told)));

  function chooser() {
    const select = atlas.set(atlas.make("select"), { "aria-label": word("measure"), "data-stats": "measure" });
    stats().measures.forEach((title, place) => {
      const option = atlas.make("option", "", atlas.say(title));
      option.value = String(place);
      option.selected = place === measure;
      select.append(option);
    });
    select.addEventListener("change", () => { measure = Number(select.value); redraw("measure"); });
    return select;
  }

  function shading() {
    const box = atlas.set(atlas.make("input"), { type: "checkbox", "data-stats": "shade" });
    box.checked = on;
    box.addEventListener("change", () => { on = box.checked; redraw("shade"); });
    return atlas.make("label", `layer${on ? " on" : ""}`, box, atlas.make("span", "title", word("shade")));
  }

  function makeBlock() {
    const told = stats();
    const zones = atlas.planOrder.flatMap((zone) => (own(told.zones, zone.id) ? [line(atlas.say(zone.name), own(told.zones, zone.id))] : []));
    const kinds = atlas.data.kinds.flatMap((kind) => (own(told.kinds, kind.id) ? [line(`${atlas.say(kind.title)}${word("once")}`, own(told.kinds, kind.id))] : []));
    const block = atlas.make("details", "filter statistics", atlas.make("summary", "", `${word("title")} (${told.file})`), chooser(), shading(), ...(on ? legend() : []),
      ...zones, ...kinds, line(word("total"), told.plan[measure]), atlas.make("p", "small", `${number(told.overlapping)} ${word("overlap")}. ${word("range")}`));
    block.open = open;
    block.addEventListener("toggle", () => { open = block.open; });
    return block;
  }

  function place() {
    const panel = document.getElementById("panel");
    const before = panel.querySelector("details.statistics");
    const block = makeBlock();
    if (before) before.replaceWith(block); else panel.insertBefore(block, panel.querySelector("fieldset.group"));
  }

  function redraw(focus) {
    paint();
    place();
    document.querySelector(`[data-stats="${focus}"]`).focus({ preventScroll: true });
  }

  const drawPanel = atlas.drawPanel;
  atlas.drawPanel = () => {
    drawPanel();
    if (stats()) place();
  };

  const printedLegend = atlas.printedLegend;
  atlas.printedLegend = () => {
    const found = printedLegend();
    if (stats() && on) found.append(...legend());
    return found;
  };

  atlas.on("language layers", paint);
})((window.zoneatlas = window.zoneatlas || {}));
