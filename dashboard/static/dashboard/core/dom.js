// Elements by plain calls: nothing is ever parsed as HTML, so no text can become markup.

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "dataset") Object.assign(element.dataset, value);
  else if (name === "vars") {
    for (const [key, each] of Object.entries(value)) element.style.setProperty(key, each);
  } else if (name === "value" || name === "checked") element[name] = value;
  else element.setAttribute(name, value === true ? "" : value);
}

function make(element, attributes, children) {
  element.append(...children.flat(Infinity).filter((each) => each || each === 0));
  // A select takes its value only when its options are there.
  for (const [name, value] of Object.entries(attributes ?? {})) set(element, name, value);
  return element;
}

/**
 * An element. Attributes go by their HTML names; `on…` is a listener, `dataset` and `vars` (CSS
 * custom properties) are objects. Children are nodes, texts, lists of them, or nothing.
 */
export function h(tag, attributes, ...children) {
  return make(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return make(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** What was inside goes, and this is there instead. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((each) => each || each === 0));
  return element;
}

let last = 0;

/** An id that no other element of the page has. */
export function newId(word) {
  last += 1;
  return `${word}-${last}`;
}

/** Once the typing rests. */
export function rested(act, milliseconds = 250) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...args), milliseconds);
  };
}
