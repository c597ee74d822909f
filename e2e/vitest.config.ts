// Browser stories: one server and one browser for all of them, one story after the other.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["stories/**/*.test.ts"],
    globalSetup: ["./server.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
