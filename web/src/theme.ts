// Mantine in Catena's ink and paper: what acts is ink, so that colour stays free to mean state.
import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver } from "@mantine/core";

export const theme = createTheme({
  fontFamily: "var(--font)",
  headings: { fontFamily: "var(--font)", fontWeight: "620" },
  primaryColor: "ink",
  primaryShade: { light: 9, dark: 1 },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  variantColorResolver: (input) =>
    input.variant === "filled"
      ? { background: "var(--ink)", hover: "var(--ink-2)", color: "var(--paper)", border: "1px solid transparent" }
      : defaultVariantColorsResolver(input),
  components: {
    Checkbox: { defaultProps: { color: "var(--ink)", iconColor: "var(--paper)" } },
    // Choices open beside their field in the document too, inside its landmark.
    Select: { defaultProps: { comboboxProps: { withinPortal: false } } },
    MultiSelect: { defaultProps: { comboboxProps: { withinPortal: false } } },
    TagsInput: { defaultProps: { comboboxProps: { withinPortal: false } } },
    Switch: { defaultProps: { color: "var(--ink)" } },
    Progress: { defaultProps: { color: "var(--ink)" } },
  },
  colors: {
    ink: ["#f6f4ef", "#efebe3", "#d4cec3", "#b7afa2", "#978f82", "#777065", "#5a554d", "#423e37", "#2f2c27", "#22201c"],
    gray: ["#faf8f4", "#f3f0ea", "#eae6de", "#e0dbd1", "#cfc9bd", "#aea79b", "#8b857a", "#5a554d", "#423e37", "#22201c"],
    dark: ["#efebe3", "#d6d0c5", "#a29b8f", "#7d766b", "#4c483f", "#37342e", "#282622", "#1f1d1a", "#1a1916", "#161513"],
  },
});

const both = {
  "--mantine-color-body": "var(--paper)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-default": "var(--sheet)",
  "--mantine-color-default-hover": "var(--sunk)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--line-strong)",
  "--mantine-color-dimmed": "var(--ink-2)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-disabled": "var(--sunk)",
  "--mantine-color-disabled-color": "var(--ink-3)",
  "--mantine-color-disabled-border": "var(--line)",
  "--mantine-color-error": "var(--broken)",
};

export const variables: CSSVariablesResolver = () => ({ variables: {}, light: both, dark: both });
