// The plain chat of the demonstration page, over Rasa's REST protocol. Whatever arrives is shown as text, never as HTML.

const ADDRESS = "/webhooks/rest/webhook";
const [LIMIT, NEAR_LIMIT, PATIENCE_MS] = [2000, 1800, 30_000];
const IDS = ["chat", "log", "composer", "message", "counter", "hours"];
const [{ dataset: { phone } }, log, form, input, counter, hours] = IDS.map((id) => document.getElementById(id));
const sender = senderId();
let waiting = false;

/** A random name for this tab's conversation, new on every visit where storage is blocked. */
function senderId() {
  const fresh = crypto.randomUUID?.() ?? crypto.getRandomValues(new Uint32Array(4)).join("-");
  try {
    const kept = sessionStorage.getItem("pearl-sender") ?? fresh;
    sessionStorage.setItem("pearl-sender", kept);
    return kept;
  } catch {
    return fresh;
  }
}

/** A new element: its attributes, then its children (elements or texts). */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Words for screen readers only. */
const unseen = (words) => make("span", { class: "unseen" }, words);
const bubble = (kind, speaker, ...children) => make("div", { class: `message ${kind}` }, unseen(speaker), ...children);
const paragraphs = (text) => text.split(/\n\s*\n/).filter((part) => part.trim()).map((part) => make("p", {}, part.trim()));

function sourceItem({ title, url }) {
  const name = title || url || "";
  if (!/^https?:\/\//i.test(url ?? "")) return make("li", {}, name);
  const link = { href: url, target: "_blank", rel: "noopener noreferrer" };
  return make("li", {}, make("a", link, name, unseen(" (opens in a new tab)")));
}

/** One of Pearl's messages with its sources and buttons, as elements; none when there is nothing to show. */
function reply({ text, buttons, custom }) {
  const sources = custom?.sources ?? [];
  const parts = [];
  if (text?.trim() || sources.length) {
    const urgent = custom?.outcome === "red_flag";
    const message = bubble(urgent ? "from-pearl urgent" : "from-pearl", "Pearl:", ...paragraphs(text ?? ""));
    const label = make("p", { class: "urgent-label" }, make("span", { "aria-hidden": "true" }, "!"), "Urgent");
    if (urgent) message.firstChild.after(label);
    const list = make("ul", {}, ...sources.map(sourceItem));
    if (sources.length) message.append(make("details", {}, make("summary", {}, `Sources (${sources.length})`), list));
    parts.push(message);
  }
  if (buttons?.length) {
    const items = buttons.map(({ title, payload }) =>
      make("li", {}, make("button", { type: "button", "data-payload": payload ?? title }, title)));
    parts.push(make("ul", { class: "choices", "aria-label": "Choices" }, ...items));
  }
  return parts;
}

/** The elements of the server's answer. Throws when there is none; `refused` says that the message itself was at fault. */
async function ask(message) {
  const response = await fetch(ADDRESS, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ sender, message }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw Object.assign(new Error(response.statusText), { refused: [400, 413].includes(response.status) });
  const parts = (await response.json()).flatMap(reply);
  if (!parts.length) throw new Error("an empty answer");
  return parts;
}

function trouble(message, question, refused) {
  const words = refused
    ? `Pearl could not read that message. Please write it in other words, or call the clinic on ${phone}.`
    : `Sorry, Pearl can't be reached just now. Your message is not lost: try again, or call the clinic on ${phone}.`;
  const notice = make("div", { class: "notice" }, make("p", {}, words));
  const again = make("button", { type: "button" }, "Try again");
  again.addEventListener("click", () => { notice.remove(); deliver(message, question); });
  if (refused) input.value ||= message;
  else notice.append(again);
  return notice;
}

async function deliver(message, question) {
  const typing = bubble("from-pearl typing", "Pearl is writing.", make("i"), make("i"), make("i"));
  log.append(typing);
  setWaiting(true);
  // On a touch screen the input's focus would raise the keyboard over the answer: only where the visitor typed.
  const keys = document.activeElement === input || matchMedia("(pointer: fine)").matches;
  (keys ? input : log).focus({ preventScroll: true });
  // The question goes to the top, so that its answer is read from the start; a short one ends at the bottom.
  log.scrollTop = question.offsetTop - 12;
  const parts = await ask(message).catch((error) => [trouble(message, question, error.refused)]);
  typing.remove();
  log.append(...parts);
  setWaiting(false);
  log.scrollTop = question.offsetTop - 12;
}

/** Sends a message; `title` is what the visitor's bubble says, for a button its label. */
function send(message, title = message) {
  for (const button of log.querySelectorAll("button")) button.disabled = true;
  const question = bubble("from-visitor", "You:", ...paragraphs(title));
  log.append(question);
  deliver(message, question);
}

function setWaiting(now) {
  waiting = now;
  form.querySelector("button").setAttribute("aria-disabled", String(now));
  measure();
}

/** Fits the input to its text and counts the characters near the limit; too many can't be sent, and none are cut off. */
function measure() {
  const length = [...input.value.trim()].length;
  const over = length > LIMIT;
  counter.textContent = length >= NEAR_LIMIT ? `${length} of ${LIMIT} characters` : "";
  counter.classList.toggle("over", over);
  input.setCustomValidity(over ? `Please shorten your message to ${LIMIT} characters; it has ${length}.` : "");
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + 2}px`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (waiting || !text) return;
  input.value = "";
  send(text);
});
input.addEventListener("input", measure);
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
log.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-payload]");
  if (button && !waiting) send(button.dataset.payload, button.textContent);
});
hours.replaceChildren(...hours.textContent.split("; ").map((line) => make("span", { class: "line" }, line)));
measure();
