import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["dist", "src/api/schema.ts"] },
  ts.configs.strict,
  ts.configs.stylistic,
  hooks.configs.flat["recommended-latest"],
  {
    rules: {
      "no-console": "error",
      // Taking one field away from an object reads best as a rest pattern.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      // Record shapes read as types beside the unions they are part of.
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
    },
  },
);
