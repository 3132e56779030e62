// Tells a screen reader what has just happened, in words that stand in the page.

const region = document.getElementById("said");

export function say(text) {
  // Emptied first: the same words twice in a row would not be read again.
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = text));
}
