// Where the name of a zone or a place may stand: upon a part it fits into, else right beside it, and rather not upon others.
(function (atlas) {
  "use strict";

  const GAP = 2;
  const MOST_PARTS = 600; // of so many parts in view a name covers some wherever it stands
  const BIG_PX2 = 60000; // names stand upon big parts whosever they are
  const MARK_PX = 12; // half of a finding's mark
  const FAR_PX = 70; // a name beside a part stands no farther than this from the place it names

  const boxes = new Map();
  // The boxes of a zone's parts, in degrees, worked out once: [west, south, east, north].
  function partBoxes(zone) {
    if (!boxes.has(zone)) boxes.set(zone, zone.geometry && /Polygon$/.test(zone.geometry.type) ? atlas.partsOf(zone.geometry).map(atlas.boxOf) : []);
    return boxes.get(zone);
  }

  const area = (box) => (box.right - box.left) * (box.bottom - box.top);
  const holds = (box, point) => box.left <= point.x && point.x <= box.right && box.top <= point.y && point.y <= box.bottom;

  function inPixels(map, [west, south, east, north]) {
    const a = map.project([north, west]);
    const b = map.project([south, east]);
    return { left: a.x, top: a.y, right: b.x, bottom: b.y };
  }

  // The parts of the zones that are on and in view: {zone, left, top, right, bottom} in the map's pixels.
  atlas.partsInView = (map, view) => {
    const found = [];
    for (const zone of atlas.data.zones) {
      if (!atlas.shown.has(zone.kind)) continue;
      for (const part of partBoxes(zone)) {
        const box = inPixels(map, part);
        if (box.right > view.min.x && box.left < view.max.x && box.bottom > view.min.y && box.top < view.max.y) found.push({ zone, ...box });
      }
    }
    return found;
  };

  // How much of a box is taken by small parts of other zones, 0 to 1.
  function foreign(box, own, parts) {
    if (parts.length > MOST_PARTS) return 0;
    let sum = 0;
    for (const part of parts) {
      if (part.zone === own || area(part) > BIG_PX2) continue;
      const wide = Math.min(box.right, part.right) - Math.max(box.left, part.left);
      const high = Math.min(box.bottom, part.bottom) - Math.max(box.top, part.top);
      if (wide > 0 && high > 0) sum += wide * high;
    }
    return Math.min(sum / area(box), 1);
  }

  // Middles tried for a name `wide` × `high` of what lies in `home` about `point`: [x, y], the likeliest first.
  function beside(home, point, wide, high) {
    const left = Math.max(home.left, point.x - FAR_PX) - wide / 2 - GAP;
    const right = Math.min(home.right, point.x + FAR_PX) + wide / 2 + GAP;
    const above = Math.max(home.top, point.y - FAR_PX) - high / 2 - GAP;
    const below = Math.min(home.bottom, point.y + FAR_PX) + high / 2 + GAP;
    return [[point.x, below], [point.x, above], [right, point.y], [left, point.y], [right, below], [left, below], [right, above], [left, above]];
  }

  // The best free place for a name: `fits` tells whether a box may be taken at all. Null without one.
  function best(middles, wide, high, fits, cost) {
    let found = null;
    middles.forEach(([x, y], place) => {
      const box = { x, y, left: x - wide / 2, right: x + wide / 2, top: y - high / 2, bottom: y + high / 2 };
      if ((found && found.cost <= place * 0.04) || !fits(box)) return;
      const value = place * 0.04 + cost(box, place);
      if (!found || value < found.cost) found = { ...box, cost: value };
    });
    return found;
  }

  const WORST = 0.75; // rather no name than one that covers others by more

  // A zone's name: upon the part its place lies in where that has room for it, else beside it.
  atlas.placeOfZone = (zone, point, wide, high, parts, fits) => {
    const home = parts.find((part) => part.zone === zone && holds(part, point)) || { left: point.x - 6, right: point.x + 6, top: point.y - 6, bottom: point.y + 6 };
    const [across, down] = [(home.right - home.left) / wide, (home.bottom - home.top) / high];
    const roomy = (across >= 0.8 && down >= 1.2) || (across >= 0.6 && down >= 2.5);
    const upon = [point.x, point.y];
    const aside = high / 2 + MARK_PX; // upon the part too, off a mark at its place
    const middles = roomy ? [upon, [point.x, point.y + aside], [point.x, point.y - aside], ...beside(home, point, wide, high)] : [...beside(home, point, wide, high), upon];
    const found = best(middles, wide, high, fits, (box, place) => (roomy && place < 3 ? 0 : foreign(box, zone, parts)));
    return found && found.cost - 0.36 < WORST ? found : null;
  };

  // The name of a point stands beside its mark, that of a line or an area upon it or close by.
  atlas.placeOfFeature = (point, radius, wide, high, fits) => {
    const { x, y } = point;
    const mark = { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
    const middles = radius ? beside(mark, point, wide, high).slice(0, 4) : [[x, y], [x, y + high + GAP], [x, y - high - GAP]];
    return best(middles, wide, high, fits, () => 0);
  };
})((window.zoneatlas = window.zoneatlas || {}));
