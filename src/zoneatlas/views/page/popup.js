// Popups: what a zone or a reference feature is, where its edge comes from and how far it may be off.
(function (atlas) {
  "use strict";

  const row = (key, ...value) => {
    const shown = value.filter((item) => item !== null && item !== undefined && item !== "");
    return shown.length ? atlas.make("div", "row", atlas.make("dt", "", atlas.word(key)), atlas.make("dd", "", ...shown)) : "";
  };

  const number = (value, digits) => value.toLocaleString(atlas.lang === "zh" ? "zh-CN" : "en", { maximumFractionDigits: digits });
  const km2 = (value) => `${number(value, value < 10 ? 2 : 0)} ${atlas.word("km2")}`;

  function areaText(zone) {
    if (zone.area_km2 === null) return "";
    const drawn = `${atlas.word("drawn")} ${km2(zone.area_km2)}`;
    if (zone.published_area_km2 === null) return `${drawn} · ${atlas.word("not_published")}`;
    const off = (zone.area_km2 / zone.published_area_km2 - 1) * 100;
    return `${drawn} · ${atlas.word("published")} ${km2(zone.published_area_km2)} (${off >= 0 ? "+" : "−"}${number(Math.abs(off), 1)} %)`;
  }

  function accuracyText(zone) {
    if (zone.accuracy_m === null) return "";
    const usual = `±${number(zone.accuracy_m, 0)} ${atlas.word("m")}`;
    if (!zone.worst_accuracy_m || zone.worst_accuracy_m <= zone.accuracy_m) return usual;
    return `${usual} (${atlas.word("worst")} ±${number(zone.worst_accuracy_m, 0)} ${atlas.word("m")})`;
  }

  const chips = (ids) => {
    const list = atlas.make("span", "chips");
    for (const id of ids) list.append(atlas.make("span", "chip", atlas.say(atlas.data.industries[id] || [id, id])));
    return ids.length ? list : "";
  };

  const heading = (pair, sub) => atlas.make("header", "", atlas.make("h2", "", atlas.say(pair)),
    atlas.make("p", "second", atlas.other(pair)), atlas.make("p", "sub", sub));

  function others(map, at, zone) {
    const here = atlas.data.zones.filter((item) => item.id !== zone.id && item.geometry && atlas.contains(item.geometry, at));
    if (!here.length) return "";
    const list = atlas.make("span", "chips");
    for (const item of here) {
      const button = atlas.make("button", "chip", atlas.say(item.name));
      button.type = "button";
      button.addEventListener("click", () => atlas.openZone(map, at, item));
      list.append(button);
    }
    return row("also", list);
  }

  const show = (map, at, content) => {
    const narrow = map.getSize().x < 500;
    L.popup({ maxWidth: narrow ? 300 : 400, minWidth: narrow ? 240 : 300, maxHeight: Math.round(map.getSize().y * 0.62),
      autoPanPaddingTopLeft: narrow ? [8, 60] : [60, 12], autoPanPaddingBottomRight: [12, 30] })
      .setLatLng(at).setContent(content).openOn(map);
  };

  atlas.zoneCard = (map, at, zone) => {
    const kind = atlas.data.kinds.find((item) => item.id === zone.kind);
    const list = atlas.make("dl", "",
      row("leading", chips(zone.industries)), row("supporting", chips(zone.supporting_industries)),
      row("area", areaText(zone)), row("accuracy", accuracyText(zone)),
      row("status", atlas.say(atlas.data.terms[zone.status] || [zone.status, zone.status])),
      row("method", atlas.say(atlas.data.terms[zone.method] || [zone.method, zone.method])),
      row("basis", atlas.say(zone.basis)), row("districts", zone.districts.map((id) => atlas.say(atlas.data.districts[id] || [id, id])).join(atlas.lang === "zh" ? "、" : ", ")),
      row("sources", zone.sources.map((id) => atlas.say(atlas.data.sources[id] || [id, id])).join(atlas.lang === "zh" ? "；" : "; ")),
      others(map, at, zone));
    return atlas.make("article", "card", heading(zone.name, `${atlas.say(kind.title)} · ${zone.clause}`), list);
  };

  atlas.openZone = (map, at, zone) => show(map, at, atlas.zoneCard(map, at, zone));

  const UNITS = { official_area_km2: "km2", published_area_km2: "km2", length_km: "km", published_length_km: "km", radius_m: "m", accuracy_m: "m" };

  function featureRow(key, value) {
    const text = Array.isArray(value) ? value.join(atlas.lang === "zh" ? "、" : ", ") : value;
    if (key === "accuracy_m") return row("place_m", `±${number(value, 0)} ${atlas.word("m")}`);
    if (UNITS[key] && typeof value === "number") return row(key, `${number(value, 2)} ${atlas.word(UNITS[key])}`);
    return row(key, String(text));
  }

  atlas.featureCard = (layer, feature) => {
    const list = atlas.make("dl", "");
    for (const [key, value] of Object.entries({ ...layer.usual, ...feature.facts })) if (value !== null) list.append(featureRow(key, value));
    for (const key of ["definition", "note", "reason"]) if (feature[key]) list.append(row(key, atlas.say(feature[key])));
    return atlas.make("article", "card", heading(feature.name, atlas.say(layer.title)), list);
  };

  atlas.openFeature = (map, at, layer, feature) => show(map, at, atlas.featureCard(layer, feature));
})((window.zoneatlas = window.zoneatlas || {}));
