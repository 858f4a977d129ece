/** The few pictures, drawn here so that nothing is fetched. */

import { html } from "lit/html.js";

const stroke = (path: string) => html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${path} /></svg>`;

export const close = stroke("M6 6l12 12M18 6L6 18");
export const more = html`<svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true"><circle cx="5" cy="12" r="2" /><circle cx="12" cy="12" r="2" /><circle cx="19" cy="12" r="2" /></svg>`;
export const send = stroke("M4 12h15M13 6l6 6-6 6");
export const warn = stroke("M12 3L2 20.5h20zM12 10v4.5M12 17.4v.1");
const thumb = "M7 11l4-8a2.5 2.5 0 0 1 2.5 2.5V9H19a2 2 0 0 1 2 2.3l-1.2 7a2 2 0 0 1-2 1.7H7zM7 11H3v9h4";
export const up = stroke(thumb);
export const down = html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" aria-hidden="true"><path transform="rotate(180 12 12)" d=${thumb} /></svg>`;
export const pearl = html`<svg viewBox="0 0 40 40" aria-hidden="true"><circle cx="20" cy="20" r="19" fill="#fff" /><circle cx="20" cy="20" r="16" fill="#dfeae8" /><circle cx="19" cy="19" r="13.5" fill="#f5ece6" /><circle cx="17" cy="16.5" r="8.5" fill="#fbf7f4" /><circle cx="14" cy="13.5" r="3.2" fill="#fff" /></svg>`;
