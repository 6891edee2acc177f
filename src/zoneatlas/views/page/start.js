// Start: read the embedded data once, draw it into folium's groups, wire the panel, the labels and the language.
(function (atlas) {
  "use strict";

  atlas.WORD_ZONES = { zh: "规划区域", en: "Zones of the plan" };

  function openButton() {
    const button = atlas.make("button", "open-panel", "☰ ", atlas.make("span", ""));
    button.type = "button";
    button.addEventListener("click", () => document.body.classList.toggle("panel-open"));
    return button;
  }

  atlas.start = (map, groups) => {
    const data = (atlas.data = JSON.parse(document.getElementById("plan-data").textContent));
    const shown = new Set();
    for (const [id, group] of Object.entries(groups)) if (map.hasLayer(group)) shown.add(id);
    const panel = atlas.make("aside", "panel");
    const opener = openButton();
    document.body.append(panel, opener);
    const labels = () => atlas.drawLabels(map, data, shown);
    const state = {
      data, map, panel, shown, opened: new Set(data.kinds.length ? [data.kinds[0].id] : []),
      toggle: (id, on) => {
        if (on) { map.addLayer(groups[id]); shown.add(id); } else { map.removeLayer(groups[id]); shown.delete(id); }
        atlas.restack(data);
        labels();
      },
      setLanguage: (lang) => {
        atlas.lang = lang;
        document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
        document.title = atlas.say(data.plan.title);
        opener.lastChild.textContent = atlas.word("show_layers");
        map.attributionControl.getContainer().textContent = data.plan.attribution.map(atlas.say).join(" · ");
        map.closePopup();
        atlas.drawPanel(state);
        labels();
      },
    };
    map.attributionControl.setPrefix(false);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    atlas.drawAll(map, data, groups);
    map.fitBounds(data.bounds, { animate: false });
    map.on("moveend zoomend resize", labels);
    map.on("zoomanim", () => map.getPane("labels").replaceChildren());
    state.setLanguage(data.lang);
    document.documentElement.dataset.ready = "true";
  };
})((window.zoneatlas = window.zoneatlas || {}));
