import { MantineProvider } from '@mantine/core';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { resolver, theme } from '../theme/theme.ts';
import { schemeManager } from './preferences.ts';

const manager = schemeManager();

interface Props {
  client: QueryClient;
  children: ReactNode;
}

export function Providers({ client, children }: Props) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolver}
      colorSchemeManager={manager}
      defaultColorScheme="auto"
      deduplicateCssVariables={false}
    >
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </MantineProvider>
  );
}
