// Stories share one server and run one after the other: two cores are little for browsers side by side.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["stories/**/*.story.ts"],
    globalSetup: "lib/server.ts",
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // A browser under load may be slow, but a story that is wrong must fail.
    retry: 0,
  },
});
