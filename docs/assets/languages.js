// The language switcher keeps the place on the page, and a reader whose browser asks for another
// language of this site gets a hint, until it is closed or a language is chosen.

const KEY = "training-tricks.language-chosen";

const links = [...document.querySelectorAll("[data-language]")];
const box = document.getElementById("hint");
const [offer, close] = box.children;

function keepPlace() {
  for (const link of [...links, offer]) link.hash = location.hash;
}

function remember() {
  try {
    localStorage.setItem(KEY, "yes");
  } catch {
    // The browser keeps nothing: the hint will come again.
  }
}

function wasChosen() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

/** The link to the first language the browser asks for that the site has: pt-BR, else pt. */
function preferred() {
  for (const wanted of navigator.languages) {
    const named = (code) => links.find((link) => link.dataset.language.toLowerCase() === code.toLowerCase());
    const link = named(wanted) ?? named(wanted.split("-")[0]);
    if (link) return link;
  }
  return undefined;
}

function hint(link) {
  offer.textContent = link.dataset.hint;
  offer.lang = link.lang;
  offer.dir = link.dir;
  offer.href = link.href;
  offer.addEventListener("click", remember);
  close.addEventListener("click", () => {
    box.hidden = true;
    remember();
  });
  box.hidden = false;
}

for (const link of links) link.addEventListener("click", remember);

const link = preferred();
if (link?.dataset.hint && !link.hasAttribute("aria-current") && !wasChosen()) hint(link);

keepPlace();
addEventListener("hashchange", keepPlace);
