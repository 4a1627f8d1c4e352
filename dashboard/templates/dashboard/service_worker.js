{% load static %}// Keeps the shell for when the server cannot be reached. Books are never kept: a figure that may be
// old is worse than none.
const CACHE = "shell {{ release|escapejs }}";
const SHELL = "/";
const PAGES = [{% for page in pages %}"{{ page }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const FILES = [{% for file in files %}
  "{% static file %}",{% endfor %}
];

async function keep() {
  const cache = await caches.open(CACHE);
  // To nobody who is signed out: they would be sent on to the sign-in, which is no shell.
  await cache.addAll([new Request(SHELL, { redirect: "error" }), ...FILES]);
  await self.skipWaiting();
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromServerOrKept(request, kept) {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await caches.match(kept);
    if (found) return found;
    throw error;
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (FILES.includes(pathname)) event.respondWith(fromServerOrKept(request, pathname));
  else if (request.mode === "navigate" && PAGES.includes(pathname.split("/")[1])) {
    event.respondWith(fromServerOrKept(request, SHELL));
  }
});
