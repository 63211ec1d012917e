import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';

const KEY = 'sl.ui';

/** What the browser may remember: looks, never tokens, keys or messages. */
export interface Preferences {
  scheme: MantineColorScheme;
  snippet: string;
  drawerWidth: number;
}

const defaults: Preferences = { scheme: 'auto', snippet: 'curl', drawerWidth: 640 };

export function readPreferences(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return defaults;
    const { scheme, snippet, drawerWidth } = stored as Partial<Record<keyof Preferences, unknown>>;
    return {
      scheme: scheme === 'light' || scheme === 'dark' ? scheme : 'auto',
      snippet: typeof snippet === 'string' ? snippet : defaults.snippet,
      drawerWidth: typeof drawerWidth === 'number' ? Math.min(960, Math.max(480, drawerWidth)) : defaults.drawerWidth,
    };
  } catch {
    return defaults;
  }
}

export function writePreferences(change: Partial<Preferences>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...readPreferences(), ...change, version: 1 }));
  } catch {
    // Storage may be full or forbidden; the preference then lasts as long as the page.
  }
}

/** Reads and writes the scheme where /scheme.js looks for it before the first paint. */
export function schemeManager(): MantineColorSchemeManager {
  let listener: ((event: StorageEvent) => void) | undefined;
  return {
    get: (fallback) => (typeof window === 'undefined' ? fallback : readPreferences().scheme),
    set: (scheme) => writePreferences({ scheme }),
    subscribe: (onUpdate) => {
      listener = (event) => {
        if (event.storageArea === localStorage && event.key === KEY) onUpdate(readPreferences().scheme);
      };
      window.addEventListener('storage', listener);
    },
    unsubscribe: () => {
      if (listener) window.removeEventListener('storage', listener);
    },
    clear: () => writePreferences({ scheme: 'auto' }),
  };
}
