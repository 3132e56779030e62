/*
 * The search box: asks Pagefind, whose index of the page's language is loaded at the first focus.
 * The words shown come from the data attributes in overrides/partials/search.html.
 */

const LANGUAGE = document.documentElement.lang;
// In words, or in characters.
const EXCERPT = LANGUAGE.startsWith("zh") ? 60 : 24;
const ENOUGH_PAGES = 3;
const MOST_PAGES = 8;
const MOST_PARTS = 3;
// As long as a reader goes on typing this fast, nothing is searched. In milliseconds.
const PAUSE = 120;

/* ---- the query ---- */

// The twins of STEM in ukrainian.py and of `code` in chinese.py, both in src/tricks_site/search,
// where they are explained. A test compares them.
const STEM =
  /^(.{3,}?)(?:[аеєиіїоуюяйьв]|[аеєиіоуюя][мхй]|[аяиії]ми|[ії]в|[оеє]ю|[оеє]ві|[оеє]го|[оеє]му|[оє]ї|[ая]я|[ую]ю|[еє]є|[аеєию]т[иьі]|[уюая]ть|[аи]в|[лт][аеиоь]|[еєи]ш|[еєи]мо|[еєи]те|й(?:мо?|те)|тим[еу](?:мо?|те|ть|ш)?)?(?:с[яь])?$/;
// The letters that a word may go on with.
const FOLLOWING = [..."0123456789_abcdefghijklmnopqrstuvwxyzабвгґдежзийклмнопрстуфхцчшщьюяєії"];
const HAN = /[\u3400-\u4dbf\u4e00-\u9fff]+/g;

export const stem = (word) => word.match(STEM)?.[1] ?? word;

export const code = (characters) =>
  "zq" +
  [...characters]
    .map((character) => character.codePointAt(0).toString(16).padStart(4, "0"))
    .join("")
    .replace(/./g, (digit) => "abcdefghijklmnop"[parseInt(digit, 16)]);

/** The words of a query; of Chinese the pairs of characters that follow each other. */
export function words(query) {
  const text = query.normalize("NFC").toLowerCase().replaceAll("的", " ").replace(HAN, " $& ");
  return text
    .split(/\s+/)
    .filter(letters)
    .flatMap((part) => {
      if (LANGUAGE === "uk" && /[а-яіїєґ]/.test(part)) return stem(letters(part.replaceAll("ʼ", "")));
      if (!isHan(part) || part.length === 1) return part;
      return Array.from({ length: part.length - 1 }, (_, index) => part.slice(index, index + 2));
    });
}

const isHan = (text) => text.search(HAN) === 0;

const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");

/** The beginning of a word, by which its other forms and its relatives are known. */
const head = (word, least) => word.slice(0, Math.max(least, Math.floor(word.length * 0.6)));

/**
 * Whether Pagefind means this word by what it found on a page. If it knows no word that begins like
 * this one, it takes one that this one begins with, and answers "hello" with "he".
 */
function isMeant(word, { content, raw_content: raw, locations }) {
  if (isHan(word)) return content.includes(word);
  const places = raw.split(raw.includes("\u200b") ? "\u200b" : /\s+/);
  const wanted = skeleton(word);
  const start = head(wanted, Math.min(3, wanted.length - 1 || 1));
  return !locations.length || locations.some((place) => skeleton(places[place] ?? "").includes(start));
}

/** A word without accents and without what changes inside it: laag, lagen; schaal, geschaald; вхід, входу. */
const skeleton = (word) =>
  letters(word.toLowerCase().normalize("NFD"))
    .replace(/([aeou])\1/g, "$1")
    .replace(LANGUAGE === "nl" ? /^ge/ : "", "")
    .replace(/[іеє]/g, "о");

/**
 * The pages for a query, best first: those with all of its words, then, if they are few, those with
 * some, then those with words that begin alike. A word that the site does not have is left out.
 */
export async function pagesFor(query, pagefind) {
  const search = async (forms) => {
    const asked = forms.map((form) => (isHan(form) ? code(form) : form));
    // Pagefind looks for words that begin like this in one file of the index only, although they
    // may go on in the next one. It loads that one, too, when it is asked for longer beginnings.
    await pagefind.preload(asked.flatMap((form) => FOLLOWING.map((letter) => form + letter)).join(" "));
    return (await pagefind.search(asked.join(" "))).results;
  };
  const load = (results) => Promise.all(results.slice(0, MOST_PAGES).map((result) => result.data()));
  const asked = words(query);
  // Most often the answer: so its pages load while the words are looked at one by one.
  const likely = search(asked).then(load);
  const known = [];
  const alike = [];
  for (const word of asked) {
    const found = [];
    for (const form of [word, head(word, 4)]) {
      const [best] = await search([form]);
      if (best && isMeant(form, await best.data())) found.push(form);
    }
    known.push(...found.slice(0, 1));
    alike.push(...found);
  }
  await likely;
  const pages = new Map();
  const add = (results) => {
    for (const result of results) if (!pages.has(result.id)) pages.set(result.id, result);
  };
  if (known.length) add(await search(known));
  for (const form of [...known, ...alike]) if (pages.size < ENOUGH_PAGES) add(await search([form]));
  return load([...pages.values()]);
}

/* ---- the answer ---- */

/** The excerpt of a part without its title, which Pagefind has it begin with. */
function withoutTitle(excerpt, title) {
  const tag = "(?:</?mark>)*";
  const signs = [...title].map((sign) => sign.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&"));
  const start = new RegExp(`^${tag}${signs.join(tag)}[.\\s]*(?:</mark>)?\\s*`, "u");
  return start.test(excerpt) ? excerpt.replace(start, "") : `… ${excerpt}`;
}

/** For Chinese, where Pagefind marks the first character of each pair that it found. */
const withPairsMarked = (excerpt) =>
  excerpt.replace(/<\/mark>(?!<mark>)(\p{Script=Han})/gu, "$1</mark>").replaceAll("</mark><mark>", "");

/** An element with text, in which `<mark>…</mark>` marks words; no other HTML is believed. */
function element(tag, className, html) {
  const result = document.createElement(tag);
  result.className = className;
  html.split(/<mark>(.*?)<\/mark>/s).forEach((text, index) => {
    const part = document.createElement(index % 2 ? "mark" : "span");
    part.textContent = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    if (text) result.append(part);
  });
  return result;
}

/** A link to a page or to a part of it; `title` and `excerpt` are as Pagefind gives them. */
function link(url, title, excerpt, className) {
  const result = document.createElement("a");
  result.className = "md-search-result__link";
  result.href = url;
  const article = document.createElement("div");
  article.className = "md-search-result__article";
  article.append(element("div", className, title));
  if (excerpt) {
    const text = withPairsMarked(withoutTitle(excerpt, title));
    article.append(element("div", "search-excerpt", /[.!?。！？]$/.test(text) ? text : `${text} …`));
  }
  result.append(article);
  return result;
}

/** One page: its title, and in page order the parts of it that match best. */
function item({ url, meta: { title }, sub_results: parts }) {
  const score = (part) => part.weighted_locations.reduce((sum, place) => sum + place.balanced_score, 0);
  const top = parts.find((part) => part.title === title);
  const best = parts
    .filter((part) => part !== top)
    .sort((one, other) => score(other) - score(one))
    .slice(0, MOST_PARTS);
  const result = document.createElement("li");
  result.className = "md-search-result__item";
  result.append(link(url, title, top?.excerpt, "search-title"));
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
  let pause;
  let queue = Promise.resolve();

  function load() {
    if (pagefind) return pagefind;
    const folder = new URL(root.dataset.pagefind, document.baseURI);
    const tag = LANGUAGE.toLowerCase();
    // Pagefind asks for these one after the other, and on a slow network each question takes its
    // time; so they are all in the browser's cache when it does. It takes the date of the first.
    const date = Date.now();
    for (const name of [`pagefind-entry.json?ts=${date}`, `pagefind.${tag}.pf_meta`, `wasm.${tag}.pagefind`])
      fetch(new URL(name, folder), { cache: "no-cache" })
        .then((response) => response.arrayBuffer())
        .catch(() => {});
    // Without a worker, which would load everything twice for an index this small.
    const options = { noWorker: true, excerptLength: EXCERPT, metaCacheTag: `${date}` };
    pagefind = import(new URL("pagefind.js", folder)).then((module) => module.createInstance(options));
    return pagefind;
  }

  function open() {
    toggle.checked = true;
    opener.setAttribute("aria-expanded", "true");
    input.focus();
    load().catch(() => {});
  }

  function close() {
    const hadFocus = root.contains(document.activeElement);
    toggle.checked = false;
    opener.setAttribute("aria-expanded", "false");
    if (!hadFocus) return;
    document.activeElement.blur();
    // Does nothing where the window is wide and has no such button.
    opener.focus();
  }

  function show(pages, text) {
    list.replaceChildren(...pages.map(item));
    list.setAttribute("aria-busy", "false");
    status.textContent = text;
  }

  async function answer() {
    const query = input.value;
    if (!query.trim()) return show([], root.dataset.hint);
    try {
      const pages = await pagesFor(query, await load());
      if (query !== input.value) return;
      show(pages, pages.length ? root.dataset.count.replace("{count}", pages.length) : root.dataset.none);
    } catch {
      pagefind = undefined;
      show([], root.dataset.failed);
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
  input.addEventListener("input", () => {
    list.setAttribute("aria-busy", "true");
    clearTimeout(pause);
    // One after the other: Pagefind changes the pages that it has given out before.
    pause = setTimeout(() => (queue = queue.then(answer)), PAUSE);
  });
  form.addEventListener("reset", () => {
    show([], root.dataset.hint);
    input.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    queue = queue.then(answer).then(() => list.querySelector("a")?.click());
  });
  root.querySelector(".md-search__overlay").addEventListener("click", close);
  root.querySelector(".search-close").addEventListener("click", close);
  // The rest of the page lies below the box, so whoever leaves it has closed it.
  root.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !root.contains(relatedTarget)) close();
  });
  // A result on this very page does not load a page anew, without the box.
  list.addEventListener("click", (event) => event.target.closest("a") && close());

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (toggle.checked) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") close();
      else if (step) move(step);
      else return;
    } else if (isOpenKey(event)) open();
    else return;
    event.preventDefault();
  });
}

// By the letter, or on a keyboard without Latin letters by the place of the key.
const isOpenKey = ({ key, code: place }) =>
  ["f", "s", "/"].includes(key) || (/^[^\0-\x7f]$/.test(key) && /^Key[FS]$/.test(place));

const box = document.querySelector(".md-search[data-pagefind]");
if (box) start(box);
