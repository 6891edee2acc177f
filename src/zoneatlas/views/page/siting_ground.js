// The ground a siting rule holds in, seen from one point: which edges decide, how far and how accurate they are. The same
// as zoneatlas.answers.site_ground. A condition is {key, signed_m, deciding_m, accuracy_m, zone}; a tree is a condition or
// {kind: all | any | not, parts}.
(function (atlas) {
  "use strict";

  const NO_ACCURACY_M = 1e-6;
  const shapes = new Map();
  const added = new Map();

  const holdsDrawn = (condition) => atlas.isNegative(condition.signed_m);
  const certain = (condition) => condition.accuracy_m === null || Math.abs(condition.deciding_m) >= condition.accuracy_m;
  const ratio = (condition) => condition.deciding_m / Math.max(condition.accuracy_m || 0, NO_ACCURACY_M);
  const first = (list, less) => list.reduce((best, one) => (less(one, best) ? one : best));

  // Whether a tree holds as drawn, but for the conditions whose keys are turned round.
  function holds(tree, turned) {
    if (!tree.kind) return holdsDrawn(tree) !== Boolean(turned && turned.has(tree.key));
    if (tree.kind === "all") return tree.parts.every((part) => holds(part, turned));
    if (tree.kind === "any") return tree.parts.some((part) => holds(part, turned));
    return !holds(tree.parts[0], turned);
  }

  const conditions = (tree) => (tree.kind ? tree.parts.flatMap(conditions) : [tree]);

  function decided(tree) {
    if (!tree.kind) return { condition: tree, sign: 1 };
    const parts = tree.parts.map(decided).filter(Boolean);
    if (!parts.length) return null;
    if (tree.kind === "not") return { condition: parts[0].condition, sign: -parts[0].sign };
    const weight = (one) => ratio(one.condition) * one.sign;
    return first(parts, tree.kind === "all" ? (a, b) => weight(a) > weight(b) : (a, b) => weight(a) < weight(b));
  }

  // The condition whose edge decides whether a tree holds, signed for the whole tree; null without any.
  function deciding(tree) {
    const found = decided(tree);
    if (!found || found.sign > 0) return found && found.condition;
    return { ...found.condition, signed_m: -found.condition.signed_m, deciding_m: -found.condition.deciding_m };
  }

  function anyOf(found) {
    const known = found.filter(Boolean);
    let kept = known.filter((one) => holdsDrawn(one) || !certain(one));
    if (!kept.length && known.length) kept = [first(known, (a, b) => ratio(a) < ratio(b))];
    return kept.length === 1 ? kept[0] : { kind: "any", parts: kept };
  }

  function keep(kept, key, make) {
    if (!kept.has(key)) kept.set(key, make());
    return kept.get(key);
  }

  // A layer of the map, or one that only the rules need.
  const layerOf = (id) => atlas.layerById.get(id) || keep(added, id, () => {
    const layer = atlas.data.siting.layers.find((one) => one.id === id);
    for (const feature of layer.features) feature.geometry = atlas.unpack(feature.geometry);
    return layer;
  });

  // The shape of a feature, and how far around it counts as the thing itself; `closed` takes a line for what it encloses.
  const featureShape = (layerId, place, closed) => keep(shapes, `${closed} ${place} ${layerId}`, () => {
    const layer = layerOf(layerId);
    const feature = layer.features[place];
    const said = { ...layer.usual, ...feature.facts };
    const told = (atlas.data.siting.edges[layerId] || {})[place];
    const stated = typeof said.accuracy_m === "number" ? said.accuracy_m : layer.accuracy_m;
    const one = told !== undefined ? told : "edge_m" in feature ? feature.edge_m : stated;
    const shape = atlas.shapeOf(feature.geometry, Array.isArray(told) ? told : feature.edge_runs, one, closed);
    if (!closed && !/Polygon$/.test(feature.geometry.type)) shape.polygons = [];
    return { shape, radius_m: feature.geometry.type === "Point" && typeof said.radius_m === "number" ? said.radius_m : 0 };
  });

  const linesKey = ([lon1, lat1, lon2, lat2]) => (lon1 < lon2 || (lon1 === lon2 && lat1 <= lat2) ? [lon1, lat1, lon2, lat2] : [lon2, lat2, lon1, lat1]).join();

  // All areas of a layer together: the edges that only one of them has are its edge.
  const outlineShape = ([layerId, accuracy]) => keep(shapes, `outline ${layerId}`, () => {
    const areas = layerOf(layerId).features.map((feature, place) => ({ geometry: feature.geometry, runs: Array.isArray(accuracy) ? accuracy[place] : null }))
      .filter((one) => one.geometry).map((one) => atlas.shapeOf(one.geometry, one.runs, accuracy, true)).filter((shape) => shape.polygons.length);
    const seen = new Map();
    for (const { edges } of areas) for (const edge of [...edges.values()].flat()) seen.set(linesKey(edge), (seen.get(linesKey(edge)) || 0) + 1);
    const outer = new Map();
    for (const { edges } of areas) {
      for (const [value, group] of edges) outer.set(value, [...(outer.get(value) || []), ...group.filter((edge) => seen.get(linesKey(edge)) === 1)]);
    }
    for (const [value, group] of outer) if (!group.length) outer.delete(value);
    return { polygons: areas.flatMap((shape) => shape.polygons), edges: outer };
  });

  // A condition on an edge, or on the line at a distance from it.
  function condition(key, edge, withinM, zone) {
    const common = { key, accuracy_m: edge.accuracy_m, zone: zone || null };
    if (typeof withinM !== "number") return { ...common, signed_m: edge.distance_m, deciding_m: edge.deciding_m };
    return { ...common, signed_m: edge.distance_m - withinM, deciding_m: edge.distance_m - withinM };
  }

  // One point of the plan (WGS 84 degrees); each distance is measured once.
  function lookout(lon, lat) {
    const known = new Map();

    function feature(layerId, place, withinM) {
      return keep(known, `feature ${place} ${withinM} ${layerId}`, () => {
        const { shape, radius_m: radiusM } = featureShape(layerId, place, false);
        const edge = atlas.toEdge(shape, lon, lat);
        if (radiusM) edge.distance_m = edge.deciding_m = edge.distance_m - radiusM;
        return condition(`feature ${place} ${withinM} ${layerId}`, edge, withinM);
      });
    }

    const ring = (layerId, place) => keep(known, `ring ${place}`, () => condition(`ring ${place}`, atlas.toEdge(featureShape(layerId, place, true).shape, lon, lat)));

    const zone = (one) => (one.geometry ? keep(known, one, () => condition(`zone ${one.id}`, atlas.toEdge(atlas.zoneShape(one), lon, lat), null, one.id)) : null);

    // The ground of a rule as a tree; `own` are the zones that count as the industry's own designation.
    function tree([kind, ...parts], own) {
      if (kind === "own") return anyOf(own.map(zone));
      if (kind === "zones") return anyOf(parts.map((id) => atlas.zoneById.get(id)).filter(Boolean).map(zone));
      if (kind === "ring") return ring(parts[0], parts[1]);
      if (kind === "of") return anyOf(parts[1].map((place) => feature(parts[0], place, parts[2])));
      return { kind, parts: parts.map((part) => tree(part, own)) };
    }

    function outline() {
      const drawn = atlas.data.siting.outline;
      return drawn && condition("outline", atlas.toEdge(outlineShape(drawn), lon, lat));
    }

    return { zone, tree, outline };
  }

  atlas.sitingGround = { lookout, holds, holdsDrawn, certain, ratio, conditions, deciding };
})((window.zoneatlas = window.zoneatlas || {}));
