// Drawing: every layer's features as Leaflet paths in the feature groups that folium made, big below small.
(function (atlas) {
  "use strict";

  const DASH = "6 4";

  atlas.zoneStyle = (zone) => ({
    color: zone.colour, weight: 0, opacity: 0.95,
    fillColor: zone.colour, fillOpacity: zone.area_km2 > 300 ? 0.14 : 0.3, pane: "zones",
  });

  atlas.layerStyle = (style) => ({
    color: style.colour, weight: style.weight, dashArray: style.dash || null, opacity: 0.9,
    fillColor: style.fill || style.colour, fillOpacity: style.fill_opacity, pane: style.base ? "base" : "reference",
  });

  function addFeature(group, geometry, options, radius, onClick) {
    const drawn = L.geoJSON(geometry, {
      style: () => options,
      pane: options.pane,
      pointToLayer: (_, at) => L.circleMarker(at, { ...options, radius: radius || 4, fillOpacity: options.fillOpacity || 0.9 }),
    });
    drawn.eachLayer((path) => {
      path.on("click", (event) => onClick(event, path));
      path.on("mouseover", () => path.setStyle({ weight: options.weight + 1.5, fillOpacity: Math.min(options.fillOpacity + 0.15, 1) }));
      path.on("mouseout", () => path.setStyle({ weight: options.weight, fillOpacity: options.fillOpacity }));
      group.addLayer(path);
    });
    return drawn;
  }

  // The lines of a zone's edge by status: its runs are [number of edges, status, accuracy] along each ring.
  function edgeLines(zone) {
    const lines = { firm: [], indicative: [] };
    const polygons = zone.geometry.type === "MultiPolygon" ? zone.geometry.coordinates : [zone.geometry.coordinates];
    polygons.flat().forEach((ring, number) => {
      let at = 0;
      for (const [count, status] of zone.edges[number] || []) {
        const run = ring.slice(at, at + count + 1).map(([lon, lat]) => [lat, lon]);
        lines[status === "indicative" ? "indicative" : "firm"].push(run);
        at += count;
      }
    });
    return lines;
  }

  function drawEdges(group, zone) {
    const lines = edgeLines(zone);
    for (const [status, runs] of Object.entries(lines)) {
      if (!runs.length) continue;
      group.addLayer(L.polyline(runs, { pane: "edges", color: zone.colour, weight: 2, opacity: 0.95, interactive: false,
        smoothFactor: 0.5, dashArray: status === "indicative" ? DASH : null }));
    }
  }

  atlas.drawAll = (map, data, groups) => {
    const panes = { base: 310, reference: 320, zones: 410, edges: 420, labels: 620 };
    for (const [name, order] of Object.entries(panes)) map.createPane(name).style.zIndex = order;
    map.getPane("labels").style.pointerEvents = "none";
    atlas.paths = new Map();
    for (const layer of data.layers) {
      for (const feature of layer.features) {
        if (!feature.geometry) continue;
        addFeature(groups[layer.id], feature.geometry, atlas.layerStyle(layer.style), layer.style.radius, (event) =>
          atlas.openFeature(map, event.latlng, layer, feature));
      }
    }
    for (const zone of data.zones) {
      if (!zone.geometry) continue;
      const drawn = addFeature(groups[zone.kind], zone.geometry, atlas.zoneStyle(zone), 6, (event) =>
        atlas.openZone(map, event.latlng, zone));
      drawEdges(groups[zone.kind], zone);
      atlas.paths.set(zone.id, drawn);
    }
  };

  atlas.flyTo = (map, zone) => {
    map.fitBounds(atlas.paths.get(zone.id).getBounds(), { padding: [40, 40], maxZoom: 15, animate: false });
    document.body.classList.remove("panel-open");
    atlas.openZone(map, L.latLng(zone.label_at[1], zone.label_at[0]), zone);
  };

  // Layers switched on again land on top: put the small zones back above the big ones (data.zones is big to small).
  atlas.restack = (data) => {
    for (const zone of data.zones) {
      const drawn = atlas.paths.get(zone.id);
      if (drawn) drawn.eachLayer((path) => { if (path._map) path.bringToFront(); });
    }
  };

  function inRing(ring, x, y) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
    return inside;
  }

  const inPolygon = (rings, x, y) => inRing(rings[0], x, y) && !rings.slice(1).some((hole) => inRing(hole, x, y));

  atlas.contains = (geometry, at) => {
    if (geometry.type === "Polygon") return inPolygon(geometry.coordinates, at.lng, at.lat);
    if (geometry.type !== "MultiPolygon") return false;
    return geometry.coordinates.some((rings) => inPolygon(rings, at.lng, at.lat));
  };
})((window.zoneatlas = window.zoneatlas || {}));
