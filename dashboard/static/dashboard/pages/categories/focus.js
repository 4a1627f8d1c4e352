// A list drawn anew has new buttons: the focus goes to the one with the same `data-key`.

/** The key of what has the focus, or had it last inside `place`. */
export function focusKeeper(place, signal) {
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
