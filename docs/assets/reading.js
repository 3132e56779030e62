// Finding one's way while reading: the table of contents marks the part that is being read, and keys
// turn pages: p or comma for the previous one, n or full stop for the next one.

// A part counts as being read when its heading has passed this share of the window's height.
const LINE = 0.25;
const KEYS = { p: "prev", ",": "prev", n: "next", ".": "next" };

const links = new Map();
for (const link of document.querySelectorAll(".layout__contents a")) {
  const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (heading) links.set(heading, link);
}
const headings = [...links.keys()];
let marked;

function mark() {
  const line = innerHeight * LINE;
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < line);
  const link = links.get(passed.at(-1));
  if (link === marked) return;
  marked?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  marked = link;
}

// Looks again only when a heading crosses the line.
const crossing = new IntersectionObserver(mark, { rootMargin: `0px 0px -${100 - 100 * LINE}% 0px` });
for (const heading of headings) crossing.observe(heading);

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
  if (event.target.closest("input, textarea, select")) return;
  document.querySelector(`.neighbours [rel=${KEYS[event.key]}]`)?.click();
});
