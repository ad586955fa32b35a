import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const water: MantineColorsTuple = [
  "#e6f6fa",
  "#cfeaf2",
  "#a3d7e5",
  "#74c3d8",
  "#4bb1cc",
  "#2ba0be",
  "#128bab",
  "#0a6c86",
  "#085b72",
  "#06485b",
];

// From the text down to the ground, as Mantine counts them.
const dark: MantineColorsTuple = [
  "#e4eef1",
  "#c4d3d9",
  "#a4b6be",
  "#738893",
  "#3f535c",
  "#2a3b43",
  "#1b2a30",
  "#152126",
  "#101b20",
  "#0e171b",
];

/** Poolhouse's look on top of Mantine. Colours themselves stand in `tokens.css`. */
export const theme = createTheme({
  primaryColor: "water",
  primaryShade: { light: 7, dark: 7 },
  colors: { water, dark },
  defaultRadius: "md",
  fontFamily: "var(--ph-sans)",
  fontFamilyMonospace: "var(--ph-mono)",
  headings: { fontWeight: "650" },
  respectReducedMotion: true,
  focusRing: "auto",
  cursorType: "pointer",
  components: {
    Tooltip: { defaultProps: { openDelay: 250, withinPortal: true, multiline: true, maw: 340 } },
    Modal: {
      defaultProps: { centered: true, transitionProps: { duration: 0 } },
      styles: { title: { fontWeight: 650, fontSize: "var(--mantine-font-size-lg)" } },
    },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: "md" } },
    Select: { defaultProps: { withAlignedLabels: true } },
    Notification: { styles: { description: { color: "var(--ph-text-dim)" } } },
  },
});

/** Mantine's own variables, taken from our tokens so that both themes reach WCAG AA. */
export const variables: CSSVariablesResolver = () => {
  const both = {
    "--mantine-color-body": "var(--ph-surface)",
    "--mantine-color-text": "var(--ph-text-main)",
    "--mantine-color-dimmed": "var(--ph-text-dim)",
    "--mantine-color-placeholder": "var(--ph-text-dim)",
    "--mantine-color-error": "var(--ph-bad)",
    "--mantine-color-anchor": "var(--ph-accent-text)",
    "--mantine-color-default": "var(--ph-surface)",
    "--mantine-color-default-color": "var(--ph-text-main)",
    "--mantine-color-default-border": "var(--ph-border-strong)",
    "--mantine-color-default-hover": "var(--ph-surface-sunken)",
    "--mantine-color-disabled": "var(--ph-quiet-soft)",
    "--mantine-color-disabled-color": "var(--ph-text-dim)",
    "--mantine-color-water-light": "var(--ph-accent-soft)",
    "--mantine-color-water-light-color": "var(--ph-accent-text)",
    "--mantine-color-water-outline": "var(--ph-accent-text)",
    "--mantine-color-water-text": "var(--ph-accent-text)",
  };
  return { variables: {}, light: both, dark: both };
};
