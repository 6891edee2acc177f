// Start: read the embedded data once, draw it into folium's groups, wire the panels, the labels, the language, the address.
(function (atlas) {
  "use strict";

  function openButton() {
    const button = atlas.button("open-panel", "☰ ", () => {
      const open = !document.body.classList.contains("panel-open");
      if (open) atlas.select(null);
      atlas.setPanel(open);
      if (open) document.getElementById("panel").focus({ preventScroll: true });
    }, { "aria-controls": "panel", "aria-expanded": "false" });
    // On narrow screens the panel is a sheet that opens and closes.
    atlas.setPanel = (open) => {
      document.body.classList.toggle("panel-open", open);
      button.setAttribute("aria-expanded", String(open));
    };
    button.append(atlas.make("span", ""));
    atlas.on("language", () => { button.lastChild.textContent = atlas.word("show_layers"); });
    return button;
  }

  // On narrow screens the panel with the language and the filter is closed at first: both are at hand on the map too.
  function quickLanguage() {
    const button = atlas.button("quick-language", "", () => atlas.setLanguage(atlas.lang === "zh" ? "en" : "zh"));
    atlas.on("language", () => {
      button.textContent = atlas.word("language");
      atlas.set(button, { lang: atlas.lang === "zh" ? "en" : "zh-CN" });
    });
    return button;
  }

  function filterChip() {
    const said = atlas.make("span", "");
    const chip = atlas.button("filter-chip", said, () => atlas.setFilter({ industry: "", kind: "", district: "" }));
    chip.append(atlas.set(atlas.make("span", "cross", "×"), { "aria-hidden": "true" }));
    const draw = () => {
      chip.hidden = !atlas.filtering();
      const { industry, kind, district } = atlas.filter;
      const names = [industry && atlas.industryName(industry), kind && atlas.say((atlas.kindById.get(kind) || { title: ["", ""] }).title), district && atlas.districtName(district)].filter(Boolean);
      const left = atlas.data.zones.filter(atlas.matches).length;
      said.textContent = `${atlas.join(names)}${atlas.word("colon")}${left}/${atlas.data.zones.length}`;
      atlas.set(chip, { "aria-label": `${atlas.word("clear_filter")}${atlas.word("colon")}${said.textContent}`, title: atlas.word("clear_filter") });
    };
    atlas.on("language filter", draw);
    return chip;
  }

  atlas.toggle = (id, on) => {
    const group = atlas.groups[id];
    if (!group || on === atlas.shown.has(id)) return;
    if (on) {
      atlas.beforeShow(id);
      atlas.map.addLayer(group);
      atlas.shown.add(id);
    } else {
      atlas.map.removeLayer(group);
      atlas.shown.delete(id);
    }
    changed();
  };

  // Several layers switched at once redraw the rest once.
  let pending = false;
  function changed() {
    if (pending) return;
    pending = true;
    queueMicrotask(() => {
      pending = false;
      atlas.restack(atlas.data);
      atlas.applyFilter();
      atlas.drawLabels();
      atlas.emit("layers");
    });
  }

  atlas.setLanguage = (lang) => {
    const { data, map } = atlas;
    atlas.lang = lang;
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = atlas.say(data.plan.title);
    map.attributionControl.getContainer().textContent = [...(data.basemap ? [data.basemap.attribution] : []), ...data.plan.attribution.map(atlas.say)].join(" · ");
    atlas.set(map.getContainer(), { role: "main", "aria-label": atlas.word("map_label") });
    for (const [name, zh, en] of [["in", "放大", "Zoom in"], ["out", "缩小", "Zoom out"]]) {
      const link = document.querySelector(`.leaflet-control-zoom-${name}`);
      if (link) atlas.set(link, { title: lang === "zh" ? zh : en, "aria-label": lang === "zh" ? zh : en });
    }
    atlas.emit("language");
    atlas.drawLabels();
  };

  function addTiles(map, basemap) {
    for (const url of basemap.urls) L.tileLayer(url, { maxZoom: basemap.max_zoom, pane: "tilePane" }).addTo(map);
  }

  // Everything around the map; the page's reading order is search, panel, map, details.
  function furnish(map) {
    atlas.patterns = atlas.svg("defs");
    atlas.live = atlas.set(atlas.make("div", "offscreen"), { role: "status", "aria-live": "polite", id: "live" });
    atlas.toastBox = atlas.set(atlas.make("div", "toast"), { "aria-hidden": "true" });
    document.body.prepend(atlas.makeFindBox(), openButton(), quickLanguage(), filterChip(), atlas.makePanel());
    document.body.append(atlas.makeDetails(), atlas.makeMeasure(), atlas.makeSheet(), atlas.live, atlas.toastBox,
      atlas.svg("svg", { class: "patterns", width: 0, height: 0, "aria-hidden": "true", focusable: "false" }, atlas.patterns));
    // Esc closes what is open, the topmost first; the search box and measuring see to their own.
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing || atlas.measuring) return;
      if (document.querySelector(".leaflet-popup")) map.closePopup();
      else if (document.body.classList.contains("panel-open")) { atlas.setPanel(false); document.querySelector(".open-panel").focus(); }
      else if (atlas.selected || atlas.at) { atlas.select(null); map.getContainer().focus(); }
    });
    map.on("click", (event) => {
      atlas.setPanel(false);
      if (atlas.measuring) atlas.addMeasured(event.latlng); else atlas.askPlace([event.latlng.lng, event.latlng.lat], false);
    });
  }

  atlas.start = (map, groups) => {
    const data = atlas.readData();
    Object.setPrototypeOf(groups, null);
    Object.assign(atlas, { map, groups, shown: new Set(Object.keys(groups).filter((id) => map.hasLayer(groups[id]))) });
    furnish(map);
    map.attributionControl.setPrefix(false);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    atlas.startCheckLayers(groups);
    atlas.drawAll(map, data, groups);
    if (data.basemap) addTiles(map, data.basemap);
    atlas.showBounds(data.bounds);
    atlas.startBands();
    map.on("moveend zoomend resize", atlas.drawLabels);
    map.on("zoomanim", () => map.getPane("labels").replaceChildren());
    atlas.on("filter", atlas.drawLabels);
    atlas.on("measuring", atlas.drawPanel);
    atlas.setLanguage(data.lang);
    atlas.startAddress();
    performance.mark("ready");
    document.documentElement.dataset.ready = "true";
  };
})((window.zoneatlas = window.zoneatlas || {}));
