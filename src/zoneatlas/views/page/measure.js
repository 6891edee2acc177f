// Measuring distance and area on the map: geodesic, by clicking or from the keyboard.
(function (atlas) {
  "use strict";

  let points = [];
  let line = null;
  let box;
  let readout;

  atlas.measuring = false;

  const lengthM = (list) => list.slice(1).reduce((sum, at, place) => sum + atlas.distanceM(list[place], at), 0);

  // What the points measure: metres along them, and of three or more the enclosed area.
  atlas.measured = (list) => ({ length_m: lengthM(list), area_m2: list.length > 2 ? atlas.ringAreaM2(list) : null,
    perimeter_m: list.length > 2 ? lengthM([...list, list[0]]) : null });

  function draw() {
    if (line) line.remove();
    line = null;
    const { length_m: metres, area_m2: area, perimeter_m: around } = atlas.measured(points);
    const at = points.map(([lon, lat]) => [lat, lon]);
    const style = { pane: "chosen", color: "#111", weight: 2, dashArray: "6 3", interactive: false };
    if (points.length) line = L.featureGroup([points.length > 2 ? L.polygon(at, { ...style, fillColor: "#ffd400", fillOpacity: 0.2 }) : L.polyline(at, style),
      ...at.map((one) => L.circleMarker(one, { pane: "chosen", radius: 4, color: "#111", weight: 2, fillColor: "#fff", fillOpacity: 1, interactive: false }))]).addTo(atlas.map);
    readout.textContent = points.length < 2 ? atlas.word(window.matchMedia("(pointer: coarse)").matches ? "measure_touch" : "measure_hint")
      : `${atlas.word("distance")} ${atlas.metres(metres)}${area === null ? "" : ` · ${atlas.word("area")} ${area < 10000 ? `${atlas.number(area, 0)} ${atlas.word("m2")}` : atlas.km2(area / 1e6)} · ${atlas.word("perimeter")} ${atlas.metres(around)}`}`;
  }

  function add(at) {
    const last = points.at(-1);
    if (last && last[0] === at.lng && last[1] === at.lat) return;
    points.push([at.lng, at.lat]);
    draw();
  }

  atlas.addMeasured = add;

  atlas.setMeasuring = (on) => {
    atlas.measuring = on;
    points = [];
    document.body.classList.toggle("measuring", on);
    atlas.setPanel(false);
    box.hidden = !on;
    if (on) {
      atlas.select(null);
      atlas.map.doubleClickZoom.disable();
      box.querySelector("button").focus({ preventScroll: true });
    } else atlas.map.doubleClickZoom.enable();
    draw();
    if (!on && line) line.remove();
    atlas.emit("measuring");
  };

  atlas.makeMeasure = () => {
    readout = atlas.set(atlas.make("output", "readout"), { "aria-live": "polite" });
    box = atlas.set(atlas.make("div", "measure-box"), { role: "region" });
    box.hidden = true;
    atlas.on("language", () => {
      box.setAttribute("aria-label", atlas.word("measure"));
      box.replaceChildren(readout, atlas.make("div", "buttons",
        atlas.button("", atlas.word("add_here"), () => add(atlas.map.getCenter())), atlas.button("", atlas.word("undo"), () => { points.pop(); draw(); }),
        atlas.button("", atlas.word("clear"), () => { points = []; draw(); }), atlas.button("", atlas.word("done"), () => atlas.setMeasuring(false))));
      draw();
    });
    // The second click of a double click lies where the first was: it adds no point, and keeps what was measured in view.
    atlas.map.on("dblclick", () => { if (atlas.measuring) box.querySelector("button:last-child").focus(); });
    document.addEventListener("keydown", (event) => {
      if (!atlas.measuring) return;
      if (event.key === "Escape") atlas.setMeasuring(false);
      if (event.key === "Enter" && document.activeElement === atlas.map.getContainer()) add(atlas.map.getCenter());
    });
    return box;
  };
})((window.zoneatlas = window.zoneatlas || {}));
