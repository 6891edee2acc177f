// What a typed word may mean: zones, industries with their zones, districts, clauses, places; or a coordinate.
(function (atlas) {
  "use strict";

  const MOST = 40;
  const MOST_INDUSTRIES = 4;
  let index = null;

  function entry(kind, names, hint, item) {
    return { kind, forms: [...new Set(names.filter(Boolean).map(atlas.normal).filter(Boolean))], hint, item };
  }

  function build() {
    const { data } = atlas;
    const zones = atlas.planOrder.map((zone) => entry("zone", [...zone.name, ...zone.short, zone.id], null, zone));
    const industries = Object.entries(data.vocabulary).map(([id, row]) => entry("industry", [row[0], row[1], id, ...row[3]], null, id));
    const districtLayer = atlas.roleLayer("districts");
    const features = data.allLayers.flatMap((layer) => layer.features.filter((feature) => feature.name[0] || feature.name[1]).map((feature) =>
      entry(layer === districtLayer ? "district" : "place", feature.name, null, feature)));
    const clauses = [...new Set([...data.zones.map((zone) => zone.clause), ...Object.values(data.vocabulary).flatMap((row) => row[4])])].filter(Boolean);
    return { zones, industries, features, clauses: clauses.map((clause) => entry("clause", [clause], null, clause)) };
  }

  // 0 the same, 1 begins, 2 a word begins, 3 within; Infinity not at all.
  function score(entryForms, forms) {
    let best = Infinity;
    forms.forEach((form, place) => {
      for (const name of entryForms) {
        let value = Infinity;
        if (name === form) value = 0;
        else if (name.startsWith(form)) value = 1;
        else if (name.includes(` ${form}`)) value = 2;
        else if (name.includes(form) && (atlas.isWide(form) || form.length > 2)) value = 3;
        best = Math.min(best, value + (place ? 0.5 : 0));
      }
    });
    return best;
  }

  function ranked(entries, forms) {
    return entries.map((one) => ({ ...one, score: score(one.forms, forms) })).filter((one) => one.score < Infinity)
      .sort((a, b) => a.score - b.score || a.forms[0].length - b.forms[0].length);
  }

  function degrees(text) {
    const match = /^\s*([-+]?\d+(?:\.\d+)?)\s*(?:[°度]\s*(?:(\d+(?:\.\d+)?)\s*['′分]\s*(?:(\d+(?:\.\d+)?)\s*["″秒]\s*)?)?)?([NSEWnsew北南东西東])?\s*$/.exec(text);
    if (!match) return null;
    const size = Math.abs(Number(match[1])) + Number(match[2] || 0) / 60 + Number(match[3] || 0) / 3600;
    const hemisphere = { 北: "n", 南: "s", 东: "e", 東: "e", 西: "w" }[match[4]] || (match[4] || "").toLowerCase();
    return { value: (match[1].startsWith("-") ? -1 : 1) * (hemisphere === "s" || hemisphere === "w" ? -size : size), hemisphere };
  }

  // "116.4, 39.9", "39.9N 116.4E", "39°54′N 116°24′E": [lon, lat], in the order that falls on the plan; else null.
  atlas.readPosition = (text) => {
    const parts = text.normalize("NFKC").trim().split(/\s*[,;、]\s*|\s+(?=[-+\d])/).filter(Boolean);
    if (parts.length !== 2) return null;
    const [a, b] = parts.map(degrees);
    if (!a || !b) return null;
    const [[south, west], [north, east]] = atlas.data.bounds;
    const falls = (lon, lat) => lon >= west - 3 && lon <= east + 3 && lat >= south - 3 && lat <= north + 3;
    const swapped = /[ns]/.test(a.hemisphere) || /[ew]/.test(b.hemisphere) || (!a.hemisphere && !falls(a.value, b.value) && falls(b.value, a.value));
    const [lon, lat] = swapped ? [b.value, a.value] : [a.value, b.value];
    return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null;
  };

  const zoneOption = (zone, note) => ({ kind: "zone", zone, title: atlas.say(zone.name), note: note || `${atlas.say((atlas.kindById.get(zone.kind) || {}).title)} · ${zone.clause}` });

  function industryOptions(found) {
    return found.slice(0, MOST_INDUSTRIES).flatMap(({ item: id }) => {
      const hosts = atlas.hosts(id);
      return [{ kind: "industry", id, title: atlas.industryName(id), note: atlas.fill(hosts.length === 1 ? "zone_found" : "zones_found", { n: hosts.length }) },
        ...hosts.map(({ zone, via, role }) => zoneOption(zone, `${atlas.industryName(id)} · ${atlas.word(role)} · ${atlas.word(`via_${via}`)}`))];
    });
  }

  // Each zone once, where it comes first.
  function once(options) {
    const taken = new Set();
    return options.filter((option) => option.kind !== "zone" || (!taken.has(option.zone.id) && taken.add(option.zone.id)));
  }

  const featureOption = ({ kind, item }) => ({ kind, feature: item, title: atlas.say(item.name), note: atlas.say(item.layer.title) });
  const clauseOption = ({ item }) => ({ kind: "clause", clause: item, title: item,
    note: atlas.join(atlas.planOrder.filter((zone) => zone.clause === item).map((zone) => atlas.say(zone.name))) });

  // Options for a typed text, the likeliest first.
  atlas.search = (text) => {
    const at = atlas.readPosition(text);
    if (at) return [{ kind: "spot", at, title: `${at[0].toFixed(5)}, ${at[1].toFixed(5)}`, note: atlas.word("ask") }];
    const form = atlas.normal(text);
    if (!form) return [];
    index = index || build();
    const forms = [form, ...atlas.stems(form)];
    const zones = ranked(index.zones, [form]);
    const industries = ranked(index.industries, forms);
    const blocks = [
      { best: zones.length ? zones[0].score : Infinity, options: zones.map(({ item }) => zoneOption(item)) },
      { best: (industries.length ? industries[0].score : Infinity) + 0.1, options: industryOptions(industries) },
    ];
    for (const kind of ["district", "place"]) {
      const found = ranked(index.features.filter((one) => one.kind === kind), [form]);
      blocks.push({ best: (found.length ? found[0].score : Infinity) + (kind === "place" ? 0.3 : 0.2), options: found.slice(0, 20).map(featureOption) });
    }
    const clauses = ranked(index.clauses, [form]).filter((one) => one.score < 2);
    blocks.push({ best: (clauses.length ? clauses[0].score : Infinity) - 0.1, options: clauses.slice(0, 8).map(clauseOption) });
    blocks.sort((a, b) => a.best - b.best);
    return once(blocks.flatMap((block) => block.options)).slice(0, MOST);
  };
})((window.zoneatlas = window.zoneatlas || {}));
