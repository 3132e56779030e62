// What blocks of code need: copy buttons, and scrolling by keyboard.

import { say } from "./say.js";

const SHOWN = 2000;

/** Let the button copy exactly what its block shows. */
function offer(button) {
  const label = button.textContent;
  const { copied } = document.getElementById("said").dataset;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.parentElement.querySelector("code, samp").textContent);
    button.textContent = copied;
    say(copied);
    setTimeout(() => (button.textContent = label), SHOWN);
  });
  button.hidden = false;
}

// Browsers have a clipboard only on https and on this machine's own addresses.
if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(offer);

// A box that is too narrow for what is in it scrolls sideways, and the keyboard has to reach it.
// Boxes that are wide enough are no stops on its way.
const scrollers = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

for (const box of document.querySelectorAll("article :is(pre, .table, div.formula)")) {
  scrollers.observe(box);
}
