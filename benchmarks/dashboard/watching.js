// In each page before its own code: notes what browsers tell of painting, shifting and long tasks.
{
  const seen = { largest: 0, shifts: [], tasks: [] };
  const note = (type, act) => new PerformanceObserver((list) => list.getEntries().forEach(act)).observe({ type, buffered: true });
  note("largest-contentful-paint", (entry) => { seen.largest = entry.startTime; });
  note("layout-shift", ({ startTime, value, hadRecentInput }) => hadRecentInput || seen.shifts.push([startTime, value]));
  note("longtask", ({ startTime, duration }) => seen.tasks.push([startTime, duration]));
  Object.assign(window, { seen });
}
