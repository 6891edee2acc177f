// Bands about the zones' edges, as wide as each edge may be off to either side: strokes in metres, rescaled on zooming.
(function (atlas) {
  "use strict";

  const drawn = new Map();
  const group = L.layerGroup();
  let on = false;

  atlas.bandsOn = () => on;
  atlas.bandPaths = (zone) => drawn.get(zone) || [];

  // Screen pixels a metre takes at a latitude.
  function pixelsPerMetre(lat) {
    const map = atlas.map;
    const one = map.options.crs.scale(map.getZoom()) / (2 * Math.PI * 6378137);
    return one / Math.cos((lat * Math.PI) / 180);
  }

  function make(zone) {
    const byAccuracy = new Map();
    atlas.linesOf(zone.geometry).forEach((ring, number) => {
      let at = 0;
      for (const [count, , accuracy] of zone.edges[number] || []) {
        const run = ring.slice(at, at + count + 1).map(([lon, lat]) => [lat, lon]);
        at += count;
        if (!accuracy) continue;
        if (!byAccuracy.has(accuracy)) byAccuracy.set(accuracy, []);
        byAccuracy.get(accuracy).push(run);
      }
    });
    return [...byAccuracy].sort((a, b) => b[0] - a[0]).map(([accuracy, runs]) => {
      const lats = runs.flat().map(([lat]) => lat);
      const path = L.polyline(runs, { pane: "bands", color: zone.colour, opacity: 1, interactive: false, noClip: true, lineCap: "round", lineJoin: "round" });
      path.accuracy_m = accuracy;
      path.middle = (Math.min(...lats) + Math.max(...lats)) / 2;
      return path;
    });
  }

  function rescale() {
    if (!on) return;
    for (const paths of drawn.values()) {
      for (const path of paths) path.setStyle({ weight: 2 * path.accuracy_m * pixelsPerMetre(path.middle) });
    }
  }

  // Show the bands of the zones whose kind is on.
  function fill() {
    group.clearLayers();
    if (!on) return;
    for (const zone of atlas.data.zones) {
      if (!zone.geometry || !atlas.shown.has(zone.kind)) continue;
      if (!drawn.has(zone)) drawn.set(zone, make(zone));
      for (const path of drawn.get(zone)) group.addLayer(path);
    }
    rescale();
    atlas.applyFilter();
  }

  atlas.setBands = (wanted) => {
    on = wanted;
    if (on) group.addTo(atlas.map); else group.remove();
    fill();
    atlas.emit("bands");
  };

  atlas.startBands = () => {
    atlas.map.on("zoomend", rescale);
    atlas.on("layers", fill);
  };
})((window.zoneatlas = window.zoneatlas || {}));
