/** The web channel over HTTP; every trouble is one of four kinds. */

import { parsePage, type Page } from "../parsing/message";

/** Nobody answered, or the server is in trouble: worth trying again. */
export class Unreachable extends Error {}
/** Too many requests: worth trying again after a time. */
export class Slower extends Error {
  constructor(readonly seconds: number) {
    super("slower");
  }
}
/** The token counts no more. */
export class Ended extends Error {}
/** The request itself is at fault: no use trying again. */
export class Refused extends Error {}

export interface Token {
  token: string;
  /** When to ask for a new one, in ms since 1970. */
  renewAt: number;
}
export interface Receipt {
  receipt: string;
  kept: string[];
}
export interface Outgoing {
  id: string;
  text: string;
  payload?: string;
}

const PATIENCE_MS = 15_000;
const POLL_S = 25;

export class Server {
  constructor(private readonly base: string) {}

  async begin(old?: string): Promise<Token> {
    const { token, expires_in } = await this.#call("POST", "/session", old);
    return { token: String(token), renewAt: Date.now() + (Number(expires_in) || 3600) * 500 };
  }

  async send(token: string, message: Outgoing): Promise<void> {
    await this.#call("POST", "/messages", token, message);
  }

  async read(token: string, after: number, wait: boolean, signal: AbortSignal): Promise<Page> {
    const seconds = wait ? POLL_S : 0;
    const path = `/messages?after=${after}&wait=${seconds}`;
    return parsePage(await this.#call("GET", path, token, undefined, PATIENCE_MS + seconds * 1000, signal));
  }

  async rate(token: string, answer: string, helpful: boolean): Promise<void> {
    await this.#call("POST", "/feedback", token, { answer_id: answer, helpful });
  }

  async erase(token: string): Promise<Receipt> {
    const { receipt, kept } = await this.#call("DELETE", "/session", token);
    return { receipt: String(receipt), kept: Array.isArray(kept) ? kept.map(String) : [] };
  }

  /** Anything else: JSON as an object, a file as it is. */
  async ask(token: string, path: string, body?: unknown): Promise<any> {
    return this.#call(body ? "POST" : "GET", path, token, body);
  }

  async #call(
    method: string,
    path: string,
    token?: string,
    body?: unknown,
    patience = PATIENCE_MS,
    signal?: AbortSignal,
  ): Promise<any> {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), patience);
    signal?.addEventListener("abort", () => control.abort());
    try {
      const response = await fetch(`${this.base}/webhooks/web${path}`, {
        method,
        headers: {
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...(body ? { "Content-Type": "application/json" } : {}),
        },
        body: body ? JSON.stringify(body) : undefined,
        credentials: "omit",
        cache: "no-store",
        signal: control.signal,
      });
      if (response.ok) return await (path.startsWith("/calendar") ? response.blob() : response.json());
      throw trouble(response);
    } catch (error) {
      throw error instanceof Slower || error instanceof Ended || error instanceof Refused
        ? error
        : new Unreachable(String(error));
    } finally {
      clearTimeout(timer);
    }
  }
}

function trouble({ status, headers }: Response): Error {
  if (status === 429) return new Slower(Number(headers.get("Retry-After")) || 5);
  if (status === 401) return new Ended();
  return status === 400 || status === 413 || status === 403 ? new Refused("refused") : new Unreachable(String(status));
}
