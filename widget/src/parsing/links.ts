/** The address of a link when it is one that may be followed (http, https, tel, mailto), else nothing. */
export function safeHref(address: unknown, base = "https://invalid.example"): string | undefined {
  if (typeof address !== "string" || !address) return undefined;
  try {
    const url = new URL(address, base);
    return ["http:", "https:", "tel:", "mailto:"].includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
