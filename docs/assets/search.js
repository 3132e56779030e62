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

/**
 * How Pagefind ranks: what a page is about counts far more than what it mentions. `links` is what
 * other pages call it, `english` its English title; src/tricks_site/search/index.py makes them.
 * The forms of the glossary's terms have rules of their own, below.
 */
const TOPICS = { title: 8, description: 5, headings: 4, links: 5, english: 5 };
export const RANKING = { termFrequency: 0.5, metaWeights: { ...TOPICS, forms: 0 } };
// How much more a page counts that has the words of the query one after the other.
const PHRASE = 0.5;
// So many letters of a word are the same in most of its forms.
const LIKELY_STEM = 5;
// How much a page counts for each word, with or without the others.
const SINGLE = 1;

/* ---- the query ---- */

// The twins of STEM in ukrainian.py and of `code` in chinese.py, both in src/tricks_site/search,
// where they are explained. A test compares them.
const STEM =
  /^(.{3,}?)(?:[аеєиіїоуюяйьв]|[аеєиіоуюя][мхй]|[аяиії]ми|[ії]в|[оеє]ю|[оеє]ві|[оеє]го|[оеє]му|[оє]ї|[ая]я|[ую]ю|[еє]є|[аеєию]т[иьі]|[уюая]ть|[аи]в|[лт][аеиоь]|[еєи]ш|[еєи]мо|[еєи]те|й(?:мо?|те)|[аея]нн[яюі](?:м|х|ми)?|тим[еу](?:мо?|те|ть|ш)?)?(?:с[яь])?$/;
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

/** A function that keeps what it made of each text: the glossary has a thousand forms. */
function keeping(make) {
  const kept = new Map();
  return (text) => {
    if (!kept.has(text)) kept.set(text, make(text));
    return kept.get(text);
  };
}

/** The words of a query; of Chinese the pairs of characters that follow each other. */
const words = keeping((query) => {
  const text = query.normalize("NFC").toLowerCase().replaceAll("的", " ").replace(HAN, " $& ");
  return text
    // Pagefind cuts words at a digit, and joins them at hyphens: L1-penalty.
    .split(/\s+|(?<=\d)-/)
    .filter(letters)
    .flatMap((part) => {
      if (LANGUAGE === "uk" && /[а-яіїєґ]/.test(part)) return stem(letters(part.replaceAll("ʼ", "")));
      if (!isHan(part) || part.length === 1) return part;
      return Array.from({ length: part.length - 1 }, (_, index) => part.slice(index, index + 2));
    });
});

const isHan = (text) => text.search(HAN) === 0;

const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");

/** The beginning of a word, by which its other forms and its relatives are known. */
const head = (word, least) => word.slice(0, Math.max(least, Math.floor(word.length * 0.6)));

/** Beginnings by which relatives of a word are found; in Dutch afdrukken is also "af te drukken". */
const kin = (word) => [
  head(word, 4),
  ...(LANGUAGE === "nl" ? (word.match(/^(?:aan|af|bij|door|in|om|op|over|terug|toe|uit|weg)(.{5,})/)?.slice(1) ?? []) : []),
];

/**
 * Whether Pagefind means this word by what it found on a page. If it knows no word that begins like
 * this one, it takes one that this one begins with, and answers "hello" with "he".
 */
function isMeant(word, { content, raw_content: raw, locations, meta }) {
  const topics = [...Object.keys(TOPICS).map((name) => meta[name] ?? ""), ...Object.values(formsById(meta)).flat()];
  if (isHan(word)) return [content, ...topics].some((text) => text.includes(word));
  const places = raw.split(raw.includes("\u200b") ? "\u200b" : /\s+/);
  const found = [...locations.map((place) => places[place] ?? ""), ...topics.flatMap(words)];
  const wanted = skeleton(word);
  const start = head(wanted, Math.min(3, wanted.length - 1 || 1));
  return found.some((other) => skeleton(other).includes(start));
}

/** A word without accents and without what changes inside it: laag, lagen; schaal, geschaald; вхід, входу. */
const skeleton = (word) =>
  letters(word.toLowerCase().normalize("NFD"))
    .replace(/([aeou])\1/g, "$1")
    .replace(LANGUAGE === "nl" ? /^ge/ : "", "")
    .replace(/[іеє]/g, "о");

/**
 * The pages for a query, best first: those with all of its words before those with some, unless
 * these are about some of the words; then, if they are few, those with words that begin alike. A
 * word that the site does not have is left out.
 */
export async function pagesFor(query, pagefind) {
  const search = async (forms) => {
    const asked = forms.map((form) => (isHan(form) ? code(form) : form));
    // Pagefind looks for words that begin like this in one file of the index only, although they
    // may go on in the next one. It loads that one, too, when it is asked for longer beginnings.
    await pagefind.preload(asked.flatMap((form) => FOLLOWING.map((letter) => form + letter)).join(" "));
    return (await pagefind.search(asked.join(" "))).results;
  };
  const load = (results) => Promise.all(first(results).map((result) => result.data()));
  const asked = words(query);
  // Most often the answer: so its pages load while the words are looked at one by one.
  const likely = search(asked).then(load);
  const known = new Map(); // of each word, its form that the site has, and what that finds
  const alike = [];
  for (const word of asked)
    for (const form of [word, ...kin(word)]) {
      const results = await search([form]);
      if (!results.length || !isMeant(form, await results[0].data())) continue;
      if (!known.has(word)) known.set(word, { form, results });
      alike.push(form);
    }
  await likely;
  // With a hyphen only some words are written: "fan-in", but not "He-rule".
  if (!known.size && query.includes("-")) return pagesFor(query.replaceAll("-", " "), pagefind);

  const pages = new Map(); // by their id, with their score
  const rate = (results, factor) => {
    for (const result of results) {
      const score = (pages.get(result.id)?.score ?? 0) + result.score * factor(result);
      pages.set(result.id, { result, score });
    }
  };
  const ranked = () => [...pages.values()].sort((one, other) => other.score - one.score).map(({ result }) => result);
  const rateAll = async (forms) =>
    rate(await search(forms), ({ words: places }) =>
      forms.length > 1 ? 1 + PHRASE * Math.log2(1 + runs(places, forms.length)) : 1);
  const telling = tellingWords(known);
  if (telling.length > 1) for (const { results } of telling) rate(results, () => SINGLE);
  if (telling.length) await rateAll(telling.map(({ form }) => form));
  const term = termIn((await load(ranked())).find(isGlossary), asked, known);
  // Pages call a term by its name, readers also by its other forms.
  if (term && words(term.title).join() !== asked.join()) await rateAll(words(term.title));
  for (const form of alike) {
    const enough = pages.size >= ENOUGH_PAGES;
    if (!enough) rate((await search([form])).filter(({ id }) => !pages.has(id)), () => 0);
  }
  const results = first(ranked());
  const found = await load(ranked());
  const isAbout = ({ matchedMetaFields: fields = [] }) => fields.some((name) => name in TOPICS);
  const about = new Set(found.filter((_, place) => isAbout(results[place])));
  const others = withGlossaryInPlace(found.filter((page) => !isLab(page)), about, term, telling);
  return withLabs(others, found, asked);
}

/** As many pages as are shown, the glossary among them if a form of a term is matched. */
function first(results) {
  const isMatched = ({ matchedMetaFields: fields = [] }) => fields.includes("forms");
  const shown = results.slice(0, MOST_PAGES);
  const glossary = results.slice(MOST_PAGES).find(isMatched);
  return glossary ? [...shown.slice(0, -1), glossary] : shown;
}

/** How often so many places in a text follow each other. */
function runs(places, length) {
  let count = 0;
  let run = 1;
  places.forEach((place, index) => {
    run = place === places[index - 1] + 1 ? run + 1 : 1;
    if (run !== length) return;
    count += 1;
    run = 0;
  });
  return count;
}

/**
 * The words of a query without the likes of "a" and "in", of which Pagefind would count every word
 * that begins with them. A short word that few pages have, such as L2, stays.
 */
function tellingWords(known) {
  const all = [...known.values()];
  const long = all.filter(({ form }) => isHan(form) || form.length > 2);
  const fewest = Math.min(...long.map(({ results }) => results.length));
  return long.length ? all.filter((word) => long.includes(word) || word.results.length < fewest) : all;
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
  // A page that waits for its translation is found in English.
  article.dir = "auto";
  article.append(element("div", className, title));
  if (excerpt) {
    const text = withPairsMarked(withoutTitle(excerpt, title));
    article.append(element("div", "search-excerpt", /[.!?。！？]$/.test(text) ? text : `${text} …`));
  }
  result.append(article);
  return result;
}

/** Of a page, the forms of each of its terms, by the term's id; only the glossary has them. */
const formsById = ({ forms = "{}" }) => parse(forms);
const parse = keeping(JSON.parse);

const isGlossary = ({ meta }) => "forms" in meta;

/** The title of a part and, in the glossary, the other forms of its term. */
const namesOf = ({ title, anchor }, { meta }) => [title, ...(formsById(meta)[anchor?.id] ?? [])];

/** Whether a query is the whole name of a part. */
const isNamed = (part, query, page) =>
  namesOf(part, page).some((name) => words(name).join() === words(query).join());

/**
 * The part of the glossary on the longest term in a query, as in "what is a minibatch": the other
 * words must stand on as many pages as the term's.
 */
function termIn(glossary, asked, known) {
  const fewest = (some) => Math.min(...some.map((word) => known.get(word)?.results.length ?? Infinity));
  const found = (glossary?.sub_results ?? []).flatMap((part) =>
    namesOf(part, glossary).map(words).flatMap((name) => {
      const start = asked.findIndex((_, index) => name.every((word, step) => word === asked[index + step]));
      if (start < 0 || !name.length) return [];
      const others = asked.toSpliced(start, name.length);
      return fewest(others) >= fewest(name) ? [{ part, length: name.length }] : [];
    }),
  );
  return found.sort((one, other) => other.length - one.length)[0]?.part;
}

const isLab = ({ url }) => /\/labs\/[^/]+\/(index\.html)?$/.test(url);
const isLesson = ({ url }) => /\/tricks\/[^/]+\/(index\.html)?$/.test(url);

/**
 * `others` with the labs of `found`: a lab comes after the best lesson and the glossary if they are
 * among the first three, and after the second page unless its title and description have each word
 * that was asked for; but it keeps its place for who asks for its title.
 */
function withLabs(others, found, asked) {
  const placed = [...others];
  const before = [isLesson, isGlossary].map((kind) => placed.findIndex(kind) + 1);
  for (const [place, lab] of found.entries()) {
    if (!isLab(lab)) continue;
    const { title, description = "" } = lab.meta;
    const about = `${title} ${description}`.toLowerCase();
    const isMeant = asked.every((word) => about.includes(word.slice(0, LIKELY_STEM)));
    const isTitle = words(title).join() === asked.join();
    const least = isTitle ? 0 : Math.max(isMeant ? 0 : 2, ...before.filter((count) => count <= 3));
    placed.splice(Math.max(place, least), 0, lab);
  }
  return placed;
}

/**
 * The glossary comes after the best page when it has a term that was asked for, else after the
 * third one, unless the one word of the query is what the glossary is about. `about` are the
 * pages whose topics have a word of the query.
 */
function withGlossaryInPlace(pages, about, term, telling) {
  const place = pages.findIndex(isGlossary);
  if (place < 0) return pages;
  if (!term && telling.length === 1 && about.has(pages[place])) return pages;
  const [glossary] = pages.splice(place, 1);
  pages.splice(term ? 1 : Math.max(place, 3), 0, glossary);
  return pages;
}

/** The parts of a page that match best, in page order. */
export function bestParts(page, query) {
  const { meta, sub_results: parts } = page;
  const score = (part) => part.weighted_locations.reduce((sum, place) => sum + place.balanced_score, 0);
  const best = parts
    .filter((part) => part.title !== meta.title && part.anchor)
    .map((part) => ({ part, named: isNamed(part, query, page) }))
    .sort((one, other) => other.named - one.named || score(other.part) - score(one.part))
    .map(({ part }) => part)
    .slice(0, MOST_PARTS);
  return parts.filter((part) => best.includes(part));
}

/** One page: its title, and the parts of it that match best. */
function item(page, query) {
  const { url, meta: { title }, sub_results: parts } = page;
  const top = parts.find((part) => part.title === title);
  const result = document.createElement("li");
  result.className = "md-search-result__item";
  result.append(link(url, title, top?.excerpt, "search-title"));
  for (const part of bestParts(page, query))
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
    const options = { noWorker: true, ranking: RANKING, excerptLength: EXCERPT, metaCacheTag: `${date}` };
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

  function show(pages, text, query) {
    list.replaceChildren(...pages.map((page) => item(page, query)));
    list.setAttribute("aria-busy", "false");
    status.textContent = text;
  }

  async function answer() {
    const query = input.value;
    if (!query.trim()) return show([], root.dataset.hint);
    try {
      const pages = await pagesFor(query, await load());
      if (query !== input.value) return;
      const { count, none } = root.dataset;
      show(pages, pages.length ? count.replace("{count}", pages.length) : none, query);
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
