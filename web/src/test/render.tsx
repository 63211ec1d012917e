import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createConsoleRouter } from '../routes/router.ts';
import { theme } from '../theme/theme.ts';

function Frame({ client, children }: { client: QueryClient; children: ReactNode }) {
  return (
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </MantineProvider>
  );
}

const quiet = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });

export function renderUi(ui: ReactNode) {
  const client = quiet();
  return render(ui, { wrapper: ({ children }) => <Frame client={client}>{children}</Frame> });
}

/** The whole console at an address, over whatever `fakeApi` answers. */
export function renderAt(path: string) {
  const client = quiet();
  const router = createConsoleRouter(client, createMemoryHistory({ initialEntries: [path] }));
  const view = render(
    <Frame client={client}>
      <RouterProvider router={router} />
    </Frame>,
  );
  return { ...view, router, client };
}
