import { describe, expect, it } from "vitest";
import { parseLine, parseText } from "./text";

const known = [
  { text: "911", href: "tel:911" },
  { text: "780 555 0199", href: "tel:7805550199" },
];
const words = (line: { text: string }[]) => line.map(({ text }) => text).join("");

describe("parseText", () => {
  it("finds paragraphs and line ends", () => {
    expect(parseText("One\nline.\n\nTwo.")).toEqual([
      { kind: "paragraph", lines: [[{ text: "One" }], [{ text: "line." }]] },
      { kind: "paragraph", lines: [[{ text: "Two." }]] },
    ]);
  });

  it.each([
    ["- a\n- b", false],
    ["* a\n* b", false],
    ["• a\n• b", false],
    ["1. a\n2. b", true],
    ["1) a\n2) b", true],
  ])("finds the list in %j", (text, ordered) => {
    expect(parseText(text)).toEqual([{ kind: "list", ordered, items: [[{ text: "a" }], [{ text: "b" }]] }]);
  });

  it("keeps a sentence before its list", () => {
    expect(parseText("Bring:\n- a card").map(({ kind }) => kind)).toEqual(["paragraph", "list"]);
  });

  it.each(["- ", "1999. was a year", "-5 degrees", "3.5 mm"])("takes %j for no list", (text) => {
    expect(parseText(text)[0]?.kind).toBe("paragraph");
  });

  it.each(["", " \n\n ", "\n"])("finds nothing in %j", (text) => {
    expect(parseText(text)).toEqual([]);
  });

  it("loses no word of any text, and makes no link that may not be followed", () => {
    const bits = ["a", "<b>", "javascript:alert(1)", "[x](https://e.org)", "911", "https://e.org/a.", '"><img src=x>', "🙂", " "];
    let seed = 7;
    for (let round = 0; round < 500; round++) {
      let text = "";
      for (let n = 0; n < 12; n++) text += bits[(seed = (seed * 1103515245 + 12345) % 2147483648) % bits.length];
      const lines = parseText(text, known).flatMap((block) => (block.kind === "list" ? block.items : block.lines));
      expect(lines.map(words).join("")).toBe(text.trim());
      for (const { href } of lines.flat()) expect(href ?? "https:").toMatch(/^(?:https?|tel):/);
    }
  });

  it("is quick with the longest reply", () => {
    const began = performance.now();
    parseText("https://example.org/a 911 word\n- item\n\n".repeat(500), known);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe("parseLine", () => {
  it("makes links of addresses and of the clinic's numbers", () => {
    expect(parseLine("See https://example.org/a, or call 780 555 0199.", known)).toEqual([
      { text: "See " },
      { text: "https://example.org/a", href: "https://example.org/a" },
      { text: ", or call " },
      { text: "780 555 0199", href: "tel:7805550199" },
      { text: "." },
    ]);
  });

  it("leaves a number inside a longer one alone", () => {
    expect(parseLine("room 9112 or x911", known)).toEqual([{ text: "room 9112 or x911" }]);
  });

  it.each(["javascript:alert(1)", "[x](javascript:alert(1))", "data:text/html,x", "<a href=x>y</a>"])("leaves %j as text", (text) => {
    expect(parseLine(text)).toEqual([{ text }]);
  });

  it("follows only what may be followed, even when the clinic names it", () => {
    expect(parseLine("press here", [{ text: "here", href: "javascript:alert(1)" }])).toEqual([{ text: "press here" }]);
  });
});
