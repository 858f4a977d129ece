/** An element that draws itself into its shadow root with Lit's templates, once for all changes of a moment. */

import { render } from "lit/html.js";

export abstract class LiveElement extends HTMLElement {
  protected readonly root = this.attachShadow({ mode: "open" });
  #drawing?: Promise<void>;

  constructor(styles: string) {
    super();
    this.adopt(styles);
  }

  protected adopt(styles: string): void {
    // A sheet that is made here is not the page's business: its Content-Security-Policy lets it be.
    if ("adoptedStyleSheets" in document) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(styles);
      this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, sheet];
    } else {
      const style = (document as Document).createElement("style");
      style.textContent = styles;
      this.root.append(style);
    }
  }

  protected abstract view(): unknown;
  protected drawn(): void {}

  /** Draw soon; resolves when it is done. */
  protected draw(): Promise<void> {
    return (this.#drawing ??= Promise.resolve().then(() => {
      this.#drawing = undefined;
      if (!this.isConnected) return;
      render(this.view(), this.root, { host: this });
      this.drawn();
    }));
  }

  protected find(selector: string): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(selector);
  }
}
