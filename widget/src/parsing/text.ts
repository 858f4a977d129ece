/** Reads a reply's plain text: paragraphs, lists, line ends, and words that become links. Nothing is ever HTML. */

import { safeHref } from "./links";

export type Piece = { text: string; href?: string };
export type Line = Piece[];
export type Block = { kind: "paragraph"; lines: Line[] } | { kind: "list"; ordered: boolean; items: Line[] };
export interface KnownLink {
  text: string;
  href: string;
}

const ITEM = /^\s*(?:[-*•]|(\d{1,2})[.)])\s+(?=\S)/;
const ADDRESS = /https?:\/\/[^\s<>"'()[\]{}]+[^\s<>"'()[\]{}.,;:!?]/gi;

export function parseText(text: string, known: KnownLink[] = []): Block[] {
  return text
    .split(/\n\s*\n/)
    .filter((part) => part.trim())
    .flatMap((part) => parsePart(part.trim().split("\n"), known));
}

function parsePart(rows: string[], known: KnownLink[]): Block[] {
  const blocks: Block[] = [];
  for (const row of rows) {
    const mark = ITEM.exec(row);
    const last = blocks.at(-1);
    const line = parseLine(mark ? row.slice(mark[0].length) : row.trim(), known);
    if (!mark) {
      if (last?.kind === "paragraph") last.lines.push(line);
      else blocks.push({ kind: "paragraph", lines: [line] });
    } else {
      const ordered = mark[1] !== undefined;
      if (last?.kind === "list" && last.ordered === ordered) last.items.push(line);
      else blocks.push({ kind: "list", ordered, items: [line] });
    }
  }
  return blocks;
}

/** The pieces of one line, links among them. */
export function parseLine(line: string, known: KnownLink[] = []): Line {
  const found = [...line.matchAll(ADDRESS)].map((match) => ({ at: match.index, text: match[0], href: match[0] }));
  for (const { text, href } of known) found.push(...places(line, text).map((at) => ({ at, text, href })));
  found.sort((a, b) => a.at - b.at || b.text.length - a.text.length);
  const pieces: Line = [];
  let end = 0;
  for (const link of found) {
    const href = safeHref(link.href);
    if (link.at < end || !href) continue;
    if (link.at > end) pieces.push({ text: line.slice(end, link.at) });
    pieces.push({ text: link.text, href });
    end = link.at + link.text.length;
  }
  if (end < line.length || !pieces.length) pieces.push({ text: line.slice(end) });
  return pieces;
}

/** Where words stand by themselves, not as a part of a longer word or number. */
function places(line: string, sought: string): number[] {
  const found: number[] = [];
  for (let at = line.indexOf(sought); sought && at >= 0; at = line.indexOf(sought, at + sought.length)) {
    const around = [line[at - 1] ?? " ", line[at + sought.length] ?? " "];
    if (!around.some((character) => /[\p{L}\p{N}]/u.test(character))) found.push(at);
  }
  return found;
}
