// Labels that do not collide: zones first, then the reference layers that are on; more of them on zooming in.
(function (atlas) {
  "use strict";

  const ZONE_SIZE = 13;
  const pen = document.createElement("canvas").getContext("2d");

  function wanted(map, data, shown) {
    const zoom = map.getZoom();
    const list = [];
    for (const zone of data.zones) {
      if (zone.label_at && shown.has(zone.kind)) {
        list.push({ at: zone.label_at, text: atlas.say(zone.short), rank: zone.rank, size: ZONE_SIZE, className: "zone", colour: data.kinds.find((k) => k.id === zone.kind).ink });
      }
    }
    list.sort((a, b) => a.rank - b.rank);
    for (const layer of data.layers) {
      if (!shown.has(layer.id) || layer.label_zoom === null || zoom < layer.label_zoom) continue;
      for (const feature of layer.features) {
        const at = feature.label_at || (feature.geometry && feature.geometry.type === "Point" && feature.geometry.coordinates);
        if (at) list.push({ at, text: atlas.say(feature.name), size: 11, className: "reference", colour: layer.style.ink });
      }
    }
    return list;
  }

  const hits = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  // Places tried for a label, as shares of its size: centred, below, above, right, left.
  const TRIES = [[0, 0], [0, 1], [0, -1], [0.6, 0], [-0.6, 0], [0.55, 1], [-0.55, 1], [0.55, -1], [-0.55, -1]];

  atlas.drawLabels = (map, data, shown) => {
    const pane = map.getPane("labels");
    pane.replaceChildren();
    const view = map.getPixelBounds();
    const taken = [];
    for (const label of wanted(map, data, shown)) {
      const point = map.project([label.at[1], label.at[0]]);
      if (!view.contains(point)) continue;
      pen.font = `${label.className === "zone" ? "600 " : ""}${label.size}px sans-serif`;
      const width = pen.measureText(label.text).width + 8;
      const height = label.size + 5;
      for (const [dx, dy] of label.className === "zone" ? TRIES : TRIES.slice(0, 3)) {
        const x = point.x + dx * width;
        const y = point.y + dy * (height + 2);
        const box = { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
        if (box.left < view.min.x || box.right > view.max.x || taken.some((other) => hits(box, other))) continue;
        taken.push(box);
        const element = atlas.make("div", `label ${label.className}`, label.text);
        const at = map.latLngToLayerPoint(map.unproject([x, y]));
        element.style.color = label.colour;
        element.style.fontSize = `${label.size}px`;
        L.DomUtil.setPosition(element, at);
        pane.append(element);
        break;
      }
    }
  };
})((window.zoneatlas = window.zoneatlas || {}));
