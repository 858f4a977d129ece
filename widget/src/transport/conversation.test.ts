import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Conversation } from "./conversation";

/** A server that keeps one conversation, over a network that a test can cut. */
class Network {
  history: Record<string, unknown>[] = [];
  cut = (_: string): "before" | "after" | number | undefined => undefined;
  sessions = 0;
  erased = false;

  fetch = async (address: string, { method, body, headers }: RequestInit): Promise<Response> => {
    const request = `${method} ${new URL(address).pathname.split("/").pop()}`;
    const cut = this.cut(request);
    if (cut === "before") throw new TypeError("network");
    if (typeof cut === "number") return new Response("{}", { status: cut, headers: { "Retry-After": "1" } });
    const answer = this.answer(request, new URL(address), String(body ?? ""), headers as Record<string, string>);
    if (cut === "after") throw new TypeError("network");
    return answer ?? new Response("{}", { status: 401 });
  };

  private answer(request: string, { searchParams }: URL, body: string, headers: Record<string, string>) {
    const json = (data: unknown) => new Response(JSON.stringify(data));
    if (request === "POST session") return json({ token: `t.${btoa(`{"sub":"${++this.sessions}"}`)}.s`, expires_in: 100 });
    if (this.erased || !headers.Authorization) return undefined;
    if (request === "DELETE session") return (this.erased = true) && json({ receipt: "ERA-1", kept: [] });
    if (request === "POST messages") this.receive(JSON.parse(body));
    const messages = this.history.filter(({ cursor }) => (cursor as number) > Number(searchParams.get("after")));
    return json({ messages, cursor: 0, busy: false });
  }

  private receive({ id, text }: { id: string; text: string }): void {
    if (this.history.some((message) => message.id === id)) return;
    for (const [from, said] of [["visitor", text], ["pearl", `re ${text}`]]) {
      this.history.push({ cursor: this.history.length + 1, from, text: said, ...(from === "visitor" ? { id } : {}), at: "2026-11-25T18:00:00Z" });
    }
  }
}

let network: Network;
const open: Conversation[] = [];
const conversation = (keeps = true) => {
  const made = new Conversation("https://pearl.example", keeps, () => {});
  open.push(made);
  return made;
};
const texts = ({ messages }: Conversation) => messages.map(({ text }) => text);

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  network = new Network();
  vi.stubGlobal("fetch", async (address: string, options: RequestInit) => {
    await new Promise((done) => setTimeout(done, 20));
    return network.fetch(address, options);
  });
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  vi.useRealTimers();
});

describe("a conversation", () => {
  it("asks the server for nothing before something is said", async () => {
    void conversation().resume();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(network.sessions).toBe(0);
  });

  it("shows what was said and what came back, in the server's order", async () => {
    const one = conversation();
    one.say("a");
    one.say("b");
    await vi.advanceTimersByTimeAsync(2000);
    expect(texts(one)).toEqual(["a", "re a", "b", "re b"]);
    expect(one.unseen).toEqual([]);
  });

  it("goes on after a reload", async () => {
    const one = conversation();
    one.say("a");
    await vi.advanceTimersByTimeAsync(2000);
    one.close();
    const again = conversation();
    await again.resume();
    await vi.advanceTimersByTimeAsync(2000);
    expect(texts(again)).toEqual(["a", "re a"]);
    expect(network.sessions).toBe(1);
  });

  it("keeps what could not be sent, over a reload too, and sends it once", async () => {
    network.cut = (request) => (request === "POST messages" ? "after" : undefined);
    const one = conversation();
    one.say("a");
    await vi.advanceTimersByTimeAsync(5000);
    one.close();
    network.cut = () => undefined;
    const again = conversation();
    await again.resume();
    await vi.advanceTimersByTimeAsync(5000);
    expect(texts(again)).toEqual(["a", "re a"]);
    expect(again.unseen).toEqual([]);
  });

  it("says that the server is lost, and that it is back", async () => {
    network.cut = () => "before";
    const one = conversation();
    one.say("a");
    await vi.advanceTimersByTimeAsync(5000);
    expect(one.link).toBe("lost");
    network.cut = () => undefined;
    one.retry();
    await vi.advanceTimersByTimeAsync(500);
    expect([one.link, texts(one)]).toEqual(["fine", ["a", "re a"]]);
  });

  it("waits as long as the server asks when it was too fast", async () => {
    let times = 0;
    network.cut = (request) => (request === "POST messages" && times++ < 2 ? 429 : undefined);
    const one = conversation();
    one.say("a");
    await vi.advanceTimersByTimeAsync(500);
    expect(one.link).toBe("slow");
    await vi.advanceTimersByTimeAsync(5000);
    expect(texts(one)).toEqual(["a", "re a"]);
  });

  it("does not send again what the server refused, and goes on with the next", async () => {
    network.cut = (request) => (request === "POST messages" && !network.history.length && refusing-- > 0 ? 400 : undefined);
    let refusing = 1;
    const one = conversation();
    one.say("a");
    one.say("b");
    await vi.advanceTimersByTimeAsync(5000);
    expect(texts(one)).toEqual(["b", "re b"]);
    expect(one.unseen.map(({ text }) => text)).toEqual(["a"]);
  });

  it("begins anew when its token counts no more, and loses nothing that waits", async () => {
    const one = conversation();
    one.say("a");
    await vi.advanceTimersByTimeAsync(1000);
    network.history = [];
    let ended = 1;
    network.cut = (request) => (request === "POST messages" && ended-- > 0 ? 401 : undefined);
    one.say("b");
    await vi.advanceTimersByTimeAsync(5000);
    expect(texts(one)).toEqual(["b", "re b"]);
    expect(network.sessions).toBe(2);
  });

  it("heeds no late refusal of a token that it gave up before", async () => {
    const before = conversation();
    before.say("a");
    await vi.advanceTimersByTimeAsync(1000);
    before.close();
    network.history = [];
    const { fetch } = network;
    network.fetch = async (address, options) => {
      const old = (options.headers as Record<string, string>).Authorization?.includes(btoa('{"sub":"1"}'));
      if (old && options.method === "GET") await new Promise((done) => setTimeout(done, 900));
      return old ? new Response("{}", { status: 401 }) : fetch(address, options);
    };
    const one = conversation();
    void one.resume();
    one.say("b");
    await vi.advanceTimersByTimeAsync(3000);
    expect(texts(one)).toEqual(["b", "re b"]);
    expect(network.sessions).toBe(2);
  });

  it("keeps what is half written when its conversation counts no more", async () => {
    const one = conversation();
    one.say("a");
    await vi.advanceTimersByTimeAsync(1000);
    one.memory.keep({ draft: "and near" });
    let ended = 1;
    network.cut = (request) => (request === "GET messages" && ended-- > 0 ? 401 : undefined);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(one.memory.now).toMatchObject({ token: undefined, draft: "and near" });
  });

  it("renews its token in time", async () => {
    const one = conversation();
    one.say("a");
    await vi.advanceTimersByTimeAsync(49_000);
    expect(network.sessions).toBe(1);
    await vi.advanceTimersByTimeAsync(3000);
    expect(network.sessions).toBe(2);
  });

  it("forgets everything when it is ended, and not before it is erased", async () => {
    const one = conversation();
    one.say("a");
    await vi.advanceTimersByTimeAsync(1000);
    network.cut = () => "before";
    const failed = one.end().catch((error: Error) => error);
    await vi.advanceTimersByTimeAsync(1000);
    expect([await failed, texts(one).length]).toEqual([expect.any(Error), 2]);
    network.cut = () => undefined;
    const ended = one.end();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await ended).toEqual({ receipt: "ERA-1", kept: [] });
    expect([texts(one), sessionStorage.getItem("pearl-chat https://pearl.example")]).toEqual([[], expect.not.stringContaining("t.")]);
  });

  it("leaves nothing behind on a shared computer", async () => {
    const one = conversation(false);
    one.say("a");
    await vi.advanceTimersByTimeAsync(1000);
    expect([texts(one).length, sessionStorage.length]).toEqual([2, 0]);
  });

  it.each([1, 2, 3, 4, 5])("shows each message once, in order, however the network is cut (%i)", async (start) => {
    let seed = start;
    const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const one = conversation();
    network.cut = () => (chance() < 0.4 ? (chance() < 0.5 ? "before" : "after") : undefined);
    const said = Array.from({ length: 20 }, (_, n) => `m${n}`);
    for (const text of said) {
      one.say(text);
      await vi.advanceTimersByTimeAsync(chance() * 3000);
    }
    network.cut = () => undefined;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(texts(one)).toEqual(said.flatMap((text) => [text, `re ${text}`]));
    expect(one.unseen).toEqual([]);
  });
});
