/** One script tag defines `<pearl-chat>` and puts one on the page, unless the page has its own. */

import { PearlChat } from "./rendering/chat";

const script = document.currentScript as HTMLScriptElement | null;

if (!customElements.get("pearl-chat")) {
  PearlChat.home = script?.dataset.server ?? (script?.src ? new URL(script.src).origin : location.origin);
  customElements.define("pearl-chat", PearlChat);
  if (document.body) place();
  else addEventListener("DOMContentLoaded", place, { once: true });
}

function place(): void {
  if (document.querySelector("pearl-chat")) return;
  const chat = document.createElement("pearl-chat");
  for (const [name, value] of Object.entries(script?.dataset ?? {})) chat.setAttribute(name, value ?? "");
  document.body.append(chat);
}
