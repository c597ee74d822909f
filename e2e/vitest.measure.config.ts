// `make bench`: the same server and browser as the stories, for what is measured instead of told.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["measures/**/*.measure.ts"],
    globalSetup: "lib/server.ts",
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // The rows are the report; what fails says so itself.
    reporters: [{ onTestCaseResult: (test) => { for (const error of test.result().errors ?? []) console.error(error.message); } }],
  },
});
