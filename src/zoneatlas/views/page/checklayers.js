// Layers about the plan itself: overlaps by class, districts without a zone, anchors outside, findings of the checks.
(function (atlas) {
  "use strict";

  // Colours that differ for the colour-blind too, each with its own dash.
  const OVERLAPS = {
    declared: { colour: "#0072b2", dash: "" }, undeclared: { colour: "#b1410a", dash: "8 3" }, "unmatched-vertex": { colour: "#8a5a83", dash: "2 3" },
    chord: { colour: "#555555", dash: "1 4" }, rounding: { colour: "#555555", dash: "4 4" },
  };
  const SEVERITY = { error: "#b00020", warning: "#8a5a00", info: "#0b63c5", accepted: "#6b7280" };
  const WORST = ["error", "warning", "info", "accepted"];
  const weightOf = (finding) => (finding.accepted ? "accepted" : finding.severity);

  const worstOf = (found) => WORST.find((name) => found.some((finding) => weightOf(finding) === name)) || "info";

  const overlapStyle = (name) => ({ color: OVERLAPS[name].colour, weight: 2, dashArray: OVERLAPS[name].dash || null, opacity: 1,
    fillColor: atlas.fillOf(name === "declared" ? "level" : "grid", OVERLAPS[name].colour), fillOpacity: 0.8, pane: "checks", radius: 5 });

  function drawOverlaps(groups) {
    for (const pair of atlas.data.overlaps) {
      const group = groups[`overlap:${pair.class}`];
      if (group && pair.geometry) atlas.drawGeometry(group, pair.geometry, overlapStyle(pair.class), { type: "overlap", key: pair.zones.join("+") });
    }
  }

  const uncoveredStyle = () => ({ color: "#555", weight: 2, dashArray: "3 3", opacity: 1, fillColor: atlas.fillOf("falling", "#555555"), fillOpacity: 0.8, pane: "reference" });

  const emptyDistricts = () => atlas.data.coverage.filter((row) => !row.zones.length);

  function drawUncovered(group) {
    const layer = atlas.roleLayer("districts");
    for (const row of layer ? emptyDistricts() : []) {
      const feature = layer.features.find((one) => one.name[0] === row.name[0] && one.name[1] === row.name[1]);
      if (feature && feature.geometry) atlas.drawGeometry(group, feature.geometry, uncoveredStyle(), { type: "feature", layer: layer.id, key: feature.key });
    }
  }

  const outsiders = () => atlas.data.zones.flatMap((zone) => zone.anchors.filter((anchor) => anchor.outside_m).map((anchor) => ({ zone, anchor })));

  function drawAnchors(group) {
    for (const { zone, anchor } of outsiders()) {
      const feature = atlas.layerById.get(anchor.layer).features[anchor.feature];
      const [lon, lat] = feature.geometry.coordinates;
      group.addLayer(L.polyline([[lat, lon], [zone.label_at[1], zone.label_at[0]]], { pane: "checks", color: "#b1410a", weight: 1.5, dashArray: "2 4", interactive: false }));
      atlas.drawGeometry(group, feature.geometry, { pane: "checks", radius: 6, color: "#7a2c05", weight: 2, fillColor: "#ffb38a", fillOpacity: 1 }, { type: "feature", layer: anchor.layer, key: feature.key });
    }
  }

  const spots = new Map();

  // Findings at the place with that key.
  atlas.findingsAt = (key) => spots.get(key) || [];

  atlas.findingSpots = () => [...spots.values()].map((found) => found[0].at);

  // What the place of a finding is called; empty where it has none.
  atlas.findingKey = (finding) => (finding.at ? finding.at.map((value) => value.toFixed(5)).join(",") : "");

  function gatherFindings() {
    for (const finding of atlas.data.checked ? atlas.data.checked.findings : []) {
      const key = atlas.findingKey(finding);
      if (key) spots.set(key, [...(spots.get(key) || []), finding]);
    }
  }

  function drawFindings(group) {
    for (const [key, found] of spots) {
      const options = { pane: "checks", radius: 6 + Math.min(found.length, 4), color: "#fff", weight: 2, fillColor: SEVERITY[worstOf(found)], fillOpacity: 0.95 };
      atlas.drawGeometry(group, { type: "Point", coordinates: found[0].at }, options, { type: "finding", key });
    }
  }

  // How the marks of findings look that are on the map, the worst first: {title, style}.
  const findingLooks = () => WORST.filter((name) => [...spots.values()].some((found) => worstOf(found) === name))
    .map((name) => ({ title: name === "accepted" ? atlas.word("accepted") : atlas.term(name), style: { colour: "#fff", weight: 1, fill: SEVERITY[name], radius: 5 } }));
  atlas.findingLooks = findingLooks;

  const overlapRow = (name) => ({ id: `overlap:${name}`, titled: () => atlas.capital(atlas.term(name)), shape: "area", count: atlas.data.overlaps.filter((pair) => pair.class === name).length,
    style: { colour: OVERLAPS[name].colour, weight: 2, dash: OVERLAPS[name].dash, fill: atlas.fillOf(name === "declared" ? "level" : "grid", OVERLAPS[name].colour), fill_opacity: 0.8 } });

  // The rows of the panel about these layers: id, title, count, how it looks.
  atlas.checkRows = () => [
    ...Object.keys(OVERLAPS).filter((name) => `overlap:${name}` in atlas.groups).map(overlapRow),
    { id: "uncovered", titled: () => atlas.word("uncovered"), shape: "area", count: emptyDistricts().length, style: { colour: "#555", weight: 2, dash: "3 3", fill: atlas.fillOf("falling", "#555555"), fill_opacity: 0.8 } },
    { id: "anchors-outside", titled: () => atlas.word("anchors_outside"), shape: "point", count: outsiders().length, style: { colour: "#7a2c05", weight: 2, fill: "#ffb38a", radius: 5 } },
    { id: "findings", titled: () => atlas.word("findings"), shape: "point", count: [...spots.values()].flat().length, style: (findingLooks()[0] || { style: { colour: "#fff", weight: 1, fill: SEVERITY.accepted, radius: 5 } }).style },
  ];

  atlas.startCheckLayers = (groups) => {
    gatherFindings();
    const draw = {
      uncovered: () => drawUncovered(groups.uncovered), "anchors-outside": () => drawAnchors(groups["anchors-outside"]), findings: () => drawFindings(groups.findings),
    };
    let overlapsDrawn = false;
    // Drawn when first switched on: most readers never look.
    atlas.beforeShow = (id) => {
      if (id.startsWith("overlap:") && !overlapsDrawn) {
        overlapsDrawn = true;
        drawOverlaps(groups);
      } else if (Object.hasOwn(draw, id)) {
        draw[id]();
        delete draw[id];
      }
    };
  };
})((window.zoneatlas = window.zoneatlas || {}));
