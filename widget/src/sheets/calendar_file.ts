/** A booking's calendar entry as a file for the visitor. */

import type { Kit } from "./sheet";

const SOON_MS = 10_000;

export async function saveCalendarFile(booking: string, kit: Kit): Promise<void> {
  try {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await kit.ask(`/calendar?booking=${encodeURIComponent(booking)}`));
    link.download = `${booking}.ics`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), SOON_MS);
  } catch {
    kit.close(kit.words.noFile);
  }
}
