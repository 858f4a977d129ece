/** The second file: what only some visitors open. */

import { saveCalendarFile } from "./calendar_file";
import { LetterSheet } from "./letter";
import type { Kit, Sheet } from "./sheet";
import { TimePicker } from "./time_picker";

export { default as styles } from "./sheets.css";

export function open(name: "times" | "letter" | "calendar", booking: string, kit: Kit): Sheet | undefined {
  if (name === "calendar") return void saveCalendarFile(booking, kit);
  return name === "times" ? new TimePicker(kit) : new LetterSheet(kit);
}
