// The doors of a translated page: each text offers its English original, and a link to its message
// in the catalog. A switch opens them, and this browser keeps them open on every page and language.
//
// Each text has data-line, where its message stands in the catalog. The nth of them is the nth on
// the English page, which is fetched when the first door is opened.

import { say } from "./say.js";

const KEY = "training-tricks.doors";
const TEXTS = "article [data-line]";
// What may stand in a text beside its own words: it has a door of its own.
const BLOCKS = "[data-line], ul, ol, dl, p, div, pre, table, figure, details, blockquote";

const control = document.getElementById("doors");
const labels = control.dataset;
const english = new URL(labels.english, location.href);

let opened = false;
let originals;
let doors = [];

function isOpen() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return opened;
  }
}

function remember() {
  try {
    if (opened) localStorage.setItem(KEY, "open");
    else localStorage.removeItem(KEY);
  } catch {
    // The browser keeps nothing: the doors are open on this page only.
  }
}

function make(tag, name, ...children) {
  const element = document.createElement(tag);
  element.className = name;
  element.append(...children);
  return element;
}

/** The texts of the English page, in the order of this one's. */
async function fetchOriginals() {
  const response = await fetch(english);
  if (!response.ok) throw new Error(response.statusText);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = [...page.querySelectorAll(TEXTS)];
  // Of another day, when the page was not the same.
  if (found.length !== document.querySelectorAll(TEXTS).length) throw new Error("another page");
  return found;
}

/** The first of the blocks that stand in a text after its own words, if there are any. */
function rest(text) {
  return [...text.children].find((child) => child.matches(BLOCKS)) ?? null;
}

/** What a text says, to stand elsewhere. A drawing says its description. */
function copy(text) {
  if (text.localName === "svg") return [text.getAttribute("aria-label")];
  const copied = document.importNode(text, true);
  for (let end = rest(copied); end; ) {
    const next = end.nextSibling;
    end.remove();
    end = next;
  }
  for (const added of copied.querySelectorAll(".headerlink, .door, .door__panel")) added.remove();
  for (const element of copied.querySelectorAll("[id]")) element.removeAttribute("id");
  return copied.childNodes;
}

function original(text) {
  const shown = make("span", "door__english", ...copy(text));
  shown.lang = "en";
  shown.dir = "ltr";
  for (const link of shown.querySelectorAll("a[href]")) {
    link.href = new URL(link.getAttribute("href"), english);
  }
  return shown;
}

/** The link to a message in the editor of the forge, or only where it stands. */
function place(text) {
  const file = text.closest(".terms") ? labels.glossary : labels.catalog;
  const { line } = text.dataset;
  const where = make("code", "door__place", line ? `${file}:${line}` : file);
  where.translate = false;
  if (!labels.edit) return [where];
  where.textContent = where.textContent.split("/").at(-1);
  const link = make("a", "door__link", isWaiting(text) ? labels.translate : labels.correct);
  link.href = `${labels.edit}${file}${line && `#L${line}`}`;
  // Not every editor goes to the line.
  return [link, " ", where];
}

function isWaiting(text) {
  return text.getAttribute("lang") === "en";
}

/** What is behind a door: the English of its texts, and where each is corrected. */
async function fill(panel, texts, numbers) {
  let found;
  try {
    originals ??= fetchOriginals();
    found = await originals;
  } catch {
    originals = undefined; // the next door tries again
  }
  const entries = texts.map((text, index) => {
    const entry = make("span", "door__entry");
    // Of several texts behind one door, each says which it is.
    if (texts.length > 1 && !isWaiting(text)) entry.append(make("span", "door__own", ...copy(text)));
    if (found) entry.append(original(found[numbers[index]]));
    entry.append(...place(text));
    return entry;
  });
  if (!found) {
    entries.unshift(make("span", "door__failed", labels.failed));
    say(labels.failed);
  }
  panel.replaceChildren(...entries);
}

function makeDoor(texts, numbers) {
  const panel = make("span", "door__panel");
  const door = make("button", "door", "EN");
  door.type = "button";
  door.lang = "en";
  door.setAttribute("aria-label", `EN: ${labels.original}`);
  door.setAttribute("aria-expanded", "false");
  door.addEventListener("click", async () => {
    const show = !panel.isConnected;
    if (show) {
      (door.parentElement.querySelector(":scope > .headerlink") ?? door).after(panel);
      await fill(panel, texts, numbers);
    } else panel.remove();
    door.setAttribute("aria-expanded", String(show));
  });
  doors.push(door, panel);
  return door;
}

/** Hang a door where its text ends. */
function hang(text, door) {
  // Some hold no button.
  if (text.matches("summary, label, pre, svg")) text.after(door);
  else text.insertBefore(door, rest(text) ?? text.querySelector(":scope > .headerlink"));
}

function open() {
  const together = new Map();
  const texts = [...document.querySelectorAll(TEXTS)];
  texts.forEach((text, number) => {
    // Comments of a program share a door, and so do the labels of a drawing.
    const box = text.closest("pre, svg") ?? text;
    if (!together.has(box)) together.set(box, []);
    together.get(box).push(number);
  });
  for (const [box, numbers] of together) {
    hang(box, makeDoor(numbers.map((number) => texts[number]), numbers));
  }
}

function close() {
  for (const part of doors) part.remove();
  doors = [];
}

function show() {
  control.setAttribute("aria-checked", String(opened));
  if (opened) open();
  else close();
}

control.addEventListener("click", () => {
  opened = !opened;
  remember();
  show();
});

opened = isOpen();
if (opened) show();
