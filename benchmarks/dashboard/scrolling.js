// Scrolls on with every frame until so many rows have gone by; what each frame took, and how many
// elements the page had at most.
([rows, step]) => new Promise((resolve) => {
  const frames = [];
  let [elements, waited, before] = [0, 0, performance.now()];
  const reached = () => Math.max(0, ...[...document.querySelectorAll(".rows [aria-rowindex]")].map((row) => Number(row.getAttribute("aria-rowindex"))));
  const frame = (now) => {
    frames.push(now - before);
    before = now;
    elements = Math.max(elements, document.getElementsByTagName("*").length);
    if (reached() >= rows) return resolve({ frames: frames.slice(1), elements, waited });
    const top = scrollY;
    scrollBy(0, step);
    if (scrollY === top) waited += 1;
    return requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})
