// "Ask a place": the zones here and how sure that is, district, region, rings, the position, and a verdict if there is one.
//
// A verdict is given by `atlas.verdict(lon, lat, industry, {existing})`, when a script of the page defines it: WGS 84
// degrees and an id of the vocabulary in; out what `zoneatlas site --format json` prints, without the receipt, or null when
// it has nothing to say. Without it the panel leaves the question out.
(function (atlas) {
  "use strict";

  let industry = "";
  let existing = false;

  const sure = (one) => (one.certain ? atlas.word("certain") : atlas.word("maybe_note"));
  const edgeText = (one) => `${atlas.fill("edge_away", { n: atlas.metres(Math.abs(one.deciding_m)) })}${one.accuracy_m === null ? "" : ` · ${atlas.fill("accuracy_figure", { n: atlas.metres(one.accuracy_m) })}`}`;

  function line(button, one) {
    const state = one.inside ? atlas.word("inside") : atlas.word("maybe");
    return atlas.make("li", one.certain ? "sure" : "unsure", button, atlas.make("div", "small", `${state} · ${sure(one)} · ${edgeText(one)}`));
  }

  const zonesHere = (found) => found.zones.filter((one) => one.inside || !one.certain).sort((a, b) => Number(b.inside) - Number(a.inside) || a.distance_m - b.distance_m);

  function nearest(found) {
    return found.zones.filter((one) => !one.inside && one.certain).sort((a, b) => a.distance_m - b.distance_m).slice(0, 3)
      .map((one) => atlas.make("li", "", atlas.zoneButton(one.zone), " ", atlas.make("span", "far", atlas.metres(one.distance_m))));
  }

  function areas(rows) {
    return rows.map((one) => line(atlas.goTo(atlas.say(one.feature.name), { type: "feature", layer: one.feature.layer.id, key: one.feature.key }), one));
  }

  function ringText(rings) {
    const name = (ring) => atlas.say(ring.feature.name);
    const text = !rings.outer ? atlas.fill("ring_outside", { a: name(rings.inner) }) : !rings.inner ? atlas.fill("ring_inside", { a: name(rings.outer) })
      : atlas.fill("ring_between", { a: name(rings.inner), b: name(rings.outer) });
    return atlas.make("div", rings.certain ? "sure" : "unsure", text, atlas.make("div", "small", `${sure(rings)} · ${name(rings.deciding)}: ${edgeText(rings.deciding)}`));
  }

  function industrySelect() {
    const select = atlas.set(document.createElement("select"), { class: "asked", "aria-label": atlas.word("asked_industry") });
    const option = (value, text) => { const made = atlas.make("option", "", text); made.value = value; return made; };
    select.append(option("", atlas.word("choose_industry")), ...Object.keys(atlas.data.vocabulary).map((id) => option(id, atlas.industryName(id))));
    industry = industry || atlas.filter.industry;
    select.value = industry;
    return select;
  }

  // The question and, once an industry is chosen, the answer; worked out once each time either changes.
  function verdictRows(at) {
    if (typeof atlas.verdict !== "function") return [];
    const select = industrySelect();
    const box = atlas.set(document.createElement("input"), { type: "checkbox", class: "existing" });
    box.checked = existing;
    const answer = atlas.set(atlas.make("div", "verdict"), { role: "status" });
    const row = atlas.row("verdict", answer);
    const tell = () => {
      const said = industry ? atlas.verdict(at[0], at[1], industry, { existing }) : null;
      answer.replaceChildren(...(said ? [atlas.verdictCard(said)] : []));
      row.hidden = !said;
    };
    select.addEventListener("change", () => { industry = select.value; tell(); });
    box.addEventListener("change", () => { existing = box.checked; tell(); });
    tell();
    return [atlas.row("asked_industry", select, atlas.make("label", "layer on", box, atlas.word("existing"))), row];
  }

  atlas.placeSheet = (at) => {
    const found = atlas.situation(at[0], at[1]);
    const here = zonesHere(found).map((one) => line(atlas.zoneButton(one.zone), one));
    const near = nearest(found);
    const list = atlas.make("dl", "",
      atlas.row("coordinates", atlas.make("span", "code", `${at[0].toFixed(5)}, ${at[1].toFixed(5)}`)),
      found.outside ? atlas.row("where", atlas.make("span", "warn", atlas.word("outside_plan"))) : "",
      atlas.row("zones_here", here.length ? atlas.make("ul", "plain", ...here) : atlas.word("no_zone")),
      ...verdictRows(at),
      found.districts.length ? atlas.row("district", atlas.make("ul", "plain", ...areas(found.districts))) : "",
      found.regions.length ? atlas.row("region", atlas.make("ul", "plain", ...areas(found.regions))) : "",
      found.rings ? atlas.row("rings", ringText(found.rings)) : "",
      near.length ? atlas.row("near", atlas.make("ul", "plain", ...near)) : "");
    return atlas.make("article", "sheet place", atlas.make("header", "", atlas.make("h2", "", found.districts.length && found.districts[0].inside ? atlas.say(found.districts[0].feature.name) : atlas.word("here"))), list);
  };
})((window.zoneatlas = window.zoneatlas || {}));
