/** What a tab remembers, in session storage only: gone with the tab. Where storage is blocked, until the next page. */

import type { Outgoing, Token } from "./server";

export interface Remembered {
  token?: Token;
  outbox: Outgoing[];
  draft: string;
  open: boolean;
  seen: number;
}

export class Memory {
  readonly now: Remembered = { outbox: [], draft: "", open: false, seen: 0 };
  readonly #key: string;

  constructor(server: string, private readonly keeps: boolean) {
    this.#key = `pearl-chat ${server}`;
    if (!keeps) return;
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.#key) ?? "{}") as Partial<Remembered>;
      Object.assign(this.now, kept);
    } catch {
      // Blocked or damaged: begin with nothing.
    }
  }

  keep(changes: Partial<Remembered>): void {
    Object.assign(this.now, changes);
    if (!this.keeps) return;
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.now));
    } catch {
      // Blocked or full: this page still remembers.
    }
  }
}
