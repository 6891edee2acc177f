// Judges a picture of the map by region, against the embedded data: is each zone tinted in its colour, is each edge and each
// line of the base map there, does each label hold dark ink, is the land around the plan bare? Returns what is amiss.
async (encoded) => {
  const z = zoneatlas;
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))]));
  const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  pen.drawImage(bitmap, 0, 0);
  const { data, width, height } = pen.getImageData(0, 0, bitmap.width, bitmap.height);
  const at = (x, y) => { const i = 4 * (Math.round(y) * width + Math.round(x)); return [data[i], data[i + 1], data[i + 2]]; };
  const off = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  const rgb = (hex) => [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16));
  const whole = (hex) => (hex.length === 4 ? `#${[...hex.slice(1)].map((digit) => digit + digit).join("")}` : hex);
  const point = ([lon, lat]) => z.map.latLngToContainerPoint([lat, lon]);
  const clear = (p) => { // in the picture, and no control, label or panel over it
    if (!(p.x > 4 && p.y > 4 && p.x < width - 5 && p.y < height - 5)) return false;
    const box = z.map.getContainer().getBoundingClientRect();
    const over = document.elementFromPoint(p.x + box.left, p.y + box.top);
    return Boolean(over) && z.map.getContainer().contains(over) && !over.closest(".leaflet-control") && !labels.some((one) => p.x > one.left - box.left - 2
      && p.x < one.right - box.left + 2 && p.y > one.top - box.top - 2 && p.y < one.bottom - box.top + 2);
  };
  const labels = [...document.querySelectorAll(".label")].map((one) => one.getBoundingClientRect());
  const along = (line) => { // points every 7 pixels along a line
    const found = [];
    const points = line.map(point);
    for (let i = 1; i < points.length; i++) {
      const [a, b] = [points[i - 1], points[i]];
      const steps = Math.min(Math.ceil(a.distanceTo(b) / 7), 400);
      for (let k = 0; k < steps; k++) found.push(L.point(a.x + ((b.x - a.x) * k) / steps, a.y + ((b.y - a.y) * k) / steps));
    }
    return found.filter(clear);
  };
  const near = (p, colour) => { // the nearest any pixel around comes to a colour
    let best = Infinity;
    for (let dx = -2; dx <= 2; dx++) for (let dy = -2; dy <= 2; dy++) best = Math.min(best, off(at(p.x + dx, p.y + dy), colour));
    return best;
  };
  const faults = [];
  const line = (name, geometry, colour, least, within) => { // small stretches are not judged
    const found = z.linesOf(geometry).flatMap(along);
    if (found.length < 80) return;
    const share = found.filter((p) => near(p, rgb(whole(colour))) < within).length / found.length;
    if (share < least) faults.push(`${name}: ${share.toFixed(2)} of the line`);
  };
  const inside = (rings, p) => rings.reduce((odd, ring) => {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1], ring[i]];
      if (a.y > p.y !== b.y > p.y && p.x < a.x + ((p.y - a.y) / (b.y - a.y)) * (b.x - a.x)) odd = !odd;
    }
    return odd;
  }, false);
  const LAND = [246, 246, 242];
  const zones = z.data.zones.filter((one) => one.geometry).map((zone) => ({ zone, parts: z.partsOf(zone.geometry).map((part) => part.coordinates.map((ring) => ring.map(point))) }));
  zones.forEach(({ zone, parts }, place) => {
    line(`edge of ${zone.id}`, zone.geometry, zone.colour, 0.3, 60);
    const tints = [];
    for (const rings of parts) {
      const xs = rings[0].map((p) => p.x);
      const ys = rings[0].map((p) => p.y);
      for (let x = Math.max(Math.min(...xs), 5); x < Math.min(Math.max(...xs), width - 5); x += 3) {
        for (let y = Math.max(Math.min(...ys), 5); y < Math.min(Math.max(...ys), height - 5); y += 5) {
          const p = L.point(x, y);
          const alone = inside(rings, p) && !zones.some((other, rank) => rank !== place && other.parts.some((ring) => inside(ring, p)));
          if (alone && near(p, rgb(zone.colour)) > 20 && clear(p)) tints.push(at(x, y));
        }
      }
    }
    if (tints.length < 40) return;
    const mean = [0, 1, 2].map((k) => tints.reduce((sum, one) => sum + one[k], 0) / tints.length);
    const tint = mean.map((value, k) => LAND[k] - value);
    const full = rgb(zone.colour).map((value, k) => LAND[k] - value);
    const size = (one) => Math.hypot(...one);
    const alike = tint.reduce((sum, value, k) => sum + value * full[k], 0) / (size(tint) * size(full) || 1);
    if (alike < 0.93 || size(tint) < 0.12 * size(full)) faults.push(`fill of ${zone.id}: ${mean.map(Math.round)}, alike ${alike.toFixed(2)}`);
  });
  for (const layer of z.data.layers) {
    if (!layer.show) continue;
    const all = { type: "GeometryCollection", geometries: layer.features.map((one) => one.geometry).filter((one) => one && one.type !== "Point") };
    line(`layer ${layer.id}`, all, layer.style.colour, 0.6, 60);
  }
  const box = z.map.getContainer().getBoundingClientRect();
  for (const element of document.querySelectorAll(".label")) {
    const b = element.getBoundingClientRect();
    if (b.left < box.left || b.top < box.top || b.right > box.right || b.bottom > box.bottom) continue;
    const ink = getComputedStyle(element).color.match(/\d+/g).map(Number);
    let inked = 0;
    let all = 0;
    for (let x = b.left - box.left; x < b.right - box.left; x += 1) for (let y = b.top - box.top; y < b.bottom - box.top; y += 1, all++) inked += off(at(x, y), ink) < 110;
    if (inked < 0.06 * all) faults.push(`label ${element.textContent}: ${(inked / all).toFixed(2)}`);
  }
  const seen = z.map.getBounds();
  const there = zones.filter(({ zone }) => seen.contains([zone.label_at[1], zone.label_at[0]])).length;
  const written = document.querySelectorAll(".label.zone").length;
  if (written < Math.min(3, there)) faults.push(`labels: ${written} of ${there} zones`);
  const corner = [[6, height / 3], [width - 7, height / 3], [width / 2, 100], [width / 2, height - 45]].map(([x, y]) => L.point(x, y));
  const plan = z.boundsOf({ type: "GeometryCollection", geometries: z.roleLayer("districts").features.map((one) => one.geometry) });
  for (const p of corner) if (!plan.contains(z.map.containerPointToLatLng(p)) && off(at(p.x, p.y), [238, 241, 243]) > 8) faults.push(`land around: ${at(p.x, p.y)}`);
  return faults;
}
