// The side panel (a bottom sheet on narrow screens): what is selected, and what is known of the clicked place.
(function (atlas) {
  "use strict";

  let panel;
  let shownTab = "item";

  atlas.narrow = () => window.innerWidth <= 700;
  atlas.selected = null; // {type: zone | feature | overlap | finding | clause, …}
  atlas.at = null; // [lon, lat] of the clicked place

  const clauseZones = (clause) => atlas.planOrder.filter((zone) => zone.clause === clause);

  function clauseSheet(clause) {
    const zones = clauseZones(clause);
    const industries = Object.entries(atlas.data.vocabulary).filter(([, row]) => row[4].includes(clause)).map(([id]) => id);
    const features = atlas.data.allLayers.flatMap((layer) => layer.features.filter((feature) => (({ ...layer.usual, ...feature.facts }).clauses || []).includes(clause)));
    const chips = (items) => (items.length ? atlas.make("span", "chips", ...items) : "");
    return atlas.make("article", "sheet", atlas.make("header", "", atlas.make("h2", "", atlas.capital(atlas.fill("in_clause", { n: clause }))), atlas.make("p", "sub", atlas.say(atlas.data.plan.title))), atlas.make("dl", "",
      atlas.row("zones", chips(zones.map(atlas.zoneButton))),
      atlas.row("industries", chips(industries.map((id) => atlas.button("chip", atlas.industryName(id), () => atlas.setFilter({ industry: id }, true))))),
      atlas.row("group_place", chips(features.slice(0, 60).map((feature) => atlas.goTo(atlas.say(feature.name), { type: "feature", layer: feature.layer.id, key: feature.key }))))));
  }

  // What an item is: its title, geometry, bounds and sheet; null when there is no such thing.
  function resolve(item) {
    if (!item) return null;
    if (item.type === "zone") {
      const zone = atlas.zoneById.get(item.id);
      return zone && { title: atlas.say(zone.short), geometry: zone.geometry, layer: zone.kind, at: zone.label_at, sheet: () => atlas.zoneSheet(zone), card: () => atlas.zoneCard(zone) };
    }
    if (item.type === "feature") {
      const layer = atlas.layerById.get(item.layer);
      const feature = atlas.featureByKey(item.layer, item.key);
      return feature && { title: atlas.say(feature.name), geometry: feature.geometry, layer: layer.style ? layer.id : null,
        sheet: () => atlas.featureSheet(layer, feature, false), card: () => atlas.featureSheet(layer, feature, true) };
    }
    if (item.type === "overlap") {
      const pair = atlas.data.overlaps.find((one) => one.zones.join("+") === item.key);
      return pair && { title: atlas.word("overlap"), geometry: pair.geometry, layer: null, sheet: () => atlas.overlapSheet(pair) };
    }
    if (item.type === "finding") {
      const found = atlas.findingsAt(item.key);
      return found.length ? { title: atlas.word("finding"), geometry: found[0].at && { type: "Point", coordinates: found[0].at }, layer: null, maxZoom: 13,
        sheet: () => atlas.make("article", "sheet", atlas.make("header", "", atlas.make("h2", "", atlas.fill("findings_here", { n: found.length }))), atlas.make("ul", "plain", ...found.map(atlas.findingItem))) } : null;
    }
    if (item.type === "clause") {
      const zone = clauseZones(item.clause).find((one) => one.geometry);
      return { title: item.clause, geometry: zone ? zone.geometry : null, layer: null, sheet: () => clauseSheet(item.clause) };
    }
    return null;
  }

  // What an item is called, in the page's language.
  atlas.titleOf = (item) => (resolve(item) || { title: "" }).title;

  function tab(name, text) {
    const chosen = shownTab === name;
    return atlas.button("tab", text, () => { shownTab = name; draw(); panel.querySelector(`#tab-${name}`).focus(); },
      { role: "tab", id: `tab-${name}`, "aria-selected": String(chosen), "aria-controls": "details-body", tabindex: chosen ? "0" : "-1" });
  }

  function tabs(found) {
    const names = [...(found ? [["item", found.title]] : []), ...(atlas.at ? [["here", atlas.word("here")]] : [])];
    if (!names.some(([name]) => name === shownTab)) shownTab = names[0][0];
    const row = atlas.set(atlas.make("div", "tabs", ...names.map(([name, text]) => tab(name, text))), { role: "tablist", "aria-label": atlas.word("here") });
    row.addEventListener("keydown", (event) => {
      if (!/^Arrow(Left|Right)$/.test(event.key) || names.length < 2) return;
      shownTab = shownTab === "item" ? "here" : "item";
      draw();
      panel.querySelector(`#tab-${shownTab}`).focus();
    });
    return row;
  }

  function draw() {
    const found = resolve(atlas.selected);
    const open = Boolean(found || atlas.at);
    const was = document.body.classList.contains("details-open");
    document.body.classList.toggle("details-open", open);
    panel.hidden = !open;
    if (open !== was && !atlas.narrow()) atlas.map.invalidateSize({ pan: false, animate: false });
    panel.replaceChildren();
    if (!open) return;
    const close = atlas.button("close-details", "×", () => { atlas.select(null); atlas.map.getContainer().focus(); }, { "aria-label": atlas.word("close"), title: atlas.word("close") });
    const large = document.body.classList.contains("details-large");
    const size = atlas.button("size-details", large ? "▾" : "▴", () => {
      document.body.classList.toggle("details-large");
      draw();
      panel.querySelector(".size-details").focus();
    }, { "aria-label": atlas.word(large ? "smaller" : "larger"), title: atlas.word(large ? "smaller" : "larger"), "aria-expanded": String(large) });
    const bar = atlas.make("div", "details-bar", tabs(found), size, close);
    const body = atlas.set(atlas.make("div", "details-body"), { id: "details-body", role: "tabpanel", tabindex: "0", "aria-labelledby": `tab-${shownTab}` });
    body.append(shownTab === "here" ? atlas.placeSheet(atlas.at) : found.sheet());
    panel.append(bar, body);
  }

  let pin = null;
  function drawPin() {
    if (pin) pin.remove();
    pin = atlas.at ? L.circleMarker([atlas.at[1], atlas.at[0]], { pane: "chosen", radius: 6, color: "#111", weight: 2, fillColor: "#ffd400", fillOpacity: 1, interactive: false }).addTo(atlas.map) : null;
  }

  const CARD_HIGH = 250;

  // Where a card of what was clicked points to: the top of the part clicked, so that it hides nothing of that; the very place
  // where both do not fit.
  function tipOf(found, at) {
    const { map } = atlas;
    const parts = found.geometry && /Polygon$/.test(found.geometry.type) ? atlas.partsOf(found.geometry).map((part) => atlas.boundsOf(part)).filter((box) => box.contains(at)) : [];
    if (!parts.length) return at;
    const tops = parts.map((box) => map.latLngToContainerPoint(box.getNorthWest()).y);
    const feet = parts.map((box) => map.latLngToContainerPoint(box.getSouthEast()).y);
    const top = Math.min(...tops);
    if (Math.max(...feet) - top + CARD_HIGH + 30 > map.getSize().y) return at;
    return L.latLng(Math.max(...parts.map((box) => box.getNorth())), at.lng);
  }

  function popup(found, at) {
    L.popup({ maxWidth: atlas.narrow() ? 260 : 320, minWidth: 220, maxHeight: CARD_HIGH, autoPanPaddingTopLeft: [56, 12], autoPanPaddingBottomRight: [12, 24] })
      .setLatLng(at).setContent(found.card()).openOn(atlas.map);
    const content = document.querySelector(".leaflet-popup-content");
    if (content) atlas.set(content, { tabindex: "0", role: "group", "aria-label": atlas.word("card") });
  }

  // Select something (null: nothing). `at` is where it was clicked, `fly` goes there, `popup` opens the small card too, but on
  // narrow screens, where the sheet says it all and a card would hide what was clicked.
  atlas.select = (item, { at = null, fly = false, popup: small = false } = {}) => {
    const found = resolve(item);
    atlas.selected = found ? item : null;
    atlas.at = at ? [at.lng, at.lat] : null;
    shownTab = "item";
    if (!small) atlas.map.closePopup();
    if (fly) document.body.classList.remove("details-large"); // to see where it went
    if (found && found.layer && !atlas.shown.has(found.layer)) atlas.toggle(found.layer, true);
    draw();
    drawPin();
    atlas.outline(found ? found.geometry : null);
    if (found && fly && found.geometry) atlas.showBounds(atlas.boundsOf(found.geometry), found.maxZoom || (found.geometry.type === "Point" ? 13 : 14.5));
    else if (found && (at || found.geometry)) atlas.reveal(found.geometry ? atlas.boundsOf(found.geometry) : null, at);
    if (found && found.card && small && !atlas.narrow()) popup(found, tipOf(found, at));
    if (found) atlas.announce(found.title);
    atlas.emit("select");
  };

  // What is at a place; `fly` goes there when it is out of sight.
  atlas.askPlace = (position, fly) => {
    atlas.map.closePopup();
    atlas.selected = null;
    atlas.at = position;
    shownTab = "here";
    draw();
    drawPin();
    atlas.outline(null);
    const at = L.latLng(position[1], position[0]);
    if (fly && (!atlas.map.getBounds().contains(at) || atlas.map.getZoom() < 11)) atlas.showBounds(L.latLngBounds(at, at), Math.max(atlas.map.getZoom(), 11));
    else atlas.reveal(null, at);
    atlas.emit("select");
  };

  atlas.redrawDetails = draw;

  // Kept for scripts: the zone's card in a popup at a place.
  atlas.openZone = (map, at, zone) => popup({ card: () => atlas.zoneCard(zone) }, at);

  atlas.makeDetails = () => {
    panel = atlas.set(atlas.make("aside", "details"), { "aria-live": "off" });
    panel.hidden = true;
    atlas.on("language", () => {
      atlas.map.closePopup();
      panel.setAttribute("aria-label", atlas.word("here"));
      draw();
    });
    return panel;
  };
})((window.zoneatlas = window.zoneatlas || {}));
