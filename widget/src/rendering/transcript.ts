/** The conversation as plain text, for the clipboard or an e-mail. */

import { clinic, words } from "../clinic";
import type { Message } from "../parsing/message";
import { fill } from "../words";

// Longer addresses are cut off by some mail programs.
const MAIL_LIMIT = 1800;

export function transcript(messages: Message[], lang: string): string {
  const who = { visitor: words.visitor, pearl: clinic.title, staff: words.staff };
  const at = (message: Message) => message.at.toLocaleTimeString(lang || undefined, { hour: "2-digit", minute: "2-digit" });
  const date = (messages[0]?.at ?? new Date()).toLocaleDateString(lang || undefined, { dateStyle: "long" });
  const lines = messages.filter(({ text }) => text).map((message) => `[${at(message)}] ${message.by ?? who[message.author]}: ${message.text}`);
  return [fill(words.transcript, { clinic: clinic.name, date }), ...lines].join("\n\n");
}

export function mailAddress(subject: string, text: string): string {
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text.slice(0, MAIL_LIMIT))}`;
}
