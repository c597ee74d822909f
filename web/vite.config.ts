// How the pages are built: one script to start with, one per page after it, nothing inline (the
// server's content security policy allows no inline script).
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
  },
  // While pages are written, `npm run dev` talks to a `catena serve` at its usual address.
  server: { proxy: { "/api/": process.env.CATENA_URL ?? "http://127.0.0.1:7070" }, fs: { allow: [".."] } },
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"] },
});
