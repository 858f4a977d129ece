import { expect, test } from "vitest";
import { monthFrom, parseMonth, shifted, weeks, weekStarts } from "./month";

test("a month lies in whole weeks, wherever weeks begin", () => {
  const sundays = weeks("2026-12-01", 0);
  expect(sundays[0]).toEqual(["", "", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05"]);
  expect(sundays.at(-1)).toEqual(["2026-12-27", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31", "", ""]);
  expect(weeks("2026-12-01", 1)[0]![1]).toBe("2026-12-01");
});

test("days and months go on over the ends of months and years, and over changes of clocks", () => {
  expect(shifted("2026-12-31", 1)).toBe("2027-01-01");
  expect(shifted("2026-11-01", 1)).toBe("2026-11-02");
  expect(monthFrom("2026-12-01", 1)).toBe("2027-01-01");
  expect(monthFrom("2026-01-31", -1)).toBe("2025-12-01");
});

test("a language that nobody knows begins its weeks on Monday", () => {
  expect(weekStarts("no such language")).toBe(1);
});

test("days without a time and malformed ones are left out", () => {
  const times = [{ title: "x", words: "9:30 am", payload: "/pick_time" }];
  const days = [{ date: "2026-12-01", times }, { date: "2026-12-02", times: [] }, { date: "never", times }];
  expect(parseMonth({ month: "2026-12-01", days, after: true }).days).toEqual([days[0]]);
});
