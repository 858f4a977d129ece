/** A calendar of the free times: choose a day, then a time. What is chosen is said as if its button had been tapped. */

import { frame, type Kit, type Sheet } from "./sheet";
import { monthFrom, noon, parseMonth, shifted, weeks, weekStarts, type Month } from "./month";

export class TimePicker implements Sheet {
  #month?: Month;
  #failed = false;
  #chosen = "";
  /** The one day that the Tab key comes to. */
  #at = "";

  constructor(private readonly kit: Kit) {
    void this.#load("");
  }

  close(): void {
    this.kit.close();
  }

  view() {
    const { html, words } = this.kit;
    const inside = this.#failed
      ? html`<p class="hint" role="alert">${words.noTimes}</p>
          <p class="hint"><button type="button" class="pill" @click=${() => this.#load(this.#month?.month ?? "")}>${words.retry}</button></p>`
      : this.#month
        ? html`${this.#calendar(this.#month)} ${this.#times()}`
        : html`<p class="hint" role="status">${words.loading}</p>`;
    return frame(this.kit, words.pick, inside);
  }

  async #load(month: string, focus = "day"): Promise<void> {
    try {
      this.#month = parseMonth(await this.kit.ask(`/times${month ? `?month=${month}` : ""}`));
      this.#failed = false;
      this.#chosen = "";
      this.#at = this.#month.days[0]?.date ?? this.#month.month;
    } catch {
      this.#failed = true;
    }
    await this.kit.draw();
    this.#focus(this.#failed ? ".sheet .pill" : focus === "day" ? `[data-day="${this.#at}"]` : `#${focus}`);
  }

  #calendar({ month, before, after, days }: Month) {
    const { html, words, clinic } = this.kit;
    const starts = weekStarts(clinic.lang);
    const rows = weeks(month, starts);
    const head = rows[1]!.map((day) => [this.#words(day, { weekday: "long" }), this.#words(day, { weekday: "short" })]);
    return html`<div class="month">
        ${this.#turn("before", before, -1)}
        <p id="month" aria-live="polite">${this.#words(month, { month: "long", year: "numeric" })}</p>
        ${this.#turn("after", after, 1)}
      </div>
      <table role="grid" aria-labelledby="month" @keydown=${this.#pressed}>
        <thead><tr>${head.map(([long, short]) => html`<th scope="col" abbr=${long}>${short}</th>`)}</tr></thead>
        <tbody>${rows.map((row) => html`<tr>${row.map((day) => html`<td role="gridcell">${day ? this.#day(day) : ""}</td>`)}</tr>`)}</tbody>
      </table>
      ${days.length ? "" : html`<p class="hint">${words.monthFull}</p>`}`;
  }

  #turn(id: "before" | "after", can: boolean, by: number) {
    const { html, words } = this.kit;
    const go = () => can && this.#load(monthFrom(this.#month!.month, by), id);
    return html`<button type="button" class="icon" id=${id} aria-label=${by < 0 ? words.monthBefore : words.monthAfter} aria-disabled=${!can} @click=${go}>
      <svg class="arrow" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${by < 0 ? "M14 6l-6 6 6 6" : "M10 6l6 6-6 6"} /></svg>
    </button>`;
  }

  #day(day: string) {
    const { html, words, fill } = this.kit;
    const count = this.#timesOf(day).length;
    const title = this.#title(day);
    const label = count ? fill(words.dayFree, { day: title, count }) : fill(words.dayFull, { day: title });
    return html`<button type="button" class="day" data-day=${day} tabindex=${day === this.#at ? 0 : -1} aria-label=${label}
      aria-pressed=${day === this.#chosen} aria-disabled=${!count} @click=${() => count && this.#choose(day)}>${noon(day).getUTCDate()}</button>`;
  }

  #times() {
    const { html, words, fill } = this.kit;
    const title = this.#chosen && this.#title(this.#chosen);
    if (!title) return html`<p class="hint" role="status">${this.#month?.days.length ? words.chooseDay : ""}</p>`;
    return html`<p class="hint" role="status" id="times">${fill(words.times, { day: title })}</p>
      <ul class="choices times" aria-labelledby="times">
        ${this.#timesOf(this.#chosen).map(
          (time) => html`<li><button type="button" lang=${this.kit.clinic.language} @click=${() => this.#say(time)}>${time.words}</button></li>`,
        )}
      </ul>`;
  }

  #say(time: { title: string; payload?: string | null }): void {
    this.kit.close();
    this.kit.choose(time);
  }

  async #choose(day: string): Promise<void> {
    this.#chosen = this.#at = day;
    await this.kit.draw();
    this.kit.root.querySelector(".times")?.scrollIntoView({ block: "nearest" });
  }

  #timesOf(day: string) {
    return this.#month?.days.find(({ date }) => date === day)?.times ?? [];
  }

  /** As Pearl herself writes it where the words are in her language. */
  #title(day: string): string {
    const { lang, language } = this.kit.clinic;
    const told = lang === language && this.#month?.days.find(({ date }) => date === day)?.title;
    return told || this.#words(day, { dateStyle: "full" });
  }

  #words(day: string, how: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.kit.clinic.lang, { ...how, timeZone: "UTC" }).format(noon(day));
  }

  #pressed = (event: KeyboardEvent): void => {
    const step = this.kit.clinic.dir === "rtl" ? -1 : 1;
    const weekday = (noon(this.#at).getUTCDay() - weekStarts(this.kit.clinic.lang) + 7) % 7;
    const by = { ArrowLeft: -step, ArrowRight: step, ArrowUp: -7, ArrowDown: 7, Home: -weekday, End: 6 - weekday }[event.key];
    const turns = { PageUp: -1, PageDown: 1 }[event.key];
    if (by === undefined && turns === undefined) return;
    event.preventDefault();
    const { month, before, after } = this.#month!;
    if (turns) {
      if (turns < 0 ? before : after) void this.#load(monthFrom(month, turns));
      return;
    }
    const day = shifted(this.#at, by!);
    if (day.slice(0, 7) !== month.slice(0, 7)) return;
    this.#at = day;
    void this.kit.draw().then(() => this.#focus(`[data-day="${day}"]`));
  };

  #focus(selector: string): void {
    this.kit.root.querySelector<HTMLElement>(selector)?.focus();
  }
}
