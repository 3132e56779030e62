/*
 * The search box: asks Pagefind, whose index of the page's language is loaded at the first focus.
 * The words shown come from the data attributes in overrides/partials/search.html.
 */

const LANGUAGE = document.documentElement.lang;
const MOST_PAGES = 10;
const MOST_PARTS = 3;
// As long as a reader goes on typing this fast, nothing is searched. In milliseconds.
const PAUSE = 120;

/* ---- the query ---- */

// The twin of STEM in src/tricks_site/search/ukrainian.py, which explains it. A test compares them.
const STEM =
  /^(.{3,}?)(?:[аеєиіїоуюяйьв]|[аеєиіоуюя][мхй]|[аеєию]т[иьі]|[аи]в|[лт][аеиоь]|[еєи]ш|[ії]в|[оеє]ю|[оеє]ві|[аяиії]ми|[оеє]го|[оеє]му|[оє]ї|[уюая]ть|[еєи]мо|[еєи]те)?$/u;

export const stem = (word) => word.match(STEM)?.[1] ?? word;

/** The query as Pagefind should get it. */
export function prepare(query, language) {
  const text = query.normalize("NFC").toLowerCase().replace(/[ʼ’`]/g, "'");
  if (language !== "uk") return text;
  return text.replace(/[а-яіїєґ][а-яіїєґ'-]*/g, (word) => stem(word.replace(/['-]/g, "")));
}

/* ---- the answer ---- */

// Where Pagefind knows no word that begins as asked, it takes one that the asked one begins with:
// good for endings, but it answers "hello" with "he". So a match has to share these letters.
export function isRelevant(excerpt, query, language) {
  const marks = [...excerpt.matchAll(/<mark>(.*?)<\/mark>/gs)].map(([, word]) => bare(word));
  if (!marks.length || language.startsWith("zh")) return true;
  const heads = query.split(/\s+/).map((word) => {
    const letters = bare(word).replace(language === "nl" ? /^ge/ : "", "");
    return letters.slice(0, Math.max(1, Math.min(3, letters.length - 1)));
  });
  return marks.some((word) => heads.some((head) => word.includes(head)));
}

const bare = (text) =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^\p{L}\p{N}]/gu, "");

// The stems that ukrainian.py adds to the words.
const visible = (text) => text.replace(/\{~.*?~\}/g, "");

/** The excerpt of a part without the part's title, which Pagefind has it begin with. */
function withoutTitle(excerpt, title) {
  const tag = "(?:</?mark>)*";
  const letters = [...title].map((letter) => letter.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&"));
  return excerpt.replace(new RegExp(`^${tag}${letters.join(tag)}[.\\s]*(?:</mark>)?\\s*`, "u"), "");
}

const decoded = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">");

/** An element with text, in which `<mark>…</mark>` marks words; no other HTML is believed. */
function element(tag, className, excerpt) {
  const result = document.createElement(tag);
  result.className = className;
  visible(excerpt)
    .split(/<mark>(.*?)<\/mark>/s)
    .forEach((text, index) => {
      const part = document.createElement(index % 2 ? "mark" : "span");
      part.textContent = decoded(text);
      if (text) result.append(part);
    });
  return result;
}

/** A result; `title` and `excerpt` are HTML as Pagefind writes it. */
function link(url, title, excerpt, heading) {
  const result = document.createElement("a");
  result.className = "md-search-result__link";
  result.href = url;
  const article = document.createElement("div");
  article.className = "md-search-result__article md-typeset";
  article.append(element("div", heading, title));
  article.append(element("p", "search-excerpt", withoutTitle(excerpt, title)));
  result.append(article);
  return result;
}

const score = (part) => part.weighted_locations.reduce((sum, place) => sum + place.balanced_score, 0);

/** One page: its title, and the parts of it that match best, in page order. */
function item({ url, meta, excerpt, sub_results: parts }) {
  const title = meta.title ?? url;
  const isTop = (part) => part.title === meta.title;
  const best = parts
    .filter((part) => !isTop(part))
    .sort((one, other) => score(other) - score(one))
    .slice(0, MOST_PARTS);
  const top = parts.find(isTop);
  const result = document.createElement("li");
  result.className = "md-search-result__item";
  result.append(link(url, title, top?.excerpt ?? (best.length ? "" : excerpt), "search-title"));
  for (const part of parts.filter((part) => best.includes(part)))
    result.append(link(part.url, part.title, part.excerpt, "search-heading"));
  return result;
}

/* ---- the box ---- */

function start(root) {
  const toggle = document.getElementById("__search");
  const opener = document.querySelector(".search-open");
  const form = root.querySelector("form");
  const input = root.querySelector("input");
  const status = root.querySelector("[role=status]");
  const list = root.querySelector("ol");
  let pagefind;
  let latest = 0;

  // One thread: the worker would load everything twice, for an index this small.
  const load = () =>
    (pagefind ??= import(new URL(root.dataset.pagefind, document.baseURI)).then((module) =>
      module.createInstance({ noWorker: true, excerptLength: 24 }),
    ));

  function open() {
    if (!toggle.checked) toggle.checked = true;
    opener.setAttribute("aria-expanded", "true");
    input.focus();
    load().catch(() => {});
  }

  function close() {
    toggle.checked = false;
    opener.setAttribute("aria-expanded", "false");
    if (root.contains(document.activeElement)) document.activeElement.blur();
  }

  function show(items, text) {
    list.replaceChildren(...items);
    status.textContent = text;
  }

  async function search() {
    const turn = ++latest;
    const query = prepare(input.value, LANGUAGE).trim();
    if (!query) return show([], root.dataset.hint);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (turn !== latest) return;
    try {
      const { results } = await (await load()).search(query);
      const pages = await Promise.all(results.slice(0, MOST_PAGES).map((result) => result.data()));
      if (turn !== latest) return;
      const found = pages.filter((page) => isRelevant(page.excerpt, query, LANGUAGE));
      const text = found.length ? root.dataset.count.replace("{count}", found.length) : root.dataset.none;
      show(found.map(item), text);
    } catch {
      pagefind = undefined;
      if (turn === latest) show([], root.dataset.failed);
    }
  }

  /** Arrow keys: from the box into the results and back. */
  function move(step) {
    const places = [input, ...list.querySelectorAll("a")];
    const next = places.indexOf(document.activeElement) + step;
    places[Math.max(0, Math.min(places.length - 1, next))].focus();
  }

  opener.addEventListener("click", open);
  input.addEventListener("focus", open);
  input.addEventListener("input", search);
  form.addEventListener("reset", () => {
    latest++;
    show([], root.dataset.hint);
    input.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  root.querySelector(".md-search__overlay").addEventListener("click", close);
  root.querySelector(".search-close").addEventListener("click", close);
  root.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !root.contains(relatedTarget)) close();
  });
  // A link to a place on this very page does not load a page that would be without the search.
  list.addEventListener("click", (event) => event.target.closest("a") && close());

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (toggle.checked) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") close();
      else if (step) move(step);
      else return;
      event.preventDefault();
    } else if (isOpenKey(event) && !event.target.closest("input, textarea, select, [contenteditable]")) {
      open();
      event.preventDefault();
    }
  });
}

// By the letter, or, on a keyboard that has no Latin letters, by the place of the key.
const isOpenKey = ({ key, code }) =>
  ["f", "s", "/"].includes(key) || (/^[^\0-\x7f]$/.test(key) && /^Key[FS]$/.test(code));

const box = document.querySelector(".md-search[data-pagefind]");
if (box) start(box);
