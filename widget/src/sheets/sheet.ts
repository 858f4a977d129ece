/** What lies over the conversation for a moment, and what it needs of the element that opens it. */

import type { html, nothing, TemplateResult } from "lit/html.js";
import type { Choice, Clinic } from "../clinic";
import type { fill, Words } from "../words";

export interface Sheet {
  view(): TemplateResult;
  close(): void;
}

/** Handed over when it is opened, so that the second file holds nothing of the first. */
export interface Kit {
  html: typeof html;
  nothing: typeof nothing;
  words: Words;
  fill: typeof fill;
  clinic: Clinic;
  root: ShadowRoot;
  draw: () => Promise<void>;
  ask: (path: string, body?: unknown) => Promise<any>;
  choose: (choice: Choice) => void;
  /** Away with it; a note says what came of it. */
  close: (note?: string) => void;
}

/** A sheet's frame: the way back, its name, what is in it. */
export function frame({ html, words, close }: Kit, title: string, inside: unknown): TemplateResult {
  return html`<section class="sheet" role="group" aria-labelledby="sheet">
    <div class="top">
      <button type="button" class="icon" aria-label=${words.back} @click=${() => close()}>
        <svg class="arrow" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M14 6l-6 6 6 6" /></svg>
      </button>
      <h3 id="sheet">${title}</h3>
    </div>
    ${inside}
  </section>`;
}
