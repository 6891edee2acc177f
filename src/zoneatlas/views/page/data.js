// The embedded data: geometry unpacked to GeoJSON, everything found by its id.
(function (atlas) {
  "use strict";

  const PER_DEGREE = 1e6;

  const position = (pair) => [pair[0] / PER_DEGREE, pair[1] / PER_DEGREE];

  function line(steps) {
    const found = [];
    let x = 0;
    let y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      found.push([x / PER_DEGREE, y / PER_DEGREE]);
    }
    return found;
  }

  const READ = {
    Point: position, MultiPoint: line, LineString: line, MultiLineString: (lines) => lines.map(line),
    Polygon: (rings) => rings.map(line), MultiPolygon: (polygons) => polygons.map((rings) => rings.map(line)),
  };

  // [type, coordinates] as the page holds them, back to GeoJSON; numbers are those of the plan's files.
  atlas.unpack = (packed) => {
    if (!packed) return null;
    const [type, found] = packed;
    if (type === "GeometryCollection") return { type, geometries: found.map(atlas.unpack) };
    return { type, coordinates: READ[type](found) };
  };

  function unpackRow(row) {
    row.geometry = atlas.unpack(row.geometry);
    if (row.label_at) row.label_at = position(row.label_at);
  }

  // What a feature is called in addresses: its name, with a number where several of its layer share it.
  function nameFeatures(layer) {
    const seen = new Map();
    layer.features.forEach((feature, index) => {
      unpackRow(feature);
      const name = feature.name[0] || feature.name[1] || String(index);
      const count = (seen.get(name) || 0) + 1;
      seen.set(name, count);
      feature.key = count > 1 ? `${name}~${count}` : name;
      feature.layer = layer;
    });
  }

  atlas.readData = () => {
    const data = JSON.parse(document.getElementById("plan-data").textContent);
    // Looked up by what the plan's files say: nothing but the plan's own keys may answer.
    for (const key of ["roles", "vocabulary", "districts", "terms", "sources"]) Object.setPrototypeOf(data[key], null);
    if (data.siting) Object.setPrototypeOf(data.siting.edges, null);
    data.zones.forEach(unpackRow);
    data.allLayers = [...data.layers, ...data.quiet];
    data.allLayers.forEach(nameFeatures);
    for (const pair of data.overlaps) pair.geometry = atlas.unpack(pair.geometry);
    for (const finding of data.checked ? data.checked.findings : []) if (finding.at) finding.at = position(finding.at);
    atlas.data = data;
    atlas.zoneById = new Map(data.zones.map((zone) => [zone.id, zone]));
    atlas.layerById = new Map(data.allLayers.map((layer) => [layer.id, layer]));
    atlas.kindById = new Map(data.kinds.map((kind) => [kind.id, kind]));
    atlas.planOrder = data.kinds.flatMap((kind) => kind.zones).map((id) => atlas.zoneById.get(id)).filter(Boolean);
    return data;
  };

  atlas.roleLayer = (role) => atlas.layerById.get(atlas.data.roles[role]) || null;
  atlas.term = (code) => atlas.say(atlas.data.terms[code] || [code, code]);
  atlas.districtName = (name) => atlas.say(atlas.data.districts[name] || [name, name]);
  atlas.industryName = (id) => atlas.say(atlas.data.vocabulary[id] || [id, id]);

  atlas.featureByKey = (layerId, key) => {
    const layer = atlas.layerById.get(layerId);
    return layer ? layer.features.find((feature) => feature.key === key) || null : null;
  };

  atlas.boxOf = (geometry) => {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    const walk = (item) => {
      if (typeof item[0] === "number") {
        box[0] = Math.min(box[0], item[0]);
        box[1] = Math.min(box[1], item[1]);
        box[2] = Math.max(box[2], item[0]);
        box[3] = Math.max(box[3], item[1]);
      } else item.forEach(walk);
    };
    if (geometry.type === "GeometryCollection") {
      for (const part of geometry.geometries) {
        const other = atlas.boxOf(part);
        walk([other.slice(0, 2), other.slice(2)]);
      }
    } else walk(geometry.coordinates);
    return box;
  };

  // The polygons of an area as geometries of their own.
  atlas.partsOf = (geometry) => (geometry.type === "MultiPolygon" ? geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates })) : [geometry]);

  atlas.boundsOf = (geometry) => {
    const [west, south, east, north] = atlas.boxOf(geometry);
    return L.latLngBounds([south, west], [north, east]);
  };
})((window.zoneatlas = window.zoneatlas || {}));
