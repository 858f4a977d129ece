/** A reply's text as elements; every word goes in as text. */

import { words } from "../clinic";
import { html, type TemplateResult } from "lit/html.js";
import { parseText, type KnownLink, type Line } from "../parsing/text";

export function textView(text: string, known: KnownLink[]): TemplateResult[] {
  return parseText(text, known).map((block) => {
    if (block.kind === "paragraph") return html`<p>${block.lines.map((line, n) => [n ? html`<br />` : "", lineView(line)])}</p>`;
    const items = block.items.map((line) => html`<li>${lineView(line)}</li>`);
    return block.ordered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
  });
}

export function lineView(line: Line) {
  return line.map(({ text, href }) => (href ? linkView(text, href) : text));
}

/** A link to another page opens beside this one; a phone number or an address opens what it opens. */
export function linkView(text: string, href: string): TemplateResult {
  return /^https?:/.test(href)
    ? html`<a href=${href} target="_blank" rel="noopener noreferrer">${text}<span class="unseen"> ${words.newTab}</span></a>`
    : html`<a href=${href}>${text}</a>`;
}
