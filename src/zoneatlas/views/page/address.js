// The address after `#`: layers, filters, selection, language, view. A link reopens the same picture; nonsense is ignored.
(function (atlas) {
  "use strict";

  let reading = false;
  let written = "";
  let waiting = 0;
  let usual = new Set();

  const number = (text) => (/^-?\d+(\.\d+)?$/.test(text || "") ? Number(text) : null);

  // An id as a part of a list: what parts it from the next is escaped in it.
  const part = (text, sign) => text.replace(/%/g, "%25").replaceAll(sign, encodeURIComponent(sign)).replace(/[\ud800-\udfff]/gu, "\ufffd");
  const unpart = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };

  function selection() {
    const item = atlas.selected;
    if (!item) return "";
    return item.type === "feature" ? `feature:${part(item.layer, ":")}:${part(item.key, ":")}` : `${item.type}:${part(item.id || item.key || item.clause, ":")}`;
  }

  function readSelection(text) {
    const [type, ...rest] = text.split(":");
    if (type === "feature") return rest.length > 1 ? { type, layer: unpart(rest[0]), key: unpart(rest.slice(1).join(":")) } : null;
    const key = { zone: "id", overlap: "key", finding: "key", clause: "clause" }[type];
    return typeof key === "string" ? { type, [key]: unpart(rest.join(":")) } : null;
  }

  // What the address says now.
  atlas.addressText = () => {
    const at = atlas.map.getCenter();
    const said = new URLSearchParams();
    said.set("lang", atlas.lang);
    said.set("view", `${atlas.map.getZoom().toFixed(2)}/${at.lat.toFixed(5)}/${at.lng.toFixed(5)}`);
    const changes = [...[...atlas.shown].filter((id) => !usual.has(id)).map((id) => `+${part(id, ",")}`), ...[...usual].filter((id) => !atlas.shown.has(id)).map((id) => `-${part(id, ",")}`)];
    if (changes.length) said.set("layers", changes.sort().join(","));
    for (const [key, value] of Object.entries(atlas.filter)) if (value) said.set(key, value);
    if (atlas.bandsOn()) said.set("bands", "1");
    if (selection()) said.set("sel", selection());
    if (atlas.at) said.set("at", atlas.at.map((value) => value.toFixed(6)).join(","));
    return `#${said.toString().replace(/\+/g, "%20").replace(/%2F/g, "/").replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%2B/g, "+")}`;
  };

  atlas.writeAddress = () => {
    if (reading) return;
    clearTimeout(waiting);
    written = atlas.addressText();
    window.history.replaceState(null, "", written);
  };

  // Many changes in a row are written once.
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(atlas.writeAddress, 120);
  };

  function readLayers(text) {
    const wanted = new Set(usual);
    for (const change of text.split(",")) {
      const id = unpart(change.slice(1));
      if (!(id in atlas.groups)) continue;
      if (change[0] === "-") wanted.delete(id); else wanted.add(id);
    }
    for (const id of Object.keys(atlas.groups)) if (wanted.has(id) !== atlas.shown.has(id)) atlas.toggle(id, wanted.has(id));
  }

  function readView(text) {
    const [zoom, lat, lng] = text.split("/").map(number);
    if ([zoom, lat, lng].some((value) => value === null || value === undefined) || Math.abs(lat) > 85 || Math.abs(lng) > 180) return;
    atlas.map.setView([lat, lng], Math.max(1, Math.min(zoom, 19)), { animate: false });
  }

  function readFilter(said) {
    const wanted = { industry: said.get("industry") || "", kind: said.get("kind") || "", district: said.get("district") || "" };
    if (wanted.industry && !Object.hasOwn(atlas.data.vocabulary, wanted.industry)) wanted.industry = "";
    if (wanted.kind && !atlas.kindById.has(wanted.kind)) wanted.kind = "";
    if (wanted.district && !atlas.data.zones.some((zone) => zone.districts.includes(wanted.district))) wanted.district = "";
    if (Object.keys(wanted).some((key) => wanted[key] !== atlas.filter[key])) atlas.setFilter(wanted);
  }

  // URLSearchParams reads + as a space; layer changes start with one.
  const parse = (hash) => new URLSearchParams(hash.replace(/^#/, "").replace(/\+/g, "%2B"));

  atlas.readAddress = (hash) => {
    const said = parse(hash);
    reading = true;
    try {
      if (said.get("lang") === "zh" || said.get("lang") === "en") { if (said.get("lang") !== atlas.lang) atlas.setLanguage(said.get("lang")); }
      readLayers(said.get("layers") || "");
      readFilter(said);
      if ((said.get("bands") === "1") !== atlas.bandsOn()) atlas.setBands(said.get("bands") === "1");
      const at = (said.get("at") || "").split(",").map(number);
      const here = at.length === 2 && at.every((value) => value !== null) && Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 90 ? at : null;
      const item = said.get("sel") ? readSelection(said.get("sel")) : null;
      const fly = !said.get("view");
      if (item) atlas.select(item, { at: here && L.latLng(here[1], here[0]), fly });
      else if (here) atlas.askPlace(here, fly);
      else if (atlas.selected || atlas.at) atlas.select(null);
      if (said.get("view")) readView(said.get("view"));
    } finally {
      reading = false;
    }
  };

  atlas.startAddress = () => {
    usual = new Set(atlas.shown);
    if (window.location.hash.length > 1) atlas.readAddress(window.location.hash);
    atlas.on("language layers filter select bands", soon);
    atlas.map.on("moveend", soon);
    window.addEventListener("hashchange", () => { if (window.location.hash !== written) atlas.readAddress(window.location.hash); });
  };
})((window.zoneatlas = window.zoneatlas || {}));
