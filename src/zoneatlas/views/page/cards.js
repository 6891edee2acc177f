// What is said of a zone, a reference feature, an overlap, findings: rows of a card, in the popup and in the panel.
(function (atlas) {
  "use strict";

  const row = (key, ...value) => {
    const shown = value.filter((item) => item !== null && item !== undefined && item !== "");
    return shown.length ? atlas.make("div", "row", atlas.make("dt", "", atlas.word(key)), atlas.make("dd", "", ...shown)) : "";
  };
  atlas.row = row;

  // A row whose value stands below its name, in the panel's full width: for lists and for sentences.
  const wide = (key, ...value) => {
    const made = row(key, ...value);
    if (made) made.classList.add("wide");
    return made;
  };

  function areaText(zone) {
    if (zone.area_km2 === null) return atlas.word("not_drawn");
    const drawn = `${atlas.word("drawn")} ${atlas.km2(zone.area_km2)}`;
    if (zone.published_area_km2 === null) return `${drawn} · ${atlas.word("not_published")}`;
    const published = `${drawn} · ${atlas.word("published")} ${atlas.km2(zone.published_area_km2)}`;
    if (!(zone.published_area_km2 > 0)) return published;
    const off = zone.area_km2 / zone.published_area_km2 - 1;
    return Math.abs(off) < 0.0005 ? published : `${published} (${atlas.fill(off < 0 ? "area_less" : "area_more", { n: atlas.percent(Math.abs(off)) })})`;
  }

  function accuracyText(zone) {
    if (zone.accuracy_m === null) return "";
    const usual = `±${atlas.number(zone.accuracy_m, 0)} ${atlas.word("m")}`;
    if (!zone.worst_accuracy_m || zone.worst_accuracy_m <= zone.accuracy_m) return usual;
    return `${usual} (${atlas.word("worst")} ±${atlas.number(zone.worst_accuracy_m, 0)} ${atlas.word("m")})`;
  }

  const named = (ids) => atlas.join(ids.map(atlas.industryName));

  // Industries as buttons that filter by them.
  function industryButtons(ids) {
    const list = atlas.make("span", "chips");
    for (const id of ids) list.append(atlas.button("chip", atlas.make("span", "", atlas.industryName(id)), () => atlas.setFilter({ industry: atlas.filter.industry === id ? "" : id })));
    return ids.length ? list : "";
  }

  const heading = (pair, sub) => atlas.make("header", "", atlas.make("h2", "", atlas.say(pair)), atlas.make("p", "second", atlas.other(pair)), atlas.make("p", "sub", sub));
  const kindTitle = (zone) => atlas.say((atlas.kindById.get(zone.kind) || { title: [zone.kind, zone.kind] }).title);

  const clauseText = (zone) => `${kindTitle(zone)} · ${atlas.fill("in_clause", { n: zone.clause })}`;

  // A button that selects something else.
  atlas.goTo = (text, item) => atlas.button("go", text, () => atlas.select(item, { fly: true }));
  atlas.zoneButton = (zone) => atlas.goTo(atlas.say(zone.name), { type: "zone", id: zone.id });

  // The small card of the popup.
  atlas.zoneCard = (zone) => atlas.make("article", "card", heading(zone.name, clauseText(zone)), atlas.make("dl", "",
    row("leading", named(zone.industries)), row("supporting", named(zone.supporting_industries)), row("area", areaText(zone)),
    row("accuracy", accuracyText(zone)), row("basis", atlas.say(zone.basis))));

  function anchorItem(anchor) {
    const layer = atlas.layerById.get(anchor.layer);
    const feature = layer ? layer.features[anchor.feature] : null;
    const name = feature ? atlas.goTo(atlas.say(feature.name), { type: "feature", layer: layer.id, key: feature.key }) : anchor.id;
    return atlas.make("li", "", name, anchor.outside_m ? atlas.make("span", "warn", ` ${atlas.fill("anchor_outside", { n: atlas.metres(anchor.outside_m) })}`) : "");
  }

  const overlapsOf = (zone) => atlas.data.overlaps.filter((pair) => pair.zones.includes(zone.id));

  function overlapItem(zone, pair) {
    const mine = pair.zones[0] === zone.id ? 0 : 1;
    const other = atlas.zoneById.get(pair.zones[1 - mine]);
    const reversed = { within: "contains", contains: "within" };
    const relation = mine ? reversed[pair.relation] || pair.relation : pair.relation;
    return atlas.make("li", "", atlas.goTo(other ? atlas.say(other.name) : pair.zones[1 - mine], { type: "overlap", key: pair.zones.join("+") }),
      atlas.make("div", "small", `${atlas.term(pair.class)} · ${atlas.term(relation)} · ${atlas.km2(pair.area_km2)} (${atlas.percent(pair.shares[mine])})`),
      atlas.say(pair.reason) ? atlas.make("div", "small", atlas.say(pair.reason), pair.clause ? ` (${pair.clause})` : "") : "");
  }

  const listOf = (items) => (items.length ? atlas.make("ul", "plain", ...items) : "");

  atlas.sourceItem = (id) => {
    const source = atlas.data.sources[id];
    if (!source) return atlas.make("li", "", id);
    const about = [source.publisher, source.date, source.licence].filter(Boolean).join(" · ");
    return atlas.make("li", "", atlas.make("span", "code", `${id} `), atlas.link(atlas.say(source.title), source.address), about ? atlas.make("div", "small", about) : "");
  };

  const districtButton = (name) => {
    const layer = atlas.roleLayer("districts");
    const feature = layer && layer.features.find((one) => one.name.includes(name));
    return feature ? atlas.goTo(atlas.districtName(name), { type: "feature", layer: layer.id, key: feature.key }) : atlas.make("span", "", atlas.districtName(name));
  };

  // Everything about a zone, for the panel.
  atlas.zoneSheet = (zone) => {
    const findings = atlas.data.checked ? atlas.data.checked.findings.filter((finding) => finding.feature === zone.id) : [];
    const list = atlas.make("dl", "",
      row("leading", industryButtons(zone.industries)), row("supporting", industryButtons(zone.supporting_industries)),
      row("area", areaText(zone)), row("districts", atlas.make("span", "chips", ...zone.districts.map(districtButton))),
      row("anchors", listOf(zone.anchors.map(anchorItem))), wide("overlaps_with", listOf(overlapsOf(zone).map((pair) => overlapItem(zone, pair)))),
      row("accuracy", accuracyText(zone)), row("status", atlas.term(zone.status)), row("method", atlas.term(zone.method)),
      wide("basis", atlas.say(zone.basis)), row("as_of", zone.as_of === null ? "" : String(zone.as_of)),
      wide("findings", listOf(findings.map(atlas.findingItem))), wide("sources", listOf(zone.sources.map(atlas.sourceItem))));
    return atlas.make("article", "sheet", heading(zone.name, clauseText(zone)), list);
  };

  const UNITS = { official_area_km2: "km2", published_area_km2: "km2", length_km: "km", published_length_km: "km", radius_m: "m" };

  // A code of a file in words; one without words is left out where its letters are not the page's.
  const kindText = (code) => (Object.hasOwn(atlas.data.terms, code) || atlas.lang !== "zh" || !/^[\x20-\x7e]*$/.test(code) ? atlas.term(code) : "");

  function factRow(key, value) {
    if (key === "accuracy_m") return row("place_m", `±${atlas.number(Number(value), 0)} ${atlas.word("m")}`);
    if (UNITS[key] && typeof value === "number") return row(key, `${atlas.number(value, 2)} ${atlas.word(UNITS[key])}`);
    if (key === "district") return row(key, districtButton(String(value)));
    if (key === "kind" || key === "level") return row(key, kindText(String(value)));
    if (key === "clauses") return row(key, atlas.make("span", "chips", ...[value].flat().map((clause) => atlas.goTo(String(clause), { type: "clause", clause: String(clause) }))));
    if (key === "source") return wide(key, listOf(String(value).split(";").map(atlas.sourceItem)));
    return row(key, Array.isArray(value) ? atlas.join(value.map(String)) : String(value));
  }

  function coverageRows(layer, feature) {
    if (layer.id !== atlas.data.roles.districts) return [];
    const found = atlas.data.coverage.find((one) => one.name[0] === feature.name[0] && one.name[1] === feature.name[1]);
    if (!found) return [];
    const zones = [...found.zones, ...found.doubtful_zones].map((id) => atlas.zoneById.get(id)).filter(Boolean);
    return [row("coverage", atlas.fill("covered_by", { km2: atlas.km2(found.covered_km2), percent: atlas.percent(found.share) })),
      row("of_district", zones.length ? atlas.make("span", "chips", ...zones.map(atlas.zoneButton)) : atlas.word("no_zone"))];
  }

  // Whom a layer's data is from, with its licence.
  atlas.credit = ({ attribution, licence }) => (attribution.includes(licence) ? attribution : `${attribution} (${licence})`);

  atlas.featureSheet = (layer, feature, brief) => {
    const list = atlas.make("dl", "");
    for (const [key, value] of Object.entries({ ...layer.usual, ...feature.facts })) if (value !== null && !(brief && key === "source")) list.append(factRow(key, value));
    if (!brief) list.append(...coverageRows(layer, feature));
    for (const key of ["definition", "note", "reason"]) if (feature[key]) list.append(row(key, atlas.say(feature[key])));
    if (!brief) list.append(row("vintage", layer.vintage), row("credit", atlas.credit(layer)));
    return atlas.make("article", brief ? "card" : "sheet", heading(feature.name, atlas.say(layer.title)), list);
  };

  atlas.overlapSheet = (pair) => {
    const zones = pair.zones.map((id) => atlas.zoneById.get(id)).filter(Boolean);
    return atlas.make("article", "sheet", heading([`${zones.map((zone) => zone.name[0]).join(" × ")}`, zones.map((zone) => zone.name[1]).join(" × ")], atlas.term(pair.class)), atlas.make("dl", "",
      row("zone", listOf(zones.map((zone, place) => atlas.make("li", "", atlas.zoneButton(zone), ` ${atlas.percent(pair.shares[place])}`)))),
      row("overlap", `${atlas.term(pair.relation)} · ${atlas.km2(pair.area_km2)}`), row("reason", atlas.say(pair.reason)), row("clause", pair.clause)));
  };

  atlas.findingItem = (finding) => atlas.make("li", `finding ${finding.accepted ? "accepted" : finding.severity}`,
    atlas.make("span", "badge", `${finding.check} ${finding.accepted ? atlas.word("accepted") : atlas.term(finding.severity)}`),
    atlas.make("div", "", atlas.say(finding.text)),
    finding.reason && atlas.say(finding.reason) ? atlas.make("div", "why", `${atlas.word("found_accepted")}${atlas.word("colon")}${atlas.say(finding.reason)}`) : "",
    atlas.make("div", "small", finding.file));
})((window.zoneatlas = window.zoneatlas || {}));
