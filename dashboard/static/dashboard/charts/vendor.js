// Chart.js and its heatmap, fetched with the first chart, and run only if they are what they were.
const FILES = [
  ["chart.js", "sha384-Emf5ZVIUiarAdhkgtqK+5/Z5qIvM6QoVrS+qAVtfyZVuD5lIHrac0me485+Antp0"],
  ["chartjs-chart-matrix.js", "sha384-Hh/MCM+3iQXRFUJvnuv7MmFpbVQ3biiOR8WRrhkzCFZRwvfe4QQEix4qCHIVyWNI"],
];

let loading;

function load([name, integrity]) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: new URL(`../vendor/${name}`, import.meta.url).href, integrity });
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`${name} could not be loaded.`)));
    document.head.append(script);
  });
}

async function loadAll() {
  for (const file of FILES) await load(file); // the second extends the first
  return window.Chart;
}

/** Chart.js's own class. */
export function loadCharts() {
  loading ??= loadAll().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
