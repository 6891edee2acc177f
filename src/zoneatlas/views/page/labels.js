// Labels that do not collide: zones first, then the reference layers that are on; more of them on zooming in.
(function (atlas) {
  "use strict";

  const FULL_NAME_ZOOM = 12.5;
  const pen = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  let family = "";

  // A colour, darkened until its contrast with white is 7: it stands on tinted ground.
  const dark = new Map();
  function readable(colour) {
    if (!dark.has(colour)) {
      const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
      const linear = (value) => (value <= 10.31 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
      const contrast = ([r, g, b]) => 1.05 / (0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05);
      let rgb = parts ? parts.slice(1).map((part) => parseInt(part, 16)) : null;
      while (rgb && contrast(rgb) < 7) rgb = rgb.map((value) => value * 0.9);
      dark.set(colour, rgb ? `rgb(${rgb.map(Math.round).join(" ")})` : colour);
    }
    return dark.get(colour);
  }

  function width(text, bold, size) {
    const key = `${bold}${size}${text}`;
    if (!widths.has(key)) {
      family = family || getComputedStyle(document.body).fontFamily;
      pen.font = `${bold ? "600 " : ""}${size}px ${family}`;
      widths.set(key, pen.measureText(text).width);
    }
    return widths.get(key);
  }

  // A long text on two lines, parted at the space nearest its middle.
  const LONG_PX = 190;
  function onLines(text, bold, size) {
    if (width(text, bold, size) <= LONG_PX) return [text];
    const spaces = [...text.matchAll(/ /g)].map((found) => found.index);
    if (!spaces.length) return [text];
    const middle = spaces.reduce((a, b) => (Math.abs(b - text.length / 2) < Math.abs(a - text.length / 2) ? b : a));
    return [text.slice(0, middle), text.slice(middle + 1)];
  }

  function wanted(map, data, shown) {
    const zoom = map.getZoom();
    const list = [];
    for (const zone of data.zones) {
      if (!zone.label_at || !shown.has(zone.kind)) continue;
      const kind = atlas.kindById.get(zone.kind);
      const faded = atlas.filtering() && !atlas.matches(zone);
      const texts = [...new Set([...(zoom >= FULL_NAME_ZOOM ? [zone.name] : []), zone.short].map((pair) => atlas.say(pair).slice(0, 60)))].filter(Boolean);
      list.push({ at: zone.label_at, texts, rank: zone.rank + (faded ? 1e6 : 0), size: 13,
        className: faded ? "zone faded" : "zone", zone, colour: readable(kind.own_colours ? zone.colour : kind.ink) });
    }
    list.sort((a, b) => a.rank - b.rank);
    for (const layer of data.layers) {
      if (!shown.has(layer.id) || layer.label_zoom === null || zoom < layer.label_zoom) continue;
      for (const feature of layer.features) {
        const at = feature.label_at || (feature.geometry && feature.geometry.type === "Point" && feature.geometry.coordinates);
        const radius = feature.geometry && feature.geometry.type === "Point" ? layer.style.radius || 4 : 0;
        if (at) list.push({ at, radius, texts: [atlas.say(feature.name).slice(0, 60)].filter(Boolean), size: 11, className: "reference", colour: readable(layer.style.ink) });
      }
    }
    return list;
  }

  const hits = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  // The longest text of a label that has room, and where; null without any.
  function free(label, point, view, taken, parts) {
    const fits = (box) => box.left >= view.min.x && box.right <= view.max.x && box.top >= view.min.y && box.bottom <= view.max.y && !taken.some((other) => hits(box, other));
    for (const text of label.texts) {
      const lines = onLines(text, Boolean(label.zone), label.size);
      const wide = Math.max(...lines.map((line) => width(line, Boolean(label.zone), label.size))) + 8;
      const high = label.size * 1.1 * lines.length + 4;
      const box = label.zone ? atlas.placeOfZone(label.zone, point, wide, high, parts, fits) : atlas.placeOfFeature(point, label.radius, wide, high, fits);
      if (box) return { ...box, text: lines.join("\n") };
    }
    return null;
  }

  // What lies over the map, in the map's pixels: a label below it could not be read.
  function controls(map, view) {
    const box = map.getContainer().getBoundingClientRect();
    const over = [...document.querySelectorAll(".leaflet-control, .searchbar, .open-panel, .quick-language, .filter-chip")].map((one) => one.getBoundingClientRect()).filter((one) => one.width);
    return over.map((one) => ({ left: one.left - box.left + view.min.x, right: one.right - box.left + view.min.x, top: one.top - box.top + view.min.y, bottom: one.bottom - box.top + view.min.y }));
  }

  atlas.drawLabels = () => {
    const { map, data, shown } = atlas;
    const pane = map.getPane("labels");
    const view = map.getPixelBounds();
    const origin = map.getPixelOrigin();
    const taken = controls(map, view);
    const parts = atlas.partsInView(map, view);
    const made = [];
    for (const [lon, lat] of shown.has("findings") ? atlas.findingSpots() : []) {
      const spot = map.project([lat, lon]);
      taken.push({ left: spot.x - 11, right: spot.x + 11, top: spot.y - 11, bottom: spot.y + 11 });
    }
    for (const label of wanted(map, data, shown)) {
      const point = map.project([label.at[1], label.at[0]]);
      const box = view.contains(point) ? free(label, point, view, taken, parts) : null;
      if (!box) continue;
      taken.push(box);
      const element = atlas.make("div", `label ${label.className}`, box.text);
      if (label.zone) element.dataset.of = label.zone.id;
      element.style.color = label.colour;
      element.style.fontSize = `${label.size}px`;
      L.DomUtil.setPosition(element, L.point(box.x, box.y).subtract(origin).round());
      made.push(element);
    }
    pane.replaceChildren(...made);
  };
})((window.zoneatlas = window.zoneatlas || {}));
