import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, type RouterHistory,
} from '@tanstack/react-router';
import { ApiError } from '../api/problem.ts';
import { meQuery } from '../api/session.ts';
import { RouteError } from '../app/RouteError.tsx';
import {
  connectSearch, explainSearch, keysSearch, limitsSearch, modelsSearch, overviewSearch, parseSearch, peopleSearch, playgroundSearch, requestsSearch, signInSearch, stringifySearch, virtualModelsSearch,
} from './search.ts';

interface Context {
  client: QueryClient;
}

const rootRoute = createRootRouteWithContext<Context>()({ component: Outlet, errorComponent: RouteError });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('../features/signin/SignInPage.tsx'), 'SignInPage'),
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      throw redirect({ to: '/sign-in', search: { next: location.href === '/' ? undefined : location.href } });
    }
  },
  component: lazyRouteComponent(() => import('../app/Shell.tsx'), 'Shell'),
  errorComponent: RouteError,
  notFoundComponent: lazyRouteComponent(() => import('../app/NotFound.tsx'), 'NotFound'),
});

const overviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  validateSearch: overviewSearch,
  component: lazyRouteComponent(() => import('../features/overview/OverviewPage.tsx'), 'OverviewPage'),
});

const playgroundRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/playground',
  validateSearch: playgroundSearch,
  component: lazyRouteComponent(() => import('../features/playground/PlaygroundPage.tsx'), 'PlaygroundPage'),
});

const connectRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/connect',
  validateSearch: connectSearch,
  component: lazyRouteComponent(() => import('../features/connect/ConnectPage.tsx'), 'ConnectPage'),
});

const requestsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/requests',
  validateSearch: requestsSearch,
  component: lazyRouteComponent(() => import('../features/requests/RequestsPage.tsx'), 'RequestsPage'),
});

const modelsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/models',
  validateSearch: modelsSearch,
  component: lazyRouteComponent(() => import('../features/models/ModelsPage.tsx'), 'ModelsPage'),
});

const virtualModelsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/virtual-models',
  validateSearch: virtualModelsSearch,
  component: lazyRouteComponent(() => import('../features/virtual-models/VirtualModelsPage.tsx'), 'VirtualModelsPage'),
});

const keysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/keys',
  validateSearch: keysSearch,
  component: lazyRouteComponent(() => import('../features/keys/KeysPage.tsx'), 'KeysPage'),
});

const limitsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/limits',
  validateSearch: limitsSearch,
  component: lazyRouteComponent(() => import('../features/limits/LimitsPage.tsx'), 'LimitsPage'),
});

const peopleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people',
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import('../features/people/PeoplePage.tsx'), 'PeoplePage'),
});

const explainRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/explain',
  validateSearch: explainSearch,
  component: lazyRouteComponent(() => import('../features/explain/ExplainPage.tsx'), 'ExplainPage'),
});

const notFoundRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '$',
  component: lazyRouteComponent(() => import('../app/NotFound.tsx'), 'NotFound'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  shellRoute.addChildren([overviewRoute, playgroundRoute, connectRoute, requestsRoute, modelsRoute, virtualModelsRoute, keysRoute, limitsRoute, explainRoute, peopleRoute, notFoundRoute]),
]);

export function createConsoleRouter(client: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    ...(history ? { history } : {}),
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadDelay: 80,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
