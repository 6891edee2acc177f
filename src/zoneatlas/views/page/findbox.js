// The search box: an ARIA combobox with a list of options, worked by keyboard, by touch and through input methods.
(function (atlas) {
  "use strict";

  let box;
  let list;
  let status;
  let options = [];
  let active = -1;
  let composing = false;

  function close() {
    options = [];
    active = -1;
    list.replaceChildren();
    list.hidden = true;
    atlas.set(box, { "aria-expanded": "false", "aria-activedescendant": null });
  }

  function mark(next) {
    active = next;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    const item = list.children[active];
    if (item) item.scrollIntoView({ block: "nearest" });
    atlas.set(box, { "aria-activedescendant": item ? item.id : null });
  }

  function choose(option) {
    box.value = option.title;
    close();
    atlas.setPanel(false);
    if (option.kind === "spot") atlas.askPlace(option.at, true);
    else if (option.kind === "zone") atlas.select({ type: "zone", id: option.zone.id }, { fly: true });
    else if (option.kind === "industry") atlas.setFilter({ industry: option.id }, true);
    else if (option.kind === "clause") atlas.select({ type: "clause", clause: option.clause }, { fly: true });
    else atlas.select({ type: "feature", layer: option.feature.layer.id, key: option.feature.key }, { fly: true });
  }

  function render() {
    const text = box.value;
    options = text.trim() ? atlas.search(text) : [];
    active = -1;
    const items = options.map((option, place) => {
      const item = atlas.make("li", `option ${option.kind}`, atlas.make("span", "group", atlas.word(`group_${option.kind}`)),
        atlas.make("span", "title", option.title), atlas.make("span", "note", option.note));
      atlas.set(item, { role: "option", id: `found-${place}`, "aria-selected": "false" });
      item.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
      item.addEventListener("click", () => choose(option));
      return item;
    });
    list.replaceChildren(...items);
    list.hidden = !items.length;
    atlas.set(box, { "aria-expanded": String(items.length > 0), "aria-activedescendant": null });
    status.textContent = text.trim() ? (items.length ? atlas.fill("results", { n: items.length }) : atlas.word("no_result")) : "";
    status.classList.toggle("none", Boolean(text.trim()) && !items.length);
  }

  function onKey(event) {
    if (composing || event.isComposing || event.keyCode === 229) return; // the input method's own keys
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) mark((active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length);
    else if (event.key === "ArrowDown") render();
    else if (event.key === "Home" && active >= 0) mark(0);
    else if (event.key === "End" && active >= 0) mark(options.length - 1);
    else if (event.key === "Enter" && options.length) choose(options[Math.max(active, 0)]);
    else if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Escape") {
      box.value = "";
      status.textContent = "";
      status.classList.remove("none");
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  atlas.makeFindBox = () => {
    box = atlas.set(document.createElement("input"), { type: "text", id: "find", class: "find", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "found", enterkeyhint: "search" });
    list = atlas.set(atlas.make("ul", "found"), { id: "found", role: "listbox" });
    list.hidden = true;
    status = atlas.set(atlas.make("div", "found-status"), { role: "status" });
    box.addEventListener("keydown", onKey);
    box.addEventListener("compositionstart", () => { composing = true; });
    box.addEventListener("compositionend", () => { composing = false; render(); });
    box.addEventListener("input", (event) => { if (!composing && !event.isComposing) render(); });
    box.addEventListener("focus", () => { if (box.value) box.select(); });
    box.addEventListener("blur", () => {
      close();
      status.classList.remove("none");
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
        event.preventDefault();
        box.focus();
      }
    });
    atlas.on("language", () => {
      atlas.set(box, { placeholder: atlas.word("search_short"), "aria-label": atlas.word("search"), title: atlas.word("search") });
      list.setAttribute("aria-label", atlas.word("search"));
      close();
    });
    return atlas.set(atlas.make("div", "searchbar", box, list, status), { role: "search" });
  };
})((window.zoneatlas = window.zoneatlas || {}));
