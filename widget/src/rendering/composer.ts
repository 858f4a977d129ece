/** The field that one writes in: grows with its text, counts near the limit, keeps what was typed. */

import { words } from "../clinic";
import { html, nothing } from "lit/html.js";
import type { Memory } from "../transport/memory";
import { fill } from "../words";
import * as icons from "./icons";

const LIMIT = 2000;
const NEAR_LIMIT = 1800;

export class Composer {
  constructor(
    private readonly memory: Memory,
    private readonly say: (text: string) => void,
    private readonly tell: (note: string) => void,
    private readonly changed: () => void,
  ) {}

  view(privacy: string | undefined) {
    const text = this.memory.now.draft;
    const length = [...text.trim()].length;
    const over = length > LIMIT;
    const count = length >= NEAR_LIMIT ? fill(words.counter, { length, limit: LIMIT }) : "";
    return html`<form @submit=${this.#submit} autocomplete="off">
      <div class="field">
        <label class="unseen" for="text">${words.input}</label>
        <textarea id="text" rows="1" enterkeyhint="send" placeholder=${words.placeholder} aria-describedby="count" aria-invalid=${over}
          .value=${text} @input=${this.#typed} @keydown=${this.#pressed} @paste=${this.#pasted}></textarea>
        <button type="submit" class="icon send" aria-label=${words.send}>${icons.send}</button>
      </div>
      <p class="small"><a href=${privacy ?? nothing} target="_blank" rel="noopener">${words.privacy}<span class="unseen"> ${words.newTab}</span></a>
        <span id="count" role="status" class=${over ? "over" : ""}>${over ? `${count}. ${fill(words.tooLong, { limit: LIMIT })}` : count}</span></p>
    </form>`;
  }

  /** Make the field as high as its text. */
  fit(field: HTMLTextAreaElement | null): void {
    if (!field) return;
    field.style.height = "";
    if (field.value.includes("\n") || field.scrollHeight > field.clientHeight + 2) field.style.height = `${field.scrollHeight + 2}px`;
  }

  put(text: string): void {
    this.memory.keep({ draft: this.memory.now.draft || text });
    this.changed();
  }

  dropped(event: DragEvent): void {
    event.preventDefault();
    if (event.dataTransfer?.files.length) this.tell(words.picture);
  }

  #submit = (event: Event): void => {
    event.preventDefault();
    const text = this.memory.now.draft.trim();
    if (!text || [...text].length > LIMIT) return;
    this.memory.keep({ draft: "" });
    this.say(text);
  };

  #typed = (event: Event): void => {
    this.memory.keep({ draft: (event.target as HTMLTextAreaElement).value });
    this.changed();
  };

  #pressed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.#submit(event);
  };

  #pasted = (event: ClipboardEvent): void => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    this.tell(words.picture);
  };
}
