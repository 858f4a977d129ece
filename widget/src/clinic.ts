/** What the clinic says about itself: fetched once with the page, so that it is there when the server no longer is. */

import type { Words } from "./words";

export interface Choice {
  title: string;
  payload?: string | null;
}

export interface Source {
  title: string;
  url: string;
}

/** One of the answers that the widget carries for the time when the server cannot be reached. */
export interface CarriedAnswer {
  title: string;
  text: string;
  review: string;
  sources: Source[];
}

export interface Clinic {
  /** The language of `words`, and which way it is written. */
  lang: string;
  dir: "ltr" | "rtl";
  words: Words;
  /** The language in which the clinic itself speaks. */
  language: string;
  /** Whether the server can send a conversation by e-mail. */
  mails: boolean;
  name: string;
  title: string;
  phone: string;
  privacy: string;
  emergency: string;
  unreachable: string;
  hours: string[];
  open: boolean;
  open_state: string;
  greeting: string[];
  suggestions: Choice[];
  answers: CarriedAnswer[];
  /** Words that become links wherever they stand, such as the clinic's phone number. */
  links: { text: string; href: string }[];
}

export let clinic: Clinic;
export let words: Words;

const PAUSE_MS = 3000;

/** Read it from the server; tries again until it has it. */
export async function loadClinic(server: string, lang: string, signal: AbortSignal): Promise<void> {
  while (!clinic && !signal.aborted) {
    try {
      const response = await fetch(`${server}/widget/clinic.json?lang=${encodeURIComponent(lang)}`, { credentials: "omit", signal });
      if (response.ok) words = (clinic = await response.json()).words;
    } catch {
      // Not yet.
    }
    if (!clinic) await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
}
