// A page that shows rows reads them again after each write, and keeps the focus where it was.
import { hear } from "../core/events.js";
import { showAgain } from "../core/router.js";

/** A list drawn anew has new buttons: the focus goes to the one with the same `data-key`. */
function focusKeeper(place, signal) {
  let last;
  place.addEventListener("focusin", (event) => {
    last = event.target.dataset.key ?? last;
  }, { signal });
  return () => {
    const isLost = document.activeElement === document.body && !document.querySelector("dialog[open]");
    if (!isLost || last === undefined) return;
    const same = place.querySelector(`[data-key="${CSS.escape(last)}"]`);
    (same ?? place.querySelector("h1")).focus({ preventScroll: !same });
  };
}

/**
 * `renew` reads and draws; of answers that overtake each other the last question's counts. `settled`
 * waits for the one under way: what is edited next must be what was just saved.
 */
export function renewing(main, { read, draw }, signal) {
  const keepFocus = focusKeeper(main, signal);
  let running = Promise.resolve();
  let asked = 0;
  const run = async () => {
    asked += 1;
    const mine = asked;
    try {
      const found = await read();
      if (mine !== asked || signal.aborted) return;
      draw(found);
      keepFocus();
    } catch {
      if (!signal.aborted) showAgain();
    }
  };
  const renew = () => {
    running = run();
    return running;
  };
  hear("written", renew, signal);
  return { renew, settled: () => running };
}
