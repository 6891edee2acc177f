// Words as people type them: normal forms, stems without modifiers and endings; and which zones host an industry.
(function (atlas) {
  "use strict";

  const PUNCTUATION = /[\s_/\\·・,，.。、;；:：()（）[\]【】"“”'‘’«»《》\-‐‑‒–—−]+/gu;
  const WIDE = "[\\u2e80-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]";
  const BESIDE_WIDE = new RegExp(`(?<=${WIDE}) | (?=${WIDE})`, "gu");
  const IS_WIDE = new RegExp(WIDE, "u");

  function singular(word) {
    if (word.length < 4 || !word.endsWith("s") || /(ss|us|is)$/.test(word)) return word;
    if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
    return /(shes|ches|xes|sses)$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
  }

  atlas.normal = (text) => text.normalize("NFKC").toLowerCase().replace(/&/g, " and ").replace(PUNCTUATION, " ").trim()
    .replace(BESIDE_WIDE, "").replace(/[a-z]+/g, singular);

  atlas.isWide = (text) => IS_WIDE.test(text);

  // A normal form without its modifiers and endings, fewest taken off first.
  atlas.stems = (form) => {
    const found = [form];
    const wide = atlas.isWide(form);
    for (let i = 0; i < found.length && found.length < 50; i++) {
      for (const [kind, text] of atlas.data.affixes) {
        const word = found[i];
        let rest = "";
        if (kind === "modifier" && word.startsWith(text)) rest = word.slice(text.length);
        else if (kind === "ending" && word.endsWith(text)) rest = word.slice(0, -text.length);
        if (!rest || (!wide && rest[0] !== " " && rest.at(-1) !== " ")) continue;
        rest = rest.trim();
        if (rest.length >= (wide ? 1 : 3) && !found.includes(rest)) found.push(rest);
      }
    }
    return found.slice(1);
  };

  atlas.ancestors = (id) => {
    const found = [];
    let at = (atlas.data.vocabulary[id] || [])[2];
    while (at && atlas.data.vocabulary[at] && !found.includes(at)) {
      found.push(at);
      at = atlas.data.vocabulary[at][2];
    }
    return found;
  };

  // How a zone's designation stands to what was asked: exact, narrower, broader, or null.
  atlas.relation = (asked, designated) => {
    if (asked === designated) return "exact";
    if (atlas.ancestors(designated).includes(asked)) return "narrower";
    return atlas.ancestors(asked).includes(designated) ? "broader" : null;
  };

  const VIA = ["exact", "narrower", "broader"];
  const cache = new Map();

  // The zones that host an industry, the closest first: [{zone, via, role, industry}], as `zoneatlas find` has them.
  atlas.hosts = (asked) => {
    if (cache.has(asked)) return cache.get(asked);
    const above = new Set(atlas.ancestors(asked));
    const via = (designated) => (designated === asked ? "exact" : atlas.ancestors(designated).includes(asked) ? "narrower" : above.has(designated) ? "broader" : null);
    const found = [];
    for (const zone of atlas.planOrder) {
      const rows = [...zone.industries.map((industry) => [industry, "leading"]), ...zone.supporting_industries.map((industry) => [industry, "supporting"])]
        .map(([industry, role]) => ({ zone, industry, role, via: via(industry) })).filter((row) => row.via);
      rows.sort((a, b) => VIA.indexOf(a.via) - VIA.indexOf(b.via) || (a.role < b.role ? -1 : a.role > b.role ? 1 : 0));
      if (rows.length) found.push(rows[0]);
    }
    found.sort((a, b) => VIA.indexOf(a.via) - VIA.indexOf(b.via));
    cache.set(asked, found);
    return found;
  };
})((window.zoneatlas = window.zoneatlas || {}));
