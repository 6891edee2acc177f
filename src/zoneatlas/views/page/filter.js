// Filters by industry, kind and district: what does not match fades, and the panel says how many zones are left.
(function (atlas) {
  "use strict";

  const opened = new Set();
  let block;
  let rows = null;

  atlas.filter = { industry: "", kind: "", district: "" };
  atlas.filtering = () => Boolean(atlas.filter.industry || atlas.filter.kind || atlas.filter.district);

  atlas.matches = (zone) => {
    const { industry, kind, district } = atlas.filter;
    return (!kind || zone.kind === kind) && (!district || zone.districts.includes(district))
      && (!industry || atlas.hosts(industry).some((host) => host.zone === zone));
  };

  // Change some of the filters; `fly` shows all that is left.
  atlas.setFilter = (change, fly) => {
    Object.assign(atlas.filter, change);
    atlas.applyFilter();
    atlas.emit("filter");
    const left = atlas.data.zones.filter((zone) => atlas.matches(zone) && zone.geometry);
    atlas.announce(left.length ? atlas.fill("filter_said", { n: left.length, all: atlas.data.zones.length }) : atlas.word("filter_none"));
    if (fly && left.length) atlas.showBounds(left.map((zone) => atlas.boundsOf(zone.geometry)).reduce((a, b) => a.extend(b)));
  };

  // Fade the paths of the zones that do not match; called again whenever paths were drawn anew.
  atlas.applyFilter = () => {
    const on = atlas.filtering();
    for (const zone of atlas.data.zones) {
      const faded = on && !atlas.matches(zone);
      for (const path of atlas.pathsOf(zone)) {
        const element = path.getElement && path.getElement();
        if (element) element.classList.toggle("faded", faded);
      }
    }
  };

  // The vocabulary's terms that a zone designates, and those above them, as a tree with the number of zones `find` gives.
  function tree() {
    if (rows) return rows;
    const used = new Set(atlas.data.zones.flatMap((zone) => [...zone.industries, ...zone.supporting_industries]).filter((id) => atlas.data.vocabulary[id]));
    for (const id of [...used]) for (const above of atlas.ancestors(id)) used.add(above);
    const below = new Map();
    for (const [id, row] of Object.entries(atlas.data.vocabulary)) {
      if (!used.has(id)) continue;
      const parent = used.has(row[2]) ? row[2] : "";
      below.set(parent, [...(below.get(parent) || []), id]);
    }
    rows = below;
    return rows;
  }

  function branch(parent) {
    const list = atlas.make("ul", "tree");
    for (const id of tree().get(parent) || []) {
      const children = tree().has(id);
      const open = opened.has(id);
      const name = atlas.industryName(id);
      const twist = children ? atlas.button("twist", open ? "▾" : "▸", () => {
        if (open) opened.delete(id); else opened.add(id);
        draw();
        block.querySelector(`[data-twist="${CSS.escape(id)}"]`).focus();
      }, { "aria-expanded": String(open), "aria-label": `${atlas.word(open ? "collapse" : "expand")} ${name}`, "data-twist": id }) : atlas.make("span", "twist");
      const chosen = atlas.filter.industry === id;
      const pick = atlas.button("pick", "", () => atlas.setFilter({ industry: chosen ? "" : id }), { "aria-pressed": String(chosen), "data-industry": id });
      pick.append(atlas.make("span", "title", name), atlas.make("span", "count", String(atlas.hosts(id).length)));
      const item = atlas.make("li", "", atlas.make("div", "line", twist, pick));
      if (children && open) item.append(branch(id));
      list.append(item);
    }
    return list;
  }

  function kindButtons() {
    const row = atlas.set(atlas.make("div", "kinds"), { role: "group", "aria-label": atlas.word("kind") });
    for (const kind of atlas.data.kinds) {
      const chosen = atlas.filter.kind === kind.id;
      const button = atlas.button("chip", "", () => atlas.setFilter({ kind: chosen ? "" : kind.id }), { "aria-pressed": String(chosen), "data-kind": kind.id });
      button.append(atlas.make("span", "", `${atlas.say(kind.title)} ${kind.zones.length}`));
      row.append(button);
    }
    return row;
  }

  function districtSelect() {
    const counts = new Map();
    for (const zone of atlas.data.zones) for (const name of zone.districts) counts.set(name, (counts.get(name) || 0) + 1);
    const names = [...new Set([...Object.keys(atlas.data.districts), ...counts.keys()])].filter((name) => counts.has(name));
    const select = atlas.set(document.createElement("select"), { class: "district", "aria-label": atlas.word("districts") });
    const option = (value, text) => { const made = atlas.make("option", "", text); made.value = value; return made; };
    select.append(option("", atlas.word("any_district")), ...names.map((name) => option(name, `${atlas.districtName(name)} (${counts.get(name)})`)));
    select.value = atlas.filter.district;
    select.addEventListener("change", () => atlas.setFilter({ district: select.value }));
    return select;
  }

  function summary() {
    const left = atlas.data.zones.filter(atlas.matches).length;
    const text = atlas.filtering() ? atlas.fill(left ? "filter_said" : "filter_none", { n: left, all: atlas.data.zones.length }) : "";
    return text ? atlas.make("div", "said", atlas.make("span", "", atlas.filter.industry ? `${atlas.industryName(atlas.filter.industry)}${atlas.word("colon")}` : "", text),
      atlas.button("mini", atlas.word("clear_filter"), () => atlas.setFilter({ industry: "", kind: "", district: "" }), { "data-clear": true })) : null;
  }

  function draw() {
    const head = block.querySelector("summary");
    head.textContent = atlas.word("filter") + (atlas.filtering() ? ` · ${atlas.data.zones.filter(atlas.matches).length}/${atlas.data.zones.length}` : "");
    const body = block.querySelector(".body");
    const kept = body.contains(document.activeElement) ? document.activeElement.dataset : null;
    body.replaceChildren();
    const said = summary();
    if (said) body.append(said);
    body.append(kindButtons(), districtSelect());
    if (tree().size) body.append(atlas.make("div", "label-line", atlas.word("filter_industry")), branch(""));
    if (!kept) return;
    const again = kept.industry ? `[data-industry="${CSS.escape(kept.industry)}"]` : kept.kind ? `[data-kind="${CSS.escape(kept.kind)}"]` : "select";
    const target = body.querySelector(again);
    if (target) target.focus();
  }

  atlas.makeFilter = () => {
    block = atlas.make("details", "filter", atlas.make("summary", ""), atlas.make("div", "body"));
    atlas.on("language filter", () => {
      for (const id of atlas.filter.industry ? atlas.ancestors(atlas.filter.industry) : []) opened.add(id);
      if (atlas.filtering()) block.open = true;
      draw();
    });
    return block;
  };
})((window.zoneatlas = window.zoneatlas || {}));
