// Where a point lies: zones, districts, regions, rings, each with how sure that is. The same rules as zoneatlas.answers.
(function (atlas) {
  "use strict";

  const SLACK = 1.01;
  const SLACK_M = 1;

  const linesOf = (geometry) => ({
    Point: (c) => [[c, c]], MultiPoint: (c) => c.map((at) => [at, at]), LineString: (c) => [c], MultiLineString: (c) => c,
    Polygon: (c) => c, MultiPolygon: (c) => c.flat(),
  })[geometry.type];

  atlas.linesOf = (geometry) => {
    if (!geometry) return [];
    if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(atlas.linesOf);
    return linesOf(geometry)(geometry.coordinates);
  };

  // Polygons of a geometry; a closed line counts as one where `closed` says so.
  function polygonsOf(geometry, closed) {
    if (!geometry) return [];
    if (geometry.type === "Polygon") return [geometry.coordinates];
    if (geometry.type === "MultiPolygon") return geometry.coordinates;
    if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap((part) => polygonsOf(part, closed));
    const line = geometry.coordinates;
    if (!closed || geometry.type !== "LineString" || line.length < 4) return [];
    const [first, last] = [line[0], line[line.length - 1]];
    return first[0] === last[0] && first[1] === last[1] ? [[line]] : [];
  }

  // A double as a whole number of 2^-1074, so that sums and products are exact.
  const bits = new DataView(new ArrayBuffer(8));
  function whole(number) {
    bits.setFloat64(0, number);
    const word = bits.getBigUint64(0);
    const exponent = (word >> 52n) & 0x7ffn;
    const size = ((word & 0xfffffffffffffn) | (exponent ? 0x10000000000000n : 0n)) << (exponent ? exponent - 1n : 0n);
    return word >> 63n ? -size : size;
  }

  // Above 0 where the third position lies to the left of the way from the first to the second, 0 on the line. In doubles
  // where rounding cannot change the sign (Shewchuk 1997, ccwerrboundA), else in whole numbers.
  const TURN_ERROR = (3 + 16 * 2 ** -53) * 2 ** -53;
  function side([lon1, lat1], [lon2, lat2], lon, lat) {
    const left = (lon1 - lon) * (lat2 - lat);
    const right = (lat1 - lat) * (lon2 - lon);
    if (Math.abs(left - right) > TURN_ERROR * (Math.abs(left) + Math.abs(right))) return left - right;
    const [x, y] = [whole(lon), whole(lat)];
    const turn = (whole(lon1) - x) * (whole(lat2) - y) - (whole(lat1) - y) * (whole(lon2) - x);
    return turn > 0n ? 1 : turn < 0n ? -1 : 0;
  }

  // Whether rings hold a point, exactly; a point on an edge lies inside.
  function covers(rings, lon, lat) {
    let inside = false;
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i++) {
        const [lon1, lat1] = ring[i - 1];
        const [lon2, lat2] = ring[i];
        if (lat1 > lat === lat2 > lat) {
          if (Math.max(lat1, lat2) !== lat) continue;
          if (lat1 === lat2 && Math.min(lon1, lon2) <= lon && lon <= Math.max(lon1, lon2)) return true;
          if ((lat1 === lat && lon1 === lon) || (lat2 === lat && lon2 === lon)) return true;
        } else if (lon < lon1 && lon < lon2) {
          inside = !inside;
        } else if (lon <= lon1 || lon <= lon2) {
          const turn = side(ring[i - 1], ring[i], lon, lat);
          if (turn === 0) return true;
          if (turn > 0 === lat2 > lat1) inside = !inside;
        }
      }
    }
    return inside;
  }

  atlas.isNegative = (number) => number < 0 || Object.is(number, -0);

  // Edges [lon1, lat1, lon2, lat2] by accuracy; runs are [count, …, accuracy] along each line, or one figure for all.
  function edgesByAccuracy(geometry, runs, accuracy) {
    const groups = new Map();
    atlas.linesOf(geometry).forEach((line, number) => {
      let run = 0;
      let left = runs && runs[number] && runs[number].length ? runs[number][0][0] : Infinity;
      for (let i = 1; i < line.length; i++) {
        while (left <= 0 && run + 1 < runs[number].length) left = runs[number][++run][0];
        left -= 1;
        const value = runs && runs[number] && runs[number].length ? runs[number][run].at(-1) : accuracy;
        if (!groups.has(value)) groups.set(value, []);
        groups.get(value).push([line[i - 1][0], line[i - 1][1], line[i][0], line[i][1]]);
      }
    });
    return groups;
  }

  // The distance in a plane about the point, in which a degree of longitude is as long as halfway to the edge.
  function flatM(lon, lat, scale, edge) {
    const y1d = edge[1] - lat;
    const y2d = edge[3] - lat;
    const x = scale.x + scale.bend * (y1d + y2d);
    const x1 = (edge[0] - lon) * x;
    const y1 = y1d * scale.y;
    const dx = (edge[2] - lon) * x - x1;
    const dy = y2d * scale.y - y1;
    const length2 = dx * dx + dy * dy;
    if (length2 === 0) return Math.hypot(x1, y1);
    const along = Math.max(0, Math.min(1, -(x1 * dx + y1 * dy) / length2));
    return Math.hypot(x1 + along * dx, y1 + along * dy);
  }

  function exactM(lon, lat, [lon1, lat1, lon2, lat2]) {
    let along = 0.5;
    for (let step = 0; step < 4; step++) {
      const [xM, yM] = atlas.metresPerDegree((lat + lat1 + along * (lat2 - lat1)) / 2);
      const dx = (lon2 - lon1) * xM;
      const dy = (lat2 - lat1) * yM;
      const length2 = dx * dx + dy * dy;
      if (length2 === 0) return atlas.distanceM([lon, lat], [lon1, lat1]);
      along = Math.max(0, Math.min(1, ((lon - lon1) * xM * dx + (lat - lat1) * yM * dy) / length2));
    }
    return atlas.distanceM([lon, lat], [lon1 + along * (lon2 - lon1), lat1 + along * (lat2 - lat1)]);
  }

  function nearestM(edges, lon, lat) {
    const [x, y] = atlas.metresPerDegree(lat);
    const steep = Math.tan((Math.max(-89, Math.min(89, lat)) * Math.PI) / 180);
    const scale = { x, y, bend: (-x * steep * (Math.PI / 180)) / 4 };
    let best = Infinity;
    const near = [];
    for (const edge of edges) {
      const away = flatM(lon, lat, scale, edge);
      if (away <= best * SLACK + SLACK_M) {
        near.push([away, edge]);
        best = Math.min(best, away);
      }
    }
    let exact = Infinity;
    for (const [away, edge] of near) if (away <= best * SLACK + SLACK_M) exact = Math.min(exact, exactM(lon, lat, edge));
    return exact;
  }

  // A shape to ask: polygons and edges by accuracy.
  atlas.shapeOf = (geometry, runs, accuracy, closed) => ({ polygons: polygonsOf(geometry, closed), edges: edgesByAccuracy(geometry, runs, accuracy) });

  // Distance to the nearest edge (negative inside), and to the one that decides whether the side is certain.
  atlas.toEdge = (shape, lon, lat) => {
    const sign = shape.polygons.some((rings) => covers(rings, lon, lat)) ? -1 : 1;
    const found = [...shape.edges].map(([accuracy, edges]) => ({ away: nearestM(edges, lon, lat), accuracy }));
    const slack = (one) => one.away - (one.accuracy || 0);
    const least = (list) => list.reduce((a, b) => (slack(b) < slack(a) ? b : a));
    const nearest = Math.min(...found.map((one) => one.away));
    if (!found.length || nearest === Infinity) return { distance_m: Infinity, deciding_m: Infinity, accuracy_m: null, inside: false, certain: true };
    let best = least(found.filter((one) => one.away === nearest));
    if (slack(best) >= 0) best = least([best, ...found.filter((one) => slack(one) < 0)]);
    return { distance_m: sign * nearest, deciding_m: sign * best.away, accuracy_m: best.accuracy, inside: sign < 0,
      certain: best.accuracy === null || best.away >= best.accuracy };
  };

  const kept = new Map();
  const keep = (key, make) => {
    if (!kept.has(key)) kept.set(key, make());
    return kept.get(key);
  };

  atlas.zoneShape = (zone) => keep(zone, () => atlas.shapeOf(zone.geometry, zone.edges, zone.accuracy_m, false));

  const featureShape = (feature, closed) => keep(feature, () =>
    atlas.shapeOf(feature.geometry, feature.edge_runs, "edge_m" in feature ? feature.edge_m : feature.layer.accuracy_m, closed));

  // All areas of a layer together: the edges that only one of them has are its edge.
  atlas.outlineShape = (layer) => keep(layer, () => {
    const shapes = layer.features.filter((feature) => feature.geometry).map((feature) => featureShape(feature, false));
    const key = (e) => (e[0] < e[2] || (e[0] === e[2] && e[1] <= e[3]) ? e.join() : [e[2], e[3], e[0], e[1]].join());
    const seen = new Map();
    for (const shape of shapes) for (const edges of shape.edges.values()) for (const edge of edges) seen.set(key(edge), (seen.get(key(edge)) || 0) + 1);
    const groups = new Map();
    for (const shape of shapes) {
      for (const [accuracy, edges] of shape.edges) {
        const outer = edges.filter((edge) => seen.get(key(edge)) === 1);
        if (outer.length) groups.set(accuracy, [...(groups.get(accuracy) || []), ...outer]);
      }
    }
    return { polygons: shapes.flatMap((shape) => shape.polygons), edges: groups };
  });

  function areasAt(role, lon, lat) {
    const layer = atlas.roleLayer(role);
    const found = layer ? layer.features.filter((feature) => feature.geometry).map((feature) => ({ feature, ...atlas.toEdge(featureShape(feature, false), lon, lat) })) : [];
    return found.filter((one) => one.inside || !one.certain).sort((a, b) => a.distance_m - b.distance_m);
  }

  function ringsAt(lon, lat) {
    const layer = atlas.roleLayer("rings");
    const number = (feature) => ({ ...layer.usual, ...feature.facts }).ring;
    const rings = (layer ? layer.features : []).filter((feature) => typeof number(feature) === "number" && polygonsOf(feature.geometry, true).length)
      .sort((a, b) => number(a) - number(b)).map((feature) => ({ feature, number: number(feature), ...atlas.toEdge(featureShape(feature, true), lon, lat) }));
    if (!rings.length) return null;
    const first = rings.findIndex((ring) => ring.inside);
    const outer = first < 0 ? null : rings[first];
    const inner = first < 0 ? rings[rings.length - 1] : first ? rings[first - 1] : null;
    const interval = outer ? (inner ? `${inner.number}-${outer.number}` : `inside ${outer.number}`) : `outside ${inner.number}`;
    const margin = (ring) => Math.abs(ring.deciding_m) - (ring.accuracy_m || 0);
    return { interval, inner, outer, rings, certain: rings.every((ring) => ring.certain), deciding: rings.reduce((a, b) => (margin(b) < margin(a) ? b : a)) };
  }

  // Everything the page knows of a place (WGS 84 degrees).
  atlas.situation = (lon, lat) => {
    const outlineLayer = atlas.roleLayer("outline") || atlas.roleLayer("districts");
    const outline = outlineLayer ? atlas.toEdge(atlas.outlineShape(outlineLayer), lon, lat) : null;
    return {
      lon, lat,
      zones: atlas.planOrder.filter((zone) => zone.geometry).map((zone) => ({ zone, ...atlas.toEdge(atlas.zoneShape(zone), lon, lat) })),
      districts: areasAt("districts", lon, lat), regions: areasAt("regions", lon, lat), rings: ringsAt(lon, lat),
      outside: outline !== null && !outline.inside, outline,
    };
  };
})((window.zoneatlas = window.zoneatlas || {}));
