import { describe, expect, it } from "vitest";
import { safeHref } from "./links";

describe("safeHref", () => {
  it.each(["https://example.org/a?b=c", "http://example.org/", "tel:911", "mailto:a@example.org"])("lets %s through", (address) => {
    expect(safeHref(address)).toBe(address);
  });

  it.each([
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    " java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.org/x",
    "http://[broken",
    "",
    undefined,
    7,
  ])("refuses %s", (address) => {
    expect(safeHref(address)).toBeUndefined();
  });

  it("reads a relative address from its base", () => {
    expect(safeHref("/privacy", "https://clinic.example")).toBe("https://clinic.example/privacy");
  });
});
