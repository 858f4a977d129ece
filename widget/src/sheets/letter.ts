/** The conversation by e-mail: an address, a look at it, and it is sent once. */

import { frame, type Kit, type Sheet } from "./sheet";

export class LetterSheet implements Sheet {
  #address = "";
  #asks = false;
  #trouble = "";
  #sending = false;

  constructor(private readonly kit: Kit) {
    void kit.draw().then(() => this.#focus("#address"));
  }

  close(): void {
    this.kit.close();
  }

  view() {
    return frame(this.kit, this.kit.words.mail, this.#asks ? this.#question() : this.#form());
  }

  #form() {
    const { html, words, nothing } = this.kit;
    return html`<form novalidate @submit=${this.#look}>
      <p><label for="address">${words.mailAddress}</label></p>
      <input id="address" type="email" autocomplete="email" dir="ltr" .value=${this.#address} aria-invalid=${this.#trouble !== ""}
        aria-describedby="hint trouble" @input=${(event: Event) => (this.#address = (event.target as HTMLInputElement).value)} />
      <p class="small" id="hint">${words.mailHint}</p>
      <p class="over" id="trouble" role="alert">${this.#trouble || nothing}</p>
      <button type="submit" class="pill first extra">${words.mailNext}</button>
    </form>`;
  }

  #question() {
    const { html, words, fill } = this.kit;
    return html`<div class="hint">
      <p id="ask">${fill(words.mailQuestion, { address: this.#address })}</p>
      <p class="over" role="alert">${this.#trouble}</p>
      <div class="row">
        <button type="button" class="pill first extra" id="send" aria-describedby="ask" aria-disabled=${this.#sending} @click=${this.#send}>${words.mailYes}</button>
        <button type="button" class="pill extra" @click=${this.#back}>${words.mailNo}</button>
      </div>
    </div>`;
  }

  #look = (event: Event): void => {
    event.preventDefault();
    this.#address = this.#address.trim();
    this.#asks = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(this.#address);
    this.#trouble = this.#asks ? "" : this.kit.words.mailWrong;
    void this.#draw(this.#asks ? "#send" : "#address");
  };

  #back = (): void => {
    this.#asks = false;
    this.#trouble = "";
    void this.#draw("#address");
  };

  #send = async (): Promise<void> => {
    if (this.#sending) return;
    this.#sending = true;
    const { words, fill } = this.kit;
    try {
      await this.kit.ask("/transcript", { email: this.#address });
      return this.kit.close(fill(words.mailSent, { address: this.#address }));
    } catch (error) {
      const kind = (error as Error).message;
      this.#asks = kind !== "refused";
      this.#trouble = kind === "refused" ? words.mailWrong : kind === "slower" ? words.mailSlow : words.mailTrouble;
    }
    this.#sending = false;
    void this.#draw(this.#asks ? "#send" : "#address");
  };

  async #draw(focus: string): Promise<void> {
    await this.kit.draw();
    this.#focus(focus);
  }

  #focus(selector: string): void {
    this.kit.root.querySelector<HTMLElement>(selector)?.focus();
  }
}
