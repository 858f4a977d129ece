/** What is said when the server cannot be reached: the truth, and what the widget carries for such a time. */

import { html, type TemplateResult } from "lit/html.js";
import { clinic, words } from "../clinic";
import { fill } from "../words";
import { sourcesView } from "./message_view";
import { textView } from "./text_view";

export function lostView(retry: () => void): TemplateResult {
  const call = `tel:${clinic.phone.replace(/[^\d+]/g, "")}`;
  return html`<section class="notice lost">
    <div role="status">${textView(clinic.unreachable, clinic.links)}</div>
    <div class="row">
      <button type="button" class="pill first" @click=${retry}>${words.retry}</button>
      <a class="pill" href=${call}>${fill(words.call, { phone: clinic.phone })}</a>
    </div>
    <p>${textView(clinic.emergency, clinic.links)}</p>
    <h3>${words.meanwhile}</h3>
    ${clinic.answers.map(
      ({ title, text, review, sources }) => html`<details><summary>${title}</summary>
        ${textView(text, clinic.links)}<p class="review">${review}</p>${sources.length ? sourcesView(sources) : ""}</details>`,
    )}
    <h3>${words.hours}</h3>
    <ul>${clinic.hours.map((line) => html`<li>${line}</li>`)}</ul>
  </section>`;
}
