/** Reads what the server sends. What is malformed is left out, and never shown half. */

import type { Choice, Source } from "../clinic";

export type Author = "visitor" | "pearl" | "staff";

export interface Message {
  cursor: number;
  author: Author;
  id?: string;
  payload?: string;
  text: string;
  at: Date;
  buttons: Choice[];
  sources: Source[];
  review: string;
  answerId?: string;
  /** Who at the clinic wrote it. */
  by?: string;
  /** Whether it asks for a day and time that can be chosen. */
  picks: boolean;
  /** The booking that it tells of. */
  booking?: string;
  urgent: boolean;
}

export interface Page {
  messages: Message[];
  cursor: number;
  busy: boolean;
  open?: boolean;
  openState?: string;
  /** While a person has the conversation, or is waited for: the person's name, or nothing yet. */
  person?: string;
}

type Json = Record<string, unknown>;
const LONGEST = 20_000;

export function parsePage(data: unknown): Page {
  const page = object(data);
  const messages = list(page.messages).flatMap((item) => parseMessage(item) ?? []);
  return {
    messages,
    cursor: typeof page.cursor === "number" ? page.cursor : 0,
    busy: page.busy === true,
    open: typeof page.open === "boolean" ? page.open : undefined,
    openState: optional(page.open_state),
    person: page.person === undefined ? undefined : text(page.person),
  };
}

export function parseMessage(data: unknown): Message | undefined {
  const raw = object(data);
  const note = object(raw.custom);
  const { cursor, from } = raw;
  if (typeof cursor !== "number" || (from !== "visitor" && from !== "pearl" && from !== "staff")) return undefined;
  const buttons = list(raw.buttons).flatMap(parseChoice);
  const at = new Date(text(raw.at));
  return {
    cursor,
    author: from,
    id: optional(raw.id),
    payload: optional(raw.payload),
    text: text(raw.text).slice(0, LONGEST),
    at: Number.isNaN(at.getTime()) ? new Date() : at,
    by: optional(raw.by),
    picks: note.picks === "time" || buttons.some(({ payload }) => payload?.startsWith("/pick_time")),
    booking: note.label === "form" ? optional(note.reference) : undefined,
    buttons,
    sources: list(note.sources).flatMap(parseSource),
    review: text(note.review),
    answerId: note.outcome === "answer" ? optional(note.answer_id) : undefined,
    urgent: note.outcome === "red_flag",
  };
}

function parseChoice(data: unknown): Choice[] {
  const { title, payload } = object(data);
  return typeof title === "string" && title.trim() ? [{ title, payload: optional(payload) }] : [];
}

function parseSource(data: unknown): Source[] {
  const { title, url } = object(data);
  return typeof title === "string" && title.trim() ? [{ title, url: text(url) }] : [];
}

const object = (value: unknown): Json => (value !== null && typeof value === "object" ? (value as Json) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const optional = (value: unknown): string | undefined => text(value) || undefined;
