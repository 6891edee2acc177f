// Making elements: text reaches the page as text nodes only. And who tells whom that something changed.
(function (atlas) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  atlas.make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    for (const child of children) {
      if (child !== null && child !== undefined && child !== "") element.append(child);
    }
    return element;
  };

  // An element with attributes; a value of null or false leaves one out.
  atlas.set = (element, attributes) => {
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null || value === false || value === undefined) element.removeAttribute(key);
      else element.setAttribute(key, value === true ? "" : value);
    }
    return element;
  };

  atlas.button = (className, text, onClick, attributes) => {
    const button = atlas.make("button", className, text);
    button.type = "button";
    button.addEventListener("click", onClick);
    return atlas.set(button, attributes || {});
  };

  atlas.svg = (tag, attributes, ...children) => {
    const element = atlas.set(document.createElementNS(SVG, tag), attributes || {});
    element.append(...children);
    return element;
  };

  // A link out of the page, only where the text is a web address.
  atlas.link = (text, address) => {
    if (!/^https?:\/\/[^\s]+$/i.test(address || "")) return atlas.make("span", "", text);
    return atlas.set(atlas.make("a", "", text), { href: address, target: "_blank", rel: "noopener noreferrer" });
  };

  const listeners = {};
  atlas.on = (events, listener) => {
    for (const event of events.split(" ")) (listeners[event] = listeners[event] || []).push(listener);
  };
  atlas.emit = (event, detail) => {
    for (const listener of listeners[event] || []) listener(detail);
  };

  // Said to screen readers, once.
  atlas.announce = (text) => {
    if (atlas.live) atlas.live.textContent = text;
  };

  // Said to everyone, for a moment.
  let hiding = 0;
  atlas.toast = (text) => {
    atlas.announce(text);
    if (!atlas.toastBox) return;
    atlas.toastBox.textContent = text;
    atlas.toastBox.classList.add("on");
    clearTimeout(hiding);
    hiding = setTimeout(() => atlas.toastBox.classList.remove("on"), 2500);
  };
})((window.zoneatlas = window.zoneatlas || {}));
