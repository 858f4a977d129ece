/** The other tabs of this website: one conversation for all of them, its token told and never stored for it. */

import type { Token } from "./server";

const PATIENCE_MS = 200;

export class Tabs {
  readonly #channel?: BroadcastChannel;

  constructor(
    server: string,
    shares: boolean,
    private readonly mine: () => Token | undefined,
    private readonly told: (token: Token | undefined) => void,
  ) {
    if (!shares || typeof BroadcastChannel === "undefined") return;
    this.#channel = new BroadcastChannel(`pearl-chat ${server}`);
    this.#channel.onmessage = ({ data }) => this.#hear(data);
  }

  /** The token of another tab, when one answers soon. */
  ask(): Promise<void> {
    if (!this.#channel) return Promise.resolve();
    this.#channel.postMessage({ asks: true });
    return new Promise((done) => setTimeout(done, PATIENCE_MS));
  }

  /** Tell the other tabs of a new token, or that the conversation has ended. */
  tell(token: Token | undefined): void {
    this.#channel?.postMessage({ token: token ?? null });
  }

  close(): void {
    this.#channel?.close();
  }

  #hear(data: { asks?: boolean; token?: Token | null }): void {
    const mine = this.mine();
    if (data.asks && mine) this.tell(mine);
    if (data.token !== undefined) this.told(data.token ?? undefined);
  }
}
