/** A month as the server tells it, and its days in weeks. Days are texts such as 2026-12-01. */

import type { Choice } from "../clinic";

export interface FreeDay {
  date: string;
  title: string;
  times: (Choice & { words: string })[];
}
export interface Month {
  month: string;
  before: boolean;
  after: boolean;
  days: FreeDay[];
}

const DAY_MS = 86_400_000;

/** Noon, so that no zone and no change of clocks makes it another day. */
export const noon = (day: string) => new Date(`${day}T12:00:00Z`);
export const iso = (at: Date) => at.toISOString().slice(0, 10);
export const shifted = (day: string, by: number) => iso(new Date(noon(day).getTime() + by * DAY_MS));

export function parseMonth(data: any): Month {
  return {
    month: String(data.month),
    before: data.before === true,
    after: data.after === true,
    days: (data.days as FreeDay[]).filter(({ date, times }) => /^\d{4}-\d\d-\d\d$/.test(date) && times.length),
  };
}

/** The weeks of a month from its first to its last day; "" before and after. `starts`: 0 Sunday … 6 Saturday. */
export function weeks(month: string, starts: number): string[][] {
  const first = `${month.slice(0, 7)}-01`;
  const days: string[] = Array((noon(first).getUTCDay() - starts + 7) % 7).fill("");
  for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = shifted(day, 1)) days.push(day);
  while (days.length % 7) days.push("");
  return Array.from({ length: days.length / 7 }, (_, n) => days.slice(n * 7, n * 7 + 7));
}

/** The day of the week on which weeks begin where a language is at home; Monday where nobody knows. */
export function weekStarts(lang: string): number {
  try {
    const locale = new Intl.Locale(lang) as any;
    return (locale.getWeekInfo?.() ?? locale.weekInfo).firstDay % 7;
  } catch {
    return 1;
  }
}

/** A month further on or back, its first day. */
export function monthFrom(month: string, by: number): string {
  const at = noon(`${month.slice(0, 7)}-01`);
  at.setUTCMonth(at.getUTCMonth() + by);
  return iso(at);
}
