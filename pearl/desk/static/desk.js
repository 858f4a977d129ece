// Keeps what waits and what was said fresh; everything else works without it. Whatever the server sends is its own
// template with every text escaped, and the page's policy lets no other script run.
"use strict";

const EVERY_MS = 1000;
const TROUBLE_MS = 5000;

async function refresh(place) {
  const answer = await fetch(place.dataset.fresh, { headers: { accept: "application/json" }, redirect: "manual" });
  if (answer.type === "opaqueredirect") {
    location.reload();
    return;
  }
  const { html } = await answer.json();
  if (place.fresh === html) return;
  const first = place.fresh === undefined;
  place.fresh = html;
  const fresh = new DOMParser().parseFromString(html, "text/html").body;
  if (first && fresh.textContent.replace(/\s+/g, "") === place.textContent.replace(/\s+/g, "")) return;
  // Where the reader stands is kept: only what differs is put in anew.
  const before = [...place.querySelectorAll(".said > li")];
  const after = [...fresh.querySelectorAll(".said > li")];
  const list = place.querySelector(".said");
  if (list && after.length >= before.length && before.every((old, at) => old.textContent === after[at].textContent)) {
    list.append(...after.slice(before.length));
    const [status, now] = [place.querySelector("p"), fresh.querySelector("p")];
    if (status && now && status.textContent !== now.textContent) status.replaceWith(now);
    return;
  }
  const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  place.replaceChildren(...fresh.childNodes);
  if (focused) place.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

async function keepFresh(place) {
  for (;;) {
    let pause = EVERY_MS;
    if (!document.hidden) {
      try {
        await refresh(place);
      } catch {
        pause = TROUBLE_MS;
      }
    }
    await new Promise((done) => setTimeout(done, pause));
  }
}

for (const place of document.querySelectorAll("[data-fresh]")) keepFresh(place);
