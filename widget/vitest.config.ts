import { defineConfig } from "vitest/config";

export default defineConfig({
  // A busy machine is no fault of a test.
  test: { environment: "jsdom", include: ["src/**/*.test.ts"], testTimeout: 30_000 },
});
