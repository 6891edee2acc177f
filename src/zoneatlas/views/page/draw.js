// Drawing: every layer's features as Leaflet paths in the feature groups that folium made, big below small.
(function (atlas) {
  "use strict";

  const DASH = "6 4";
  const TILE = 8;
  // What each fill draws on a tile of 8 × 8, beside its faint ground: colours alone tell nothing to some.
  const MARKS = {
    rising: ["path", { d: "M-2 2 2-2M0 8 8 0M6 10 10 6" }], falling: ["path", { d: "M-2 6 2 10M0 0 8 8M6-2 10 2" }],
    level: ["path", { d: "M0 4H8" }], upright: ["path", { d: "M4 0V8" }], grid: ["path", { d: "M0 4H8M4 0V8" }],
    dots: ["circle", { cx: 4, cy: 4, r: 1.1 }],
  };

  const zonePaths = new Map();
  const zoneAreas = new Map();

  function fillId(fill, colour) {
    return `fill-${fill}-${colour.replace(/[^\w]/g, "")}`;
  }

  // A pattern in the page's own drawing; legend and map share them.
  atlas.fillOf = (fill, colour) => {
    const mark = MARKS[fill];
    if (!mark) return colour;
    const id = fillId(fill, colour);
    if (!document.getElementById(id)) {
      const paint = fill === "dots" ? { fill: colour, opacity: 0.75 } : { stroke: colour, "stroke-width": 1, fill: "none", opacity: 0.6 };
      const pattern = atlas.svg("pattern", { id, width: TILE, height: TILE, patternUnits: "userSpaceOnUse" },
        atlas.svg("rect", { width: TILE, height: TILE, fill: colour, opacity: 0.35 }), atlas.svg(mark[0], { ...mark[1], ...paint }));
      atlas.patterns.append(pattern);
    }
    return `url(#${id})`;
  };

  const zoneFill = (zone) => (zone.area_km2 > 300 ? 0.42 : zone.fill === "plain" ? 0.3 : 0.7);

  atlas.layerStyle = (style) => ({
    color: style.colour, weight: style.weight, dashArray: style.dash || null, opacity: 0.9, fillColor: style.fill || style.colour,
    fillOpacity: style.base && atlas.data.basemap ? style.fill_opacity / 5 : style.fill_opacity, pane: style.base ? "base" : "reference",
  });

  // What lies under the mouse is named beside it; one box serves all.
  let tip = null;
  let quietUntil = 0; // a click may move the map: what then comes to lie under the mouse is not what was clicked
  function name(text, at) {
    if (text && performance.now() < quietUntil) return;
    tip = tip || L.tooltip({ direction: "top", offset: [0, -8], interactive: false });
    if (text) tip.setLatLng(at).setContent(atlas.make("span", "", text)).openOn(atlas.map);
    else tip.remove();
  }

  function paint(path, options) {
    path.on("mouseover", () => path.setStyle({ weight: options.weight + 1.5, fillOpacity: Math.min(options.fillOpacity + 0.15, 1) }));
    path.on("mouseout", () => path.setStyle({ weight: options.weight, fillOpacity: options.fillOpacity }));
  }

  // Draw a GeoJSON geometry into a group; a click selects `item`, or adds a point while measuring.
  atlas.drawGeometry = (group, geometry, options, item) => {
    const drawn = L.geoJSON(geometry, {
      style: () => options, pane: options.pane,
      pointToLayer: (_, at) => L.circleMarker(at, { ...options, radius: options.radius || 4, fillOpacity: options.fillOpacity || 0.9 }),
    });
    drawn.eachLayer((path) => {
      path.options.bubblingMouseEvents = false;
      path.on("click", (event) => (atlas.measuring ? atlas.map.fire("click", event) : atlas.select(item, { at: event.latlng, popup: true })));
      paint(path, options);
      path.on("mouseover mousemove", (event) => name(atlas.titleOf(item), event.latlng));
      path.on("mouseout click remove", (event) => {
        name("");
        if (event.type === "click") quietUntil = performance.now() + 700;
      });
      group.addLayer(path);
    });
    return drawn;
  };

  // The lines of a zone's edge by status: its runs are [number of edges, status, accuracy] along each ring.
  function drawEdges(group, zone) {
    const lines = { firm: [], indicative: [] };
    atlas.linesOf(zone.geometry).forEach((ring, number) => {
      let at = 0;
      for (const [count, status] of zone.edges[number] || []) {
        lines[status === "indicative" ? "indicative" : "firm"].push(ring.slice(at, at + count + 1).map(([lon, lat]) => [lat, lon]));
        at += count;
      }
    });
    for (const [status, runs] of Object.entries(lines)) {
      if (!runs.length) continue;
      const path = L.polyline(runs, { pane: "edges", color: zone.colour, weight: 2, opacity: 0.95, interactive: false, smoothFactor: 0.5,
        dashArray: status === "indicative" ? DASH : null });
      group.addLayer(path);
      zonePaths.get(zone).push(path);
    }
  }

  function drawZone(group, zone) {
    const options = { color: zone.colour, weight: 0, opacity: 0.95, fillColor: atlas.fillOf(zone.fill, zone.colour), fillOpacity: zoneFill(zone), pane: "zones", radius: 6 };
    const drawn = atlas.drawGeometry(group, zone.geometry, options, { type: "zone", id: zone.id });
    zonePaths.set(zone, drawn.getLayers());
    zoneAreas.set(zone.id, drawn);
    drawEdges(group, zone);
  }

  atlas.pathsOf = (zone) => [...(zonePaths.get(zone) || []), ...(atlas.bandPaths ? atlas.bandPaths(zone) : [])];

  atlas.drawAll = (map, data, groups) => {
    const panes = { base: 310, reference: 320, bands: 405, zones: 410, edges: 420, checks: 430, halo: 415, chosen: 440, labels: 620 };
    for (const [name, order] of Object.entries(panes)) map.createPane(name).style.zIndex = order;
    map.getPane("labels").style.pointerEvents = "none";
    atlas.paths = zoneAreas;
    for (const layer of data.layers) {
      const options = { ...atlas.layerStyle(layer.style), radius: layer.style.radius };
      for (const feature of layer.features) {
        if (feature.geometry) atlas.drawGeometry(groups[layer.id], feature.geometry, options, { type: "feature", layer: layer.id, key: feature.key });
      }
    }
    for (const zone of data.zones) if (zone.geometry) drawZone(groups[zone.kind], zone);
  };

  // Layers switched on again land on top: put each layer back above those before it, and the small zones above the big ones
  // (data.zones is big to small).
  atlas.restack = (data) => {
    for (const layer of data.layers) if (atlas.shown.has(layer.id)) atlas.groups[layer.id].eachLayer((path) => path.bringToFront());
    for (const zone of data.zones) {
      const drawn = zoneAreas.get(zone.id);
      if (drawn) drawn.eachLayer((path) => { if (atlas.map.hasLayer(path)) path.bringToFront(); });
    }
  };

  // What is selected: a yellow line rimmed in black below the edges, so that these still tell solid from dashed.
  let outline = null;
  atlas.outline = (geometry) => {
    if (outline) outline.remove();
    outline = null;
    if (!geometry) return;
    const draw = (color, weight) => L.geoJSON(geometry, { style: { pane: "halo", interactive: false, fill: false, color, weight, opacity: 0.95 }, pane: "halo", interactive: false,
      pointToLayer: (_, at) => L.circleMarker(at, { pane: "chosen", interactive: false, fill: false, color, weight: weight / 2, radius: 10 }) });
    outline = L.featureGroup([draw("#111", 9), draw("#ffd84d", 6)]).addTo(atlas.map);
  };

  // How much of the map's edges is taken by what lies over it: [left, top, right, bottom] in pixels.
  function covered() {
    const narrow = atlas.narrow();
    const sheet = narrow && document.body.classList.contains("details-open") ? Math.min(document.querySelector("aside.details").offsetHeight, window.innerHeight * 0.45) : 0;
    return [narrow ? 4 : 24, narrow ? 70 : 24, narrow ? 4 : 24, sheet ? sheet + 48 : 34];
  }

  // Show bounds beside whatever panel lies over the map.
  atlas.showBounds = (bounds, maxZoom) => {
    const [left, top, right, bottom] = covered();
    atlas.map.fitBounds(bounds, { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom], maxZoom: maxZoom || 14.5, animate: false });
  };

  // Move the map no farther than needed to show bounds beside the panels; where they do not fit, the place `at`.
  atlas.reveal = (bounds, at) => {
    const { map } = atlas;
    const [left, top, right, bottom] = covered();
    const size = map.getSize();
    const free = L.bounds([left, top], [Math.max(size.x - right, left + 1), Math.max(size.y - bottom, top + 1)]);
    const spot = at ? map.latLngToContainerPoint(at) : null;
    const box = bounds && L.bounds(map.latLngToContainerPoint(bounds.getNorthWest()), map.latLngToContainerPoint(bounds.getSouthEast()));
    const fits = box && box.getSize().x <= free.getSize().x && box.getSize().y <= free.getSize().y;
    const shown = fits ? box : spot ? L.bounds(spot.subtract([12, 12]), spot.add([12, 12])) : box && L.bounds(box.getCenter(), box.getCenter());
    if (!shown) return;
    const off = (axis) => Math.max(shown.max[axis] - free.max[axis], 0) || Math.min(shown.min[axis] - free.min[axis], 0);
    if (off("x") || off("y")) map.panBy([off("x"), off("y")], { animate: false });
  };
})((window.zoneatlas = window.zoneatlas || {}));
