import { describe, expect, it } from "vitest";
import { parseMessage, parsePage } from "./message";

const reply = { cursor: 2, from: "pearl", text: "Please don't.", at: "2026-11-25T18:00:00+00:00" };

describe("parseMessage", () => {
  it("reads a reply with its buttons and its note", () => {
    const custom = { outcome: "answer", answer_id: "can_i_pop_milia@3", review: "Not yet reviewed.", sources: [{ title: "Milia", url: "https://e.org" }] };
    expect(parseMessage({ ...reply, buttons: [{ title: "More", payload: "/more" }], custom })).toMatchObject({
      cursor: 2,
      author: "pearl",
      buttons: [{ title: "More", payload: "/more" }],
      sources: [{ title: "Milia", url: "https://e.org" }],
      review: "Not yet reviewed.",
      answerId: "can_i_pop_milia@3",
      urgent: false,
    });
  });

  it("sees what is urgent", () => {
    expect(parseMessage({ ...reply, custom: { outcome: "red_flag" } })?.urgent).toBe(true);
  });

  it.each([null, 5, "x", [], {}, { ...reply, cursor: "2" }, { ...reply, from: "somebody" }])("leaves out %j", (data) => {
    expect(parseMessage(data)).toBeUndefined();
  });

  it("leaves out what is malformed in a good message", () => {
    const odd = { ...reply, at: "never", buttons: [{ payload: "/x" }, null, { title: " " }, { title: "Yes", payload: 5 }], custom: { sources: "x" } };
    expect(parseMessage(odd)).toMatchObject({ buttons: [{ title: "Yes" }], sources: [], text: reply.text });
  });

  it("cuts off what nobody could read", () => {
    expect(parseMessage({ ...reply, text: "x".repeat(100_000) })?.text).toHaveLength(20_000);
  });
});

describe("parsePage", () => {
  it("reads the messages that are right", () => {
    expect(parsePage({ messages: [reply, {}, null], cursor: 2, busy: true }).messages).toHaveLength(1);
  });

  it.each([undefined, null, [], "<html>", { messages: "x" }])("takes %j for an empty page", (data) => {
    expect(parsePage(data)).toMatchObject({ messages: [], cursor: 0, busy: false });
  });
});
