/** The element: a launcher, and the panel that it opens. */

import { html, noChange, nothing } from "lit/html.js";
import { clinic, loadClinic, words, type Choice } from "../clinic";
import type { Message } from "../parsing/message";
import { Conversation } from "../transport/conversation";
import type { Outgoing } from "../transport/server";
import type { Sheet } from "../sheets/sheet";
import { fill } from "../words";
import { Composer } from "./composer";
import styles from "./chat.css";
import * as icons from "./icons";
import { LiveElement } from "./live_element";
import { messageView, visitorBubble } from "./message_view";
import { lostView } from "./notice_view";
import { lineView, textView } from "./text_view";
import { safeHref } from "../parsing/links";
import { parseLine, type KnownLink } from "../parsing/text";
import { mailAddress, transcript } from "./transcript";

const IDLE_MS = 5 * 60_000;
const NEAR_END_PX = 80;

type State = { opened: boolean; menu: boolean; ending: boolean; note: string };

export class PearlChat extends LiveElement {
  static observedAttributes = ["heading", "greeting", "label", "privacy", "accent", "lang"];
  /** The server that the script came from or named. */
  static home = "";
  static #inUse?: PearlChat;

  #state: State = { opened: false, menu: false, ending: false, note: "" };
  #gone?: AbortController;
  #talk!: Conversation;
  #composer!: Composer;
  #privacy?: string;
  #links: KnownLink[] = [];
  #rated = new Set<number>();
  #idle?: ReturnType<typeof setTimeout>;
  #follows = true;
  #shown = 0;
  #lost = false;
  #base = "";
  #sheet?: Sheet;
  #sheetStyles = "";
  #drawnVersion = -1;

  constructor() {
    super(styles);
  }

  attributeChangedCallback(): void {
    if (this.#talk) this.#redraw();
  }

  connectedCallback(): void {
    // One conversation needs one chat, however often a page puts it in.
    if (PearlChat.#inUse?.isConnected && PearlChat.#inUse !== this) return this.remove();
    PearlChat.#inUse = this;
    this.#gone = new AbortController();
    void this.#begin(this.#gone.signal);
  }

  async #begin(gone: AbortSignal): Promise<void> {
    const base = (this.#base = (this.#option("server") || PearlChat.home).replace(/\/+$/, ""));
    await loadClinic(base, this.#option("lang") || document.documentElement.lang, gone);
    if (gone.aborted) return;
    this.dir ||= clinic.dir;
    this.#privacy = safeHref(this.#option("privacy"), location.href) ?? safeHref(clinic.privacy, base);
    this.#links = [...clinic.links, { text: clinic.privacy, href: this.#privacy ?? "" }];
    this.#talk = new Conversation(base, !this.hasAttribute("shared"), () => this.#heard());
    this.#composer = new Composer(
      this.#talk.memory,
      (text) => this.#say(text),
      (note) => void this.#set({ note }),
      () => void this.draw(),
    );
    this.#state.opened = this.#talk.memory.now.open;
    const accent = this.#option("accent");
    if (accent) this.style.setProperty("--pearl-accent", accent);
    document.addEventListener("click", this.#onPageClick, { signal: gone });
    gone.addEventListener("abort", () => this.#talk.close());
    void this.#talk.resume();
  }

  disconnectedCallback(): void {
    this.#gone?.abort();
    clearTimeout(this.#idle);
    if (PearlChat.#inUse === this) PearlChat.#inUse = undefined;
  }

  /** Open the panel and put the focus where one writes. */
  open(): void {
    this.#talk.memory.keep({ open: true });
    void this.#set({ opened: true }).then(() => {
      this.#heard();
      this.#toEnd();
      this.#toField();
    });
  }

  close(): void {
    this.#talk.memory.keep({ open: false });
    this.#sheet = undefined;
    void this.#set({ opened: false, menu: false, ending: false }).then(() => this.find(".launcher")?.focus());
  }

  protected view() {
    this.classList.toggle("open", this.#state.opened);
    return this.#state.opened ? this.#panel() : this.#launcher();
  }

  protected drawn(): void {
    this.#composer.fit(this.find("textarea") as HTMLTextAreaElement | null);
    const count = this.#talk.messages.length + this.#talk.unseen.length;
    const lost = this.#talk.link === "lost";
    this.#drawnVersion = this.#state.opened ? this.#talk.version : -1;
    // What a person writes is read as it comes; Pearl's answers from their beginning.
    if (count > this.#shown && this.#follows && this.#talk.messages.at(-1)?.author === "staff") this.#toEnd();
    else if ((count > this.#shown && this.#follows) || (lost && !this.#lost)) this.#toQuestion();
    this.#shown = count;
    this.#lost = lost;
  }

  #launcher() {
    const unread = this.#unread();
    return html`<button type="button" class="launcher" lang=${this.#lang()} aria-haspopup="dialog" @click=${() => this.open()}>
      ${icons.pearl}<span>${this.#option("label") || fill(words.ask, { title: clinic.title })}</span>
      ${unread ? html`<span class="badge"><span aria-hidden="true">${unread}</span><span class="unseen">${fill(words.unread, { count: unread })}</span></span>` : nothing}
    </button>`;
  }

  #panel() {
    const talk = this.#talk;
    return html`<div class="panel" role="dialog" aria-labelledby="name" lang=${this.#lang()} @keydown=${this.#onKey}
      @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${(event: DragEvent) => this.#composer.dropped(event)}>
      ${this.#head()}
      <p class="caution">${words.automatic} <span lang=${clinic.language}>${lineView(parseLine(clinic.emergency, this.#links))}</span></p>
      ${talk.person === undefined ? nothing : this.#person(talk.person)} ${this.#sheet?.view() ?? nothing}
      <div class="scroll" tabindex="0" role="group" aria-label=${words.log} @scroll=${this.#onScroll}>
        ${this.#welcome()}
        <div role="log" aria-live=${talk.loaded ? "polite" : "off"} aria-label=${words.log}>
          ${this.#drawnVersion === talk.version ? noChange : talk.messages.map((message, n) => this.#message(message, n))}
        </div>
        ${talk.unseen.map((message) => this.#pending(message))}
        ${this.#writing() ? html`<div class="typing" aria-hidden="true"><i></i><i></i><i></i></div>` : nothing}
        ${talk.ended ? html`<p class="notice" role="status">${words.ended}</p>` : nothing}
        ${talk.link === "lost" ? lostView(() => talk.retry()) : nothing}
        <div role="status">${this.#state.note ? html`<p class="notice">${this.#state.note}</p>` : nothing}</div>
      </div>
      ${this.#state.ending ? this.#endQuestion() : this.#composer.view(this.#privacy)}
    </div>`;
  }

  #person(name: string) {
    const end = { title: words.talkEnds, payload: "/back_to_pearl" };
    return html`<div class="person">
      <p role="status">${name ? fill(words.talks, { name }) : words.waits}</p>
      <button type="button" class="pill" @click=${() => this.#choose(end)}>${words.talkEnds}</button>
    </div>`;
  }

  #head() {
    const { open = clinic.open, words: state = clinic.open_state } = this.#talk.clinicState;
    return html`<div class="head">
      ${icons.pearl}
      <div>
        <h2 id="name" lang=${clinic.language}>${this.#option("heading") || clinic.name}</h2>
        <p class="state ${open ? "is-open" : ""}" lang=${clinic.language}>${state}</p>
      </div>
      <button type="button" class="icon" id="more" aria-label=${words.menu} aria-expanded=${this.#state.menu} @click=${() => this.#set({ menu: !this.#state.menu })}>${icons.more}</button>
      <button type="button" class="icon" aria-label=${words.close} @click=${() => this.close()}>${icons.close}</button>
      ${this.#state.menu ? this.#menuView() : nothing}
    </div>`;
  }

  #menuView() {
    const text = () => transcript(this.#talk.messages, this.lang);
    const act = (action: () => void) => () => {
      void this.#set({ menu: false });
      action();
    };
    const said = this.#talk.messages.length > 0;
    return html`<div class="menu">
      <button type="button" @click=${act(() => this.#choose({ title: words.person, payload: "/talk_to_a_person" }))}>${words.person}</button>
      ${said
        ? html`<button type="button" @click=${act(() => this.#copy(text()))}>${words.copy}</button>
            ${clinic.mails
              ? html`<button type="button" @click=${act(() => this.#openSheet("letter"))}>${words.mail}</button>`
              : html`<a href=${mailAddress(clinic.name, text())} @click=${act(() => {})}>${words.mail}</a>`}`
        : nothing}
      <button type="button" class="ends" @click=${act(() => this.#askToEnd())}>${words.end}</button>
    </div>`;
  }

  #welcome() {
    const greeting = this.#option("greeting") ? [this.#option("greeting")] : clinic.greeting;
    const fresh = !this.#talk.messages.length && !this.#talk.unseen.length && this.#talk.loaded;
    return html`<div class="entry pearl ends">
      <div class="bubble" lang=${clinic.language} dir="auto">${greeting.map((part) => textView(part, this.#links))}</div>
      ${fresh
        ? html`<ul class="choices" aria-label=${words.suggestions} lang=${clinic.language}>
            ${clinic.suggestions.map((choice) => html`<li><button type="button" @click=${() => this.#choose(choice)}>${choice.title}</button></li>`)}
          </ul>`
        : nothing}
    </div>`;
  }

  #message(message: Message, n: number) {
    const { messages, unseen } = this.#talk;
    return messageView(message, {
      lang: this.lang,
      links: this.#links,
      first: messages[n - 1]?.author !== message.author || messages[n - 1]?.by !== message.by,
      last: messages[n + 1]?.author !== message.author,
      used: (choice) => used(choice, message, messages, unseen),
      rated: this.#rated.has(message.cursor),
      picks: message.picks && !unseen.length && !messages.slice(n + 1).some(({ author, picks }) => picks || author === "visitor"),
      choose: (choice) => this.#choose(choice),
      open: (name) => this.#openSheet(name, message.booking),
      rate: (helpful) => this.#rate(message, helpful),
    });
  }

  #pending(message: Outgoing) {
    const talk = this.#talk;
    const refused = talk.refused.has(message.id);
    const state = refused ? words.refused : talk.link === "slow" ? words.slow : talk.link === "lost" ? words.unsent : words.sending;
    const again = () => (refused ? this.#takeBack(message) : talk.retry());
    return html`<div class="entry visitor ends pending">
      ${visitorBubble(message.text)}
      <p class="stamp" role=${refused ? "alert" : nothing}>${state}
        ${refused || talk.link === "lost" ? html`<button type="button" @click=${again}>${words.retry}</button>` : nothing}</p>
    </div>`;
  }

  #endQuestion() {
    return html`<div class="confirm" role="alertdialog" aria-labelledby="end" aria-describedby="detail">
      <p id="end"><strong>${words.endQuestion}</strong></p>
      <p id="detail" class="small">${words.endDetail}</p>
      <div class="row small">
        <button type="button" class="pill alarm" @click=${() => this.#end()}>${words.endYes}</button>
        <button type="button" class="pill first" id="keep" @click=${() => this.#keepOn()}>${words.endNo}</button>
      </div>
    </div>`;
  }

  #writing(): boolean {
    return this.#talk.link === "fine" && (this.#talk.busy || this.#talk.waiting.length > 0);
  }

  #unread(): number {
    return this.#talk.messages.filter(({ author, cursor }) => author !== "visitor" && cursor > this.#talk.memory.now.seen).length;
  }

  #say(text: string, payload?: string | null): void {
    this.#state.note = "";
    this.#follows = true;
    this.#talk.say(text, payload);
    this.#stayAwake();
  }

  #choose({ title, payload }: Choice): void {
    this.#say(title, payload);
    this.#toField();
  }

  #rate(message: Message, helpful: boolean): void {
    this.#rated.add(message.cursor);
    this.#redraw();
    this.#talk.rate(message.answerId ?? "", helpful).catch(() => {
      this.#rated.delete(message.cursor);
      this.#redraw();
    });
  }

  /** Draw the messages too, though none has come. */
  #redraw(): void {
    this.#drawnVersion = -1;
    void this.draw();
  }

  #takeBack(message: Outgoing): void {
    this.#talk.discard(message.id);
    this.#composer.put(message.text);
    this.find("textarea")?.focus();
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      void this.#set({ note: words.copied });
    } catch {
      void this.#set({ note: words.notCopied });
    }
  }

  /** What is seldom needed is a file of its own, fetched when it is. */
  async #openSheet(name: "times" | "letter" | "calendar", booking = ""): Promise<void> {
    const opener = this.root.activeElement;
    try {
      const { open, styles } = await import(`${this.#base}/widget/sheets.js`);
      if (!this.#sheetStyles) this.adopt((this.#sheetStyles = styles));
      this.#sheet = open(name, booking, {
        html,
        nothing,
        words,
        fill,
        clinic,
        root: this.root,
        draw: () => this.draw(),
        ask: (path: string, body?: unknown) => this.#talk.ask(path, body),
        choose: (choice: Choice) => this.#choose(choice),
        close: (note = "") => {
          this.#sheet = undefined;
          void this.#set({ note }).then(() => {
            if (opener?.isConnected) (opener as HTMLElement).focus();
            else this.#toField();
            if (note) this.#toEnd();
          });
        },
      });
      await this.draw();
    } catch {
      void this.#set({ note: words.noSheet }).then(() => this.#toEnd());
    }
  }

  #askToEnd(): void {
    void this.#set({ ending: true }).then(() => this.find("#keep")?.focus());
  }

  #keepOn(): void {
    void this.#set({ ending: false }).then(() => this.find("textarea")?.focus());
  }

  async #end(said = ""): Promise<void> {
    try {
      const receipt = await this.#talk.end();
      const kept = receipt?.kept.length ? fill(words.kept, { references: receipt.kept.join(", ") }) : "";
      this.#state.note = [said, receipt ? fill(words.erased, { receipt: receipt.receipt }) : "", kept].filter(Boolean).join(" ");
      this.#rated.clear();
    } catch {
      this.#state.note = words.notErased;
    }
    this.#keepOn();
    void this.draw().then(() => this.#toEnd());
  }

  /** On a shared computer, a conversation that nobody goes on with is ended. */
  #stayAwake(): void {
    clearTimeout(this.#idle);
    if (this.hasAttribute("shared")) this.#idle = setTimeout(() => void this.#end(words.idle), IDLE_MS);
  }

  #heard(): void {
    const last = this.#talk.messages.at(-1)?.cursor ?? 0;
    if (this.#state.opened && !document.hidden && last > this.#talk.memory.now.seen) this.#talk.memory.keep({ seen: last });
    void this.draw();
  }

  #onKey = (event: KeyboardEvent): void => {
    this.#stayAwake();
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (this.#state.menu) {
      void this.#set({ menu: false });
      this.find("#more")?.focus();
    } else if (this.#sheet) this.#sheet.close();
    else if (this.#state.ending) this.#keepOn();
    else this.close();
  };

  #onScroll = (event: Event): void => {
    const at = event.target as HTMLElement;
    this.#follows = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR_END_PX;
  };

  /** Anything on the page with `data-pearl-open` opens the chat; its value, when it has one, is asked. */
  #onPageClick = (event: Event): void => {
    const opener = (event.target as Element).closest<HTMLElement>("[data-pearl-open]");
    if (!opener) return;
    event.preventDefault();
    this.open();
    if (opener.dataset.pearlOpen) this.#say(opener.dataset.pearlOpen);
  };

  /** The last question at the top, so that its answer is read from the start; a short one ends at the bottom. */
  #toQuestion(): void {
    const scroll = this.find(".scroll");
    const questions = this.root.querySelectorAll<HTMLElement>(".entry.visitor");
    const last = questions[questions.length - 1];
    if (scroll && last) scroll.scrollTop = last.offsetTop - 12;
    this.#follows = true;
  }

  #toEnd(): void {
    const scroll = this.find(".scroll");
    if (scroll) scroll.scrollTop = scroll.scrollHeight;
  }

  /** On a touch screen the focus in the field would raise the keyboard over the answer. */
  #toField(): void {
    this.find(matchMedia("(pointer: fine)").matches ? "textarea" : ".scroll")?.focus({ preventScroll: true });
  }

  /** The page's own kind of a language (en-CA), when it is that of the words. */
  #lang(): string {
    const wanted = this.#option("lang");
    return wanted.split("-")[0] === clinic.lang.split("-")[0] ? wanted : clinic.lang;
  }

  #option(name: string): string {
    return this.getAttribute(name) ?? "";
  }

  #set(changes: Partial<State>): Promise<void> {
    Object.assign(this.#state, changes);
    return this.draw();
  }
}

/** Whether a button has done its work: it was tapped since, or its question has been passed by. */
function used(choice: Choice, message: Message, messages: Message[], unseen: Outgoing[]): boolean {
  const sent = [...messages.filter(({ author, cursor }) => author === "visitor" && cursor > message.cursor), ...unseen];
  const group = message.buttons.map(({ payload }) => payload);
  const decides = group.some((payload) => payload === "/affirm");
  return decides ? sent.length > 0 : sent.some(({ payload, text }) => (payload ?? text) === (choice.payload ?? choice.title));
}
