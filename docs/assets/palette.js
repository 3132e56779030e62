// The button for the colours: like the device, light, dark. The choice is remembered in this browser.
// A script in the head of the page applies it before the first paint; the colours are in site.css.

import { say } from "./say.js";

const KEY = "training-tricks.scheme";
const SCHEMES = ["auto", "light", "dark"];

const root = document.documentElement;
const button = document.getElementById("palette");

function show(scheme) {
  root.dataset.scheme = scheme;
  button.title = button.dataset[scheme];
  button.setAttribute("aria-label", button.title);
  // The browser's own frame around the page follows the page.
  const paper = getComputedStyle(root).backgroundColor;
  for (const meta of document.querySelectorAll("meta[name=theme-color]")) meta.content = paper;
}

button.addEventListener("click", () => {
  const scheme = SCHEMES[(SCHEMES.indexOf(root.dataset.scheme) + 1) % SCHEMES.length];
  show(scheme);
  say(button.title);
  try {
    localStorage.setItem(KEY, scheme);
  } catch {
    // The browser keeps nothing: the choice holds for this page.
  }
});

show(SCHEMES.includes(root.dataset.scheme) ? root.dataset.scheme : "auto");
button.hidden = false;
