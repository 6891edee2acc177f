// Showing others: copying the link, downloading what is shown as GeoJSON or CSV, printing on A4 or A3.
(function (atlas) {
  "use strict";

  const MM = 96 / 25.4;
  const PAPER = { A4: [297, 210], A3: [420, 297] };
  const MARGIN_MM = 10;
  let paper = "A4";
  let before = null;

  async function copyLink() {
    const text = window.location.href;
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const box = atlas.make("textarea", "offscreen");
      box.value = text;
      document.body.append(box);
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      return done;
    }
  }

  atlas.copyLink = async () => {
    atlas.writeAddress();
    atlas.toast(atlas.word((await copyLink()) ? "copied" : "copy_failed"));
  };

  // The zones that are on and match the filters.
  atlas.shownZones = () => atlas.planOrder.filter((zone) => atlas.shown.has(zone.kind) && atlas.matches(zone));

  const zoneProperties = (zone) => ({
    zone_id: zone.id, name_zh: zone.name[0], name_en: zone.name[1], kind: zone.kind, clause: zone.clause, districts: zone.districts, industries: zone.industries,
    supporting_industries: zone.supporting_industries, area_km2: zone.area_km2, published_area_km2: zone.published_area_km2, boundary_status: zone.status,
    boundary_method: zone.method, boundary_accuracy_m: zone.accuracy_m, boundary_basis: zone.basis.filter(Boolean).join(" / "), sources: zone.sources, as_of: zone.as_of,
  });

  atlas.shownGeoJson = () => ({
    type: "FeatureCollection",
    features: [
      ...atlas.shownZones().map((zone) => ({ type: "Feature", properties: zoneProperties(zone), geometry: zone.geometry })),
      ...atlas.data.layers.filter((layer) => atlas.shown.has(layer.id)).flatMap((layer) => layer.features.map((feature) => ({
        type: "Feature", properties: { layer: layer.id, name_zh: feature.name[0], name_en: feature.name[1], ...layer.usual, ...feature.facts }, geometry: feature.geometry }))),
    ],
  });

  // A cell that a spreadsheet takes for text, whatever it starts with.
  function cell(value) {
    let text = Array.isArray(value) ? value.join(";") : value === null || value === undefined ? "" : String(value);
    if (typeof value !== "number" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }

  atlas.shownCsv = () => {
    const rows = atlas.shownZones().map(zoneProperties);
    const columns = Object.keys(zoneProperties({ name: ["", ""], basis: [] }));
    return `\ufeff${[columns, ...rows.map((row) => columns.map((name) => row[name]))].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  };

  function save(name, text, type) {
    const link = atlas.make("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    atlas.toast(atlas.fill("downloaded", { name }));
  }

  const fileName = (ending) => `${(atlas.data.plan.id || "zones").replace(/[^\w-]/g, "_")}.${ending}`;
  atlas.saveGeoJson = () => save(fileName("geojson"), JSON.stringify(atlas.shownGeoJson()), "application/geo+json");
  atlas.saveCsv = () => save(fileName("csv"), atlas.shownCsv(), "text/csv");

  // --- printing ---
  function scaleText() {
    const map = atlas.map;
    const y = map.getSize().y / 2;
    const metres = map.distance(map.containerPointToLatLng([0, y]), map.containerPointToLatLng([100, y])) / 100;
    const denominator = metres * MM * 1000;
    const round = 10 ** Math.max(0, Math.floor(Math.log10(denominator)) - 1);
    return `${atlas.word("scale")} ≈ 1:${atlas.number(Math.round(denominator / round) * round, 0)} (${paper})`;
  }

  function fillSheet(sheet) {
    const { data } = atlas;
    const sources = [...new Set([...data.plan.attribution.map(atlas.say), ...data.layers.filter((layer) => atlas.shown.has(layer.id)).map((layer) => layer.attribution), ...(data.basemap ? [data.basemap.attribution] : [])])];
    sheet.replaceChildren(atlas.make("h1", "", `${atlas.say(data.plan.title)} ${data.plan.period}`), atlas.make("p", "warning", atlas.word("warning")),
      atlas.make("strong", "", atlas.word("legend")), atlas.printedLegend(), atlas.make("p", "print-scale", scaleText()),
      atlas.make("p", "print-sources", `${atlas.word("sources")}: ${sources.join("; ")} · zoneatlas ${data.about.version}`));
  }

  // What is in view, without the empty land around the plan.
  function printedBounds() {
    const view = atlas.map.getBounds();
    const plan = L.latLngBounds(atlas.data.bounds);
    if (!view.intersects(plan)) return view;
    return L.latLngBounds([Math.max(view.getSouth(), plan.getSouth()), Math.max(view.getWest(), plan.getWest())],
      [Math.min(view.getNorth(), plan.getNorth()), Math.min(view.getEast(), plan.getEast())]);
  }

  function preparePrint() {
    if (before) return;
    const map = atlas.map;
    const bounds = printedBounds();
    before = { centre: map.getCenter(), zoom: map.getZoom() };
    const [wide, high] = PAPER[paper].map((mm) => Math.floor((mm - 2 * MARGIN_MM) * MM) - 2);
    const rule = atlas.printRule;
    rule.textContent = `@page{size:${paper} landscape;margin:${MARGIN_MM}mm}`;
    document.body.classList.add("printing");
    const sheet = atlas.printSheet;
    sheet.hidden = false;
    sheet.style.width = `${wide}px`;
    fillSheet(sheet);
    const left = Math.max(high - sheet.offsetHeight - 8, 300);
    map.getContainer().style.setProperty("width", `${wide}px`, "important");
    map.getContainer().style.setProperty("height", `${left}px`, "important");
    map.invalidateSize({ pan: false, animate: false });
    map.fitBounds(bounds, { animate: false });
    sheet.querySelector(".print-scale").textContent = scaleText();
  }

  function afterPrint() {
    if (!before) return;
    const container = atlas.map.getContainer();
    container.style.removeProperty("width");
    container.style.removeProperty("height");
    document.body.classList.remove("printing");
    atlas.printSheet.hidden = true;
    atlas.map.invalidateSize({ pan: false, animate: false });
    atlas.map.setView(before.centre, before.zoom, { animate: false });
    before = null;
  }

  atlas.setPaper = (name) => { paper = PAPER[name] ? name : "A4"; };
  atlas.print = (name) => {
    atlas.setPaper(name);
    preparePrint();
    window.print();
    afterPrint();
  };

  atlas.makeSheet = () => {
    atlas.printRule = document.createElement("style");
    document.head.append(atlas.printRule);
    atlas.printSheet = atlas.make("section", "print-sheet");
    atlas.printSheet.hidden = true;
    window.addEventListener("beforeprint", preparePrint);
    window.addEventListener("afterprint", afterPrint);
    return atlas.printSheet;
  };

  // The row of tools in the panel.
  atlas.makeTools = () => {
    const tool = (word, onClick, attributes) => atlas.button("tool", atlas.word(word), onClick, attributes);
    return atlas.set(atlas.make("div", "tools", tool("fit", () => { atlas.setPanel(false); atlas.showBounds(atlas.data.bounds); }),
      tool("measure", () => atlas.setMeasuring(!atlas.measuring), { "aria-pressed": String(atlas.measuring), "data-tool": "measure" }), tool("copy_link", atlas.copyLink), tool("geojson", atlas.saveGeoJson),
      tool("csv", atlas.saveCsv), tool("print_a4", () => atlas.print("A4")), tool("print_a3", () => atlas.print("A3")), tool("about_short", atlas.openAbout)), { role: "group", "aria-label": atlas.word("tools") });
  };
})((window.zoneatlas = window.zoneatlas || {}));
