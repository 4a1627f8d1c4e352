// What one part says and others may want to hear: "written", "connection", "theme", "me", "page".
const target = new EventTarget();

export function say(name, detail) {
  target.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Until the signal says that nobody listens any more. */
export function hear(name, act, signal) {
  target.addEventListener(name, (event) => act(event.detail), { signal });
}
