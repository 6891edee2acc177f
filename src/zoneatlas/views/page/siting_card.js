// A siting verdict as one reads it: sign and word, what it rests on with clause and distance, the nearest zones. Text
// reaches the page as text nodes only. `atlas.verdictCard(said)` takes what `atlas.verdict` gives.
(function (atlas) {
  "use strict";

  // verdict: [sign, colour (AA on white), what it means where the reasons do not say it].
  const LOOKS = {
    prohibited: ["✕", "#a61b1b", null], restricted: ["▲", "#8a4b00", null], encouraged: ["✓", "#1c6b3c", null],
    silent: ["–", "#4a5561", ["规划没有针对这里的这一产业作出规定；未列入不等于不允许。", "No rule and no zone of the plan speaks of it here; not listed does not mean not allowed."]],
    "cannot-say": ["?", "#5b3a8e", ["起决定作用的界线离这一点比它自身的精度还近。", "The edge that decides is nearer to the point than its own accuracy."]],
    outside: ["○", "#4a5561", ["规划不及于此。", "The plan does not reach here."]],
  };
  const EFFECTS = { prohibit: ["禁止", "prohibits"], restrict: ["限制", "restricts"], encourage: ["鼓励", "encourages"], direct: ["引导", "directs"], null: ["范围", "area"] };
  const NEAREST = ["最近的鼓励区", "Nearest zones that encourage it"];
  const OR = ["或", " or "];

  function head(said) {
    const [sign, colour, meaning] = LOOKS[said.verdict];
    const name = (code) => atlas.word(`verdict_${code}`);
    const between = said.between ? atlas.make("span", "", ` (${said.between.map(name).join(atlas.say(OR))})`) : "";
    const word = atlas.set(atlas.make("strong", `verdict-${said.verdict}`, name(said.verdict)), { style: `color: ${colour}` });
    const mark = atlas.set(atlas.make("span", "sign", sign), { "aria-hidden": "true",
      style: `display: inline-block; width: 1.5em; margin-right: 6px; border: 2px solid ${colour}; border-radius: 4px; text-align: center; font-weight: 700; color: ${colour}` });
    return [atlas.make("div", "head", mark, word, between), meaning ? atlas.make("div", "small", atlas.say(meaning)) : ""];
  }

  // "inside, 230 m from the edge, accuracy ±320 m"; empty for what holds everywhere.
  function edgeLine(reason) {
    if (reason.distance_m === null) return "";
    const side = reason.distance_m < 0 ? ["界内", "inside"] : ["界外", "outside"];
    const parts = [atlas.say(side), atlas.fill("edge_away", { n: atlas.metres(Math.abs(reason.distance_m)) })];
    if (reason.accuracy_m !== null) parts.push(atlas.fill("accuracy_figure", { n: atlas.metres(reason.accuracy_m) }));
    const unsure = reason.accuracy_m !== null && Math.abs(reason.distance_m) < reason.accuracy_m;
    return atlas.make("div", unsure ? "small unsure" : "small", parts.join(" · "));
  }

  function reasonItem(reason) {
    const lead = atlas.make("span", "badge", [atlas.say(EFFECTS[reason.effect]), reason.clause].filter(Boolean).join(" "));
    return atlas.set(atlas.make("li", "", lead, ` ${atlas.say([reason.text_zh, reason.text])}`, edgeLine(reason)), { "data-rule": reason.rule });
  }

  function nearestList(said) {
    if (!said.nearest.length) return [];
    const items = said.nearest.map((one) => atlas.make("li", "", atlas.zoneButton(atlas.zoneById.get(one.id)), " ", atlas.make("span", "far", atlas.metres(one.distance_m))));
    return [atlas.make("div", "small", atlas.say(NEAREST)), atlas.make("ul", "plain nearest", ...items)];
  }

  atlas.verdictCard = (said) => atlas.make("div", "verdict-card", ...head(said), atlas.make("ul", "plain reasons", ...said.reasons.map(reasonItem)), ...nearestList(said));
})((window.zoneatlas = window.zoneatlas || {}));
