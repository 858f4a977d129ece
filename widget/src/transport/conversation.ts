/**
 * One conversation: what the server has is what is shown, and what is not there yet waits in the outbox.
 *
 * Every message has an id of its own, so it may be sent as often as it takes and is one message. The server's order,
 * told by cursors, is the order.
 */

import type { Message, Page } from "../parsing/message";
import { Memory } from "./memory";
import { Ended, Refused, Server, Slower, Unreachable, type Outgoing, type Receipt, type Token } from "./server";
import { Tabs } from "./tabs";

export type Link = "fine" | "slow" | "lost";

const FIRST_PAUSE_MS = 800;
const LONGEST_PAUSE_MS = 15_000;
const FEW_FAILURES = 2;

export class Conversation {
  messages: Message[] = [];
  refused = new Set<string>();
  link: Link = "fine";
  busy = false;
  loaded = false;
  /** An earlier conversation whose token counts no more. */
  ended = false;
  /** Counts the changes of all this. */
  version = 0;
  person?: string;
  clinicState: { open?: boolean; words?: string } = {};

  readonly memory: Memory;
  readonly #server: Server;
  readonly #tabs: Tabs;
  #cursor = 0;
  #failures = 0;
  #running = false;
  #sending = false;
  #stopped = new AbortController();
  #pause?: () => void;
  #beginning?: Promise<Token>;

  constructor(base: string, keeps: boolean, private readonly tell: () => void) {
    this.#server = new Server(base);
    this.memory = new Memory(base, keeps);
    this.#tabs = new Tabs(base, keeps, () => this.token, (token) => this.#hear(token));
  }

  get token(): Token | undefined {
    return this.memory.now.token;
  }

  get outbox(): Outgoing[] {
    const known = new Set(this.messages.map((message) => message.id));
    return this.memory.now.outbox.filter((message) => !known.has(message.id));
  }

  /** What was said and is not in the server's history yet. */
  get unseen(): Outgoing[] {
    return [...this.waiting, ...this.outbox];
  }

  #changed(): void {
    this.version++;
    this.tell();
  }

  /** Go on where this tab, or another one, left off. */
  async resume(): Promise<void> {
    if (!this.token) await this.#tabs.ask();
    if (this.token) void this.#run();
    else this.loaded = true;
    void this.#flush();
    this.#changed();
  }

  say(text: string, payload?: string | null): void {
    this.ended = false;
    const message = { id: newId(), text, ...(payload ? { payload } : {}) };
    this.memory.keep({ outbox: [...this.memory.now.outbox, message] });
    this.#changed();
    void this.#flush();
  }

  /** Try again now, without waiting for the next attempt. */
  retry(): void {
    this.#failures = 0;
    this.#pause?.();
    void this.#flush();
    if (this.token) void this.#run();
  }

  discard(id: string): void {
    this.memory.keep({ outbox: this.memory.now.outbox.filter((message) => message.id !== id) });
    this.#changed();
  }

  async rate(answer: string, helpful: boolean): Promise<void> {
    if (this.token) await this.#server.rate(this.token.token, answer, helpful);
  }

  /** Ask the server for something else. */
  async ask(path: string, body?: unknown): Promise<any> {
    return this.#server.ask((await this.#fresh()).token, path, body);
  }

  /** Erase everything on the server and here. Throws when the server cannot be reached. */
  async end(): Promise<Receipt | undefined> {
    let receipt: Receipt | undefined;
    try {
      receipt = this.token && (await this.#server.erase(this.token.token));
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
    }
    this.#tabs.tell(undefined);
    this.#forget();
    return receipt;
  }

  close(): void {
    this.#stopped.abort();
    this.#pause?.();
    this.#tabs.close();
  }

  /** Send what waits, in order, each until the server has it. */
  async #flush(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let next = this.#next(); next && !this.#stopped.signal.aborted; next = this.#next()) {
        let asked: string | undefined;
        try {
          asked = (await this.#fresh()).token;
          await this.#server.send(asked, next);
          this.#recovered();
          void this.#run();
          this.memory.keep({ outbox: this.memory.now.outbox.filter((message) => message.id !== next!.id) });
          this.waiting.push(next);
        } catch (error) {
          if (error instanceof Refused) this.refused.add(next.id);
          else await this.#trouble(error, asked);
        }
        this.#changed();
      }
    } finally {
      this.#sending = false;
    }
  }

  /** Sent, and not yet seen in the server's history. */
  waiting: Outgoing[] = [];

  #next(): Outgoing | undefined {
    return this.memory.now.outbox.find((message) => !this.refused.has(message.id));
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.token && !this.#stopped.signal.aborted) {
      let asked: string | undefined;
      try {
        await visible();
        asked = (await this.#fresh()).token;
        // The first reading must not wait, or an empty history would look like a slow one; nor after a trouble.
        const wait = this.loaded && this.link === "fine";
        const page = await this.#server.read(asked, this.#cursor, wait, this.#stopped.signal);
        if (this.token?.token === asked) this.#accept(page);
      } catch (error) {
        if (!this.#stopped.signal.aborted) await this.#trouble(error, asked);
      }
    }
    this.#running = false;
  }

  #accept(page: Page): void {
    this.#recovered();
    for (const message of page.messages) {
      if (message.cursor <= this.#cursor) continue;
      this.messages = [...this.messages, message];
      this.#cursor = message.cursor;
    }
    const known = new Set(this.messages.map((message) => message.id));
    this.waiting = this.waiting.filter((message) => !known.has(message.id));
    this.busy = page.busy;
    this.person = page.person;
    if (page.messages.length < 100) this.loaded = true;
    this.clinicState = { open: page.open, words: page.openState };
    this.#changed();
  }

  /** A token that will count for a while: begun, or renewed in time; one request for all who ask at once. */
  #fresh(): Promise<Token> {
    const token = this.token;
    if (token && token.renewAt > Date.now()) return Promise.resolve(token);
    this.#beginning ??= this.#server
      .begin(token?.token)
      .catch((error) => {
        // What is at fault is this website or this server, never the message that waits.
        throw error instanceof Refused ? new Unreachable() : error;
      })
      .then((made) => {
        this.memory.keep({ token: made });
        this.#tabs.tell(made);
        return made;
      })
      .finally(() => (this.#beginning = undefined));
    return this.#beginning;
  }

  async #trouble(error: unknown, asked = this.token?.token): Promise<void> {
    if (error instanceof Ended) {
      // A late refusal of a token that was given up meanwhile says nothing about the conversation begun since.
      if (this.token?.token !== asked) return;
      this.ended = this.messages.length > 0;
      this.#forget({});
      if (++this.#failures < FEW_FAILURES) return;
    }
    if (error instanceof Slower) {
      this.link = "slow";
    } else if (++this.#failures >= FEW_FAILURES) {
      this.link = "lost";
    }
    this.loaded = true;
    this.#changed();
    await this.#rest(
      error instanceof Slower
        ? error.seconds * 1000
        : Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2),
    );
  }

  /** Wait, unless something says that it is worth trying at once. */
  #rest(ms: number): Promise<void> {
    return new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        removeEventListener("online", end);
        done();
      };
      const timer = setTimeout(end, ms);
      const before = this.#pause;
      this.#pause = () => {
        before?.();
        end();
      };
      addEventListener("online", end);
    });
  }

  #recovered(): void {
    this.#failures = 0;
    this.#pause?.();
    this.#pause = undefined;
    if (this.link === "fine") return;
    this.link = "fine";
    this.#changed();
  }

  #hear(token: Token | undefined): void {
    if (token) {
      if (this.token && owner(this.token) !== owner(token)) return;
      const another = token.token !== this.token?.token;
      this.memory.keep({ token });
      if (another) void this.#run();
    } else if (this.token) {
      this.ended = this.messages.length > 0;
      this.#forget();
    }
  }

  /** Give the conversation up, and by default what is not sent as well. */
  #forget(unsent: object = { outbox: [], draft: "" }): void {
    this.messages = [];
    this.waiting = [];
    this.refused.clear();
    this.#cursor = 0;
    this.busy = false;
    this.person = undefined;
    this.memory.keep({ token: undefined, seen: 0, ...unsent });
    this.#changed();
  }
}

/** Whose conversation a token is for. */
function owner({ token }: Token): string {
  try {
    return JSON.parse(atob(token.split(".")[1]!.replace(/-/g, "+").replace(/_/g, "/"))).sub;
  } catch {
    return token;
  }
}

function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");
}

/** Resolves at once, or as soon as somebody looks at this tab. */
function visible(): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((done) => document.addEventListener("visibilitychange", () => done(), { once: true }));
}
