/** One message: its bubble, the card of an answer, its buttons, its time. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import { clinic, words, type Choice, type Source } from "../clinic";
import { safeHref } from "../parsing/links";
import type { Message } from "../parsing/message";
import type { KnownLink } from "../parsing/text";
import { fill } from "../words";
import * as icons from "./icons";
import { linkView, textView } from "./text_view";

export interface Around {
  lang: string;
  links: KnownLink[];
  first: boolean;
  last: boolean;
  used: (choice: Choice) => boolean;
  rated: boolean;
  /** Whether its day and time may be chosen now. */
  picks: boolean;
  choose: (choice: Choice) => void;
  open: (sheet: "times" | "calendar") => void;
  rate: (helpful: boolean) => void;
}

export function messageView(message: Message, around: Around): TemplateResult {
  const { author } = message;
  const empty = !message.text.trim() && !message.sources.length;
  return html`<div class="entry ${author} ${around.last ? "ends" : ""}">
    ${author === "staff" && around.first ? html`<p class="speaker">${message.by ? fill(words.replyBy, { name: message.by }) : words.staff}</p>` : nothing}
    ${empty ? nothing : bubble(message, around)} ${choices(message.buttons, around)}
    ${around.picks ? html`<button type="button" class="pill extra first" @click=${() => around.open("times")}>${words.pick}</button>` : nothing}
    ${message.booking ? html`<button type="button" class="pill extra" @click=${() => around.open("calendar")}>${words.calendar}</button>` : nothing}
    ${around.last ? html`<p class="stamp">${time(message.at, around.lang)}</p>` : nothing}
  </div>`;
}

function bubble(message: Message, around: Around): TemplateResult {
  if (message.author === "visitor") return visitorBubble(message.text);
  return html`<div class="bubble ${message.urgent ? "urgent" : ""}" lang=${clinic.language} dir="auto">
    ${message.urgent ? html`<p class="urgent-label">${icons.warn}${words.urgent}</p>` : nothing}
    ${textView(message.text, around.links)} ${message.answerId ? card(message, around) : nothing}
  </div>`;
}

export const visitorBubble = (text: string) => html`<div class="bubble" dir="auto"><p><span class="unseen">${words.visitor}: </span>${text}</p></div>`;

function card(message: Message, around: Around): TemplateResult {
  return html`<div class="card" lang=${clinic.lang} dir=${clinic.dir}>
    ${message.sources.length ? sourcesView(message.sources) : nothing}
    ${message.review ? html`<p class="review" lang=${clinic.language}>${message.review}</p>` : nothing}
    <div class="rate">
      ${around.rated
        ? html`<span role="status">${words.thanks}</span>`
        : html`<span>${words.helpful}</span>
            <button type="button" class="icon" aria-label="${words.helpful} ${words.yes}" @click=${() => around.rate(true)}>${icons.up}</button>
            <button type="button" class="icon" aria-label="${words.helpful} ${words.no}" @click=${() => around.rate(false)}>${icons.down}</button>`}
    </div>
  </div>`;
}

export function sourcesView(sources: Source[]): TemplateResult {
  return html`<details><summary>${fill(words.sources, { count: sources.length })}</summary>
    <ul lang=${clinic.language}>${sources.map(({ title, url }) => html`<li>${sourceView(title, url)}</li>`)}</ul></details>`;
}

function sourceView(title: string, url: string) {
  const href = url && safeHref(url);
  if (!href || !/^https?:/.test(href)) return title;
  return html`${linkView(title, href)}<span class="host">${new URL(href).hostname.replace(/^www\./, "")}</span>`;
}

function choices(buttons: Choice[], around: Around) {
  if (!buttons.length) return nothing;
  return html`<ul class="choices" aria-label=${words.choices} lang=${clinic.language}>
    ${buttons.map((choice) => {
      const used = around.used(choice);
      return html`<li><button type="button" aria-disabled=${used} @click=${() => !used && around.choose(choice)}>${choice.title}</button></li>`;
    })}
  </ul>`;
}

// A format takes longer to make than to use, and there may be hundreds of messages.
const clocks: Record<string, Intl.DateTimeFormat> = {};
const clock = (lang: string) => (clocks[lang] ??= new Intl.DateTimeFormat(lang || undefined, { hour: "numeric", minute: "2-digit" }));
const time = (at: Date, lang: string) => html`<time datetime=${at.toISOString()}>${clock(lang).format(at)}</time>`;
