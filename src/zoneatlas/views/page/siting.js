// May this be sited here: the plan's rules at a point, combined in the order docs/siting.md states. The same answers as
// zoneatlas.answers.site. Defines atlas.verdict where the plan has rules.
(function (atlas) {
  "use strict";

  const { lookout, holds, holdsDrawn, certain, ratio, conditions, deciding } = atlas.sitingGround;

  const OUTLINE = "outline";
  // The first tier that holds gives the verdict.
  const TIERS = ["prohibited", "encouraged", "restricted", "encouraged"];
  const OWN = 1;
  const TIER_OF = { prohibit: 0, restrict: 2, encourage: 3, direct: 3 };
  const SAME_EDGE_M = 0.5;
  const MOST_LINES = 8;
  const MOST_NEAREST = 5;
  const VIA = ["exact", "narrower", "broader"];
  const LANGUAGES = { text_zh: 0, text: 1 };
  const ROLES = { leading: ["主导", "leading"], supporting: ["配套", "supporting"] };
  const VIAS = { exact: ["即所问", "what is asked"], narrower: ["比所问更窄", "narrower than what is asked"], broader: ["比所问更宽", "broader than what is asked"] };
  const AT_OUTLINE = ["规划范围的边界。", "The edge of the plan's area."];

  const inLanguage = (pair, lang) => pair[lang] || pair[1 - lang];
  const rounded = (value) => (value === null || !Number.isFinite(value) ? value : Math.round(value * 10) / 10 + 0);

  let rules = null;
  let zones = null;
  const questions = new Map();

  function read() {
    if (rules) return;
    const { siting } = atlas.data;
    rules = siting.rules.map(([id, effect, strength, applies_to, industries, unless, clause, text, ground]) => (
      { id, effect, strength, applies_to, industries, unless, clause, text, ground, designated: industries.length === 1 && industries[0] === "designated" }));
    zones = siting.zones.map(([id, middle]) => ({ zone: atlas.zoneById.get(id), middle: middle && [middle[0] / 1e6, middle[1] / 1e6] })).filter((one) => one.zone);
  }

  // The designations of a zone that answer an industry, the closest first.
  function matchedBy(zone, asked) {
    const designated = new Map();
    for (const role of ["leading", "supporting"]) {
      for (const industry of role === "leading" ? zone.industries : zone.supporting_industries) designated.set(`${role} ${industry}`, { industry, role, via: atlas.relation(asked, industry) });
    }
    const found = [...designated.values()].filter((one) => one.via);
    return found.sort((a, b) => VIA.indexOf(a.via) - VIA.indexOf(b.via) || Number(a.role === "supporting") - Number(b.role === "supporting"));
  }

  // What is the same for every point of a question.
  function question(asked, existing) {
    const key = `${existing} ${asked}`;
    if (!questions.has(key)) {
      read();
      const names = new Set([asked, ...atlas.ancestors(asked), "*"]);
      const speaking = rules.filter((rule) => ["both", existing ? "existing" : "new"].includes(rule.applies_to) && (rule.designated || rule.industries.some((one) => names.has(one))));
      const hosts = zones.map(({ zone, middle }) => ({ zone, middle, matched: matchedBy(zone, asked) })).filter((host) => host.matched.length);
      const own = hosts.filter((host) => host.matched.some((one) => one.via !== "narrower")).map((host) => host.zone);
      questions.set(key, { speaking, hosts, own, welcome: new Map() });
    }
    return questions.get(key);
  }

  function findings(here, { speaking, hosts, own }) {
    const made = [];
    for (const rule of speaking) {
      const tier = TIER_OF[rule.effect];
      if (!rule.designated) {
        made.push({ rule, tree: here.tree(rule.ground, own), tier });
        continue;
      }
      for (const { zone, matched } of hosts) {
        const inside = here.zone(zone);
        const isOwn = rule.effect === "encourage" && matched[0].via !== "broader";
        if (inside) made.push({ rule, tree: inside, tier: isOwn ? OWN : tier, zone, matched: matched[0] });
      }
    }
    for (const one of made) one.edge = deciding(one.tree);
    return made;
  }

  function verdictOf(outline, found, turned) {
    if (outline && holdsDrawn(outline) === Boolean(turned && turned.has(OUTLINE))) return "outside";
    const tiers = found.filter((one) => holds(one.tree, turned)).map((one) => one.tier);
    return tiers.length ? TIERS[Math.min(...tiers)] : "silent";
  }

  // Conditions whose edge is the same line, the most doubtful line first.
  function linesOf(unsure) {
    const lines = [];
    for (const one of [...unsure].sort((a, b) => Math.abs(a.deciding_m) - Math.abs(b.deciding_m))) {
      const last = lines.length ? lines[lines.length - 1] : null;
      if (last && Math.abs(Math.abs(last[last.length - 1].deciding_m) - Math.abs(one.deciding_m)) <= SAME_EDGE_M) last.push(one);
      else lines.push([one]);
    }
    const doubt = (line) => Math.min(...line.map((one) => Math.abs(ratio(one))));
    return lines.sort((a, b) => doubt(a) - doubt(b));
  }

  // Every choice of `count` things, in the order of their places.
  function* choices(list, count, from = 0) {
    if (!count) {
      yield [];
      return;
    }
    for (let at = from; at + count <= list.length; at++) for (const rest of choices(list, count - 1, at + 1)) yield [list[at], ...rest];
  }

  function* worlds(lines) {
    const tried = lines.slice(0, MOST_LINES);
    const keys = (chosen) => new Set(chosen.flat().map((one) => one.key));
    for (let count = 1; count <= tried.length; count++) {
      for (const chosen of choices(tried, count)) yield keys(chosen);
      if (count === 1) for (const line of lines.slice(MOST_LINES)) yield keys([line]);
    }
  }

  // The conditions to turn round for another verdict, fewest lines and nearest edges first; null without.
  function otherWorld(outline, found, drawn) {
    const unsure = new Map();
    if (outline && !certain(outline)) unsure.set(OUTLINE, outline);
    if (!outline || holdsDrawn(outline) || !certain(outline)) {
      for (const one of found) for (const known of conditions(one.tree)) if (!certain(known)) unsure.set(known.key, known);
    }
    for (const turned of worlds(linesOf(unsure.values()))) if (verdictOf(outline, found, turned) !== drawn) return turned;
    return null;
  }

  function judge(outline, found) {
    const drawn = verdictOf(outline, found, null);
    const turned = otherWorld(outline, found, drawn);
    const away = (one) => (one.edge ? one.edge.signed_m : -Infinity);
    const inOrder = (list) => list.sort((a, b) => a.tier - b.tier || (away(a) < away(b) ? -1 : away(a) > away(b) ? 1 : 0));
    if (!turned) return { drawn, other: null, grounds: drawn === "outside" ? [] : inOrder(found.filter((one) => holds(one.tree, null))), atOutline: drawn === "outside" };
    const grounds = inOrder(found.filter((one) => holds(one.tree, null) || holds(one.tree, turned)));
    return { drawn, other: verdictOf(outline, found, turned), grounds, atOutline: turned.has(OUTLINE) };
  }

  // A rule's text with its strength, its condition and the designation it speaks of.
  function said({ rule, zone, matched }, lang) {
    const unless = inLanguage(rule.unless, lang);
    let text = inLanguage(rule.text, lang) + (rule.strength === "in-principle" ? ["（原则上）", " (In principle.)"][lang] : "");
    if (unless) text += lang ? ` Unless (for you to judge): ${unless}.` : `除非（由您判断）：${unless}。`;
    if (!zone) return text;
    const industry = inLanguage(atlas.data.vocabulary[matched.industry] || [matched.industry, matched.industry], lang);
    const [name, role, via] = [zone.name, ROLES[matched.role], VIAS[matched.via]].map((pair) => inLanguage(pair, lang));
    return lang ? `${name} designates ${industry} (${role}, ${via}). ${text}` : `${name}列有“${industry}”（${role}，${via}）。${text}`;
  }

  const inLanguages = (say) => Object.fromEntries(Object.entries(LANGUAGES).map(([key, lang]) => [key, say(lang)]));

  const reasonOf = (one) => ({
    rule: one.rule.id, effect: one.rule.effect, clause: (one.zone && one.zone.clause) || one.rule.clause, zone: one.zone ? one.zone.id : one.edge ? one.edge.zone : null,
    distance_m: one.edge ? rounded(one.edge.deciding_m) : null, accuracy_m: one.edge ? rounded(one.edge.accuracy_m) : null, ...inLanguages((lang) => said(one, lang)),
  });

  const outlineReason = (outline) => ({
    rule: null, effect: null, clause: null, zone: null, distance_m: rounded(outline.deciding_m), accuracy_m: rounded(outline.accuracy_m), ...inLanguages((lang) => AT_OUTLINE[lang]),
  });

  function zonesHere(here, { hosts }) {
    const matched = new Map(hosts.map((host) => [host.zone, host.matched]));
    return zones.map(({ zone }) => ({ zone, inside: here.zone(zone) })).filter(({ inside }) => inside && (holdsDrawn(inside) || !certain(inside))).map(({ zone, inside }) => ({
      id: zone.id, name_zh: zone.name[0], name_en: zone.name[1], kind: zone.kind, clause: zone.clause, matched: matched.get(zone) || [],
      distance_m: rounded(inside.signed_m), certain: certain(inside),
    }));
  }

  // Whether no rule stands against what a zone designates, in the zone's middle.
  function welcomes({ speaking, own, welcome }, { zone, middle, matched }) {
    const against = speaking.filter((rule) => rule.effect === "prohibit" || (rule.effect === "restrict" && matched[0].via === "broader"));
    if (!against.length) return true;
    if (!welcome.has(zone)) {
      const there = middle && lookout(middle[0], middle[1]);
      welcome.set(zone, Boolean(there) && !against.some((rule) => holds(there.tree(rule.ground, own), null)));
    }
    return welcome.get(zone);
  }

  // The nearest zones, the point's own apart, in whose middle the verdict would be `encouraged`.
  function nearest(here, asked) {
    const away = asked.hosts.map((host) => ({ host, edge: here.zone(host.zone) })).filter(({ edge }) => edge && !holdsDrawn(edge)).sort((a, b) => a.edge.signed_m - b.edge.signed_m);
    const made = [];
    for (const { host, edge } of away) {
      if (made.length === MOST_NEAREST) break;
      if (welcomes(asked, host)) made.push({ id: host.zone.id, name_zh: host.zone.name[0], name_en: host.zone.name[1], distance_m: rounded(edge.signed_m) });
    }
    return made;
  }

  // WGS 84 degrees and an id of the vocabulary in; out what `zoneatlas site --format json` prints, without the receipt, or
  // null where that refuses the question.
  function verdict(lon, lat, industry, { existing = false } = {}) {
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90) || !Object.hasOwn(atlas.data.vocabulary, industry)) return null;
    const asked = question(industry, Boolean(existing));
    const here = lookout(lon, lat);
    const outline = here.outline();
    const farOut = outline && !holdsDrawn(outline) && certain(outline);
    const judged = judge(outline, farOut ? [] : findings(here, asked));
    return {
      verdict: judged.other ? "cannot-say" : judged.drawn,
      between: judged.other ? [judged.drawn, judged.other] : null,
      reasons: [...(judged.atOutline && outline ? [outlineReason(outline)] : []), ...judged.grounds.map(reasonOf)],
      zones: zonesHere(here, asked),
      nearest: nearest(here, asked),
    };
  }

  // Where the plan has no rules there is no such function.
  Object.defineProperty(atlas, "verdict", { get: () => (atlas.data && atlas.data.siting ? verdict : undefined), enumerable: true, configurable: true });
})((window.zoneatlas = window.zoneatlas || {}));
