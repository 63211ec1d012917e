import { createTheme, type CSSVariablesResolver } from '@mantine/core';
import { brand, dark, darkShades, gray, light, series, type Tokens } from './tokens.ts';

const sans = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const mono =
  'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

const field = { defaultProps: { size: 'sm' } } as const;

export const theme = createTheme({
  colors: { brand, gray, dark: darkShades },
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  black: light.text,
  defaultRadius: 4,
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  fontFamily: sans,
  fontFamilyMonospace: mono,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '0.9375rem', xl: '1.25rem' },
  lineHeights: { xs: '1.34', sm: '1.54', md: '1.43', lg: '1.47', xl: '1.4' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.25rem', xl: '1.5rem' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.25rem', lineHeight: '1.4' } } },
  shadows: { md: 'var(--sl-overlay)', xl: 'var(--sl-overlay)' },
  // By name: the components themselves would pull all of them into the first chunk.
  components: {
    Button: { defaultProps: { size: 'compact-md', variant: 'filled' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    TextInput: field,
    PasswordInput: field,
    NumberInput: field,
    Textarea: field,
    Select: field,
    TagsInput: field,
    Tooltip: { defaultProps: { openDelay: 400 } },
    Modal: { defaultProps: { centered: true, radius: 6, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { position: 'right', transitionProps: { duration: 160 } } },
  },
});

function variables(tokens: Tokens, palette: readonly string[]): Record<string, string> {
  const own: Record<string, string> = {
    '--mantine-color-body': tokens.canvas,
    '--mantine-color-text': tokens.text,
    '--mantine-color-dimmed': tokens.muted,
    '--mantine-color-placeholder': tokens.placeholder,
    '--mantine-color-anchor': tokens.accent,
    '--mantine-color-error': tokens.err,
    '--mantine-color-default': tokens.surface,
    '--mantine-color-default-hover': tokens.hover,
    '--mantine-color-default-color': tokens.text,
    '--mantine-color-default-border': tokens.control,
    '--mantine-primary-color-filled': tokens.accent,
    '--mantine-primary-color-contrast': tokens.onAccent,
  };
  for (const [name, value] of Object.entries(tokens)) {
    own[`--sl-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`] = value;
  }
  palette.forEach((value, index) => {
    own[`--sl-series-${index + 1}`] = value;
  });
  return own;
}

export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: variables(light, series.light),
  dark: variables(dark, series.dark),
});
