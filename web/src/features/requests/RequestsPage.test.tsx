import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Call, fakeApi, problem } from '../../test/fakeApi.ts';
import { renderAt } from '../../test/render.tsx';
import { requestItem } from '../../test/samples.ts';

afterEach(() => vi.unstubAllGlobals());

const item = (id: string) => requestItem({ id, modelAsked: `model-${id}`, model: `model-${id}` });

const detail = ({ path }: Call) => ({ ...item(path.split('/').at(-1) ?? ''), attemptLog: [], rules: [] });

describe('the request list', () => {
  it('offers a first call when there is nothing', async () => {
    fakeApi({ 'GET /requests': { items: [], next: null } });
    renderAt('/requests');
    expect(await screen.findByText('No requests in the last hour.')).toBeInTheDocument();
    expect(screen.getByText(/^curl 'http/)).toBeInTheDocument();
  });

  it('names the filters that left nothing, and clears them', async () => {
    const { to } = fakeApi({ 'GET /requests': { items: [], next: null } });
    const { router } = renderAt('/requests?model=smart&key=ci');
    expect(await screen.findByText('model:smart key:ci')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => expect(router.state.location.search).toEqual({}));
    expect(to('GET', '/requests')[0]?.query.get('model')).toBe('smart');
  });

  it('says that analytics are away, not that there is nothing', async () => {
    fakeApi({ 'GET /requests': () => problem(503, 'unavailable') });
    renderAt('/requests');
    expect(await screen.findByRole('alert')).toHaveTextContent('Analytics are unavailable.');
    expect(screen.queryByText(/No requests/)).not.toBeInTheDocument();
  });

  it('is walked with j and k beside the drawer, and Escape closes it', async () => {
    fakeApi({ 'GET /requests': { items: [item('a'), item('b')], next: null }, 'GET /requests/a': detail, 'GET /requests/b': detail });
    const { router } = renderAt('/requests');
    await screen.findByText('model-a');
    const open = () => (router.state.location.search as { id?: string }).id;
    await userEvent.keyboard('j');
    await waitFor(() => expect(open()).toBe('a'));
    await userEvent.keyboard('j');
    await waitFor(() => expect(open()).toBe('b'));
    await userEvent.keyboard('k');
    await waitFor(() => expect(open()).toBe('a'));
    expect(await screen.findByRole('list', { name: 'The way of this request' })).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(open()).toBeUndefined());
  });

  it('opens a pasted id whatever the filters are', async () => {
    const id = '01994f2e-1f00-7000-8000-000000000001';
    fakeApi({ 'GET /requests': { items: [item('a')], next: null }, [`GET /requests/${id}`]: detail });
    const { router } = renderAt('/requests?key=ci');
    await userEvent.type(await screen.findByRole('textbox', { name: 'Filter, or request id' }), `${id}{Enter}`);
    await waitFor(() => expect(router.state.location.search).toMatchObject({ id, key: 'ci' }));
  });

  it('pages on with the span of the first page', async () => {
    const { to } = fakeApi({ 'GET /requests': ({ query }: Call) => (query.has('after') ? { items: [item('b')], next: null } : { items: [item('a')], next: 'cursor' }) });
    renderAt('/requests?key=ci');
    await userEvent.click(await screen.findByRole('button', { name: 'Load older' }));
    expect(await screen.findByText('model-b')).toBeInTheDocument();
    const [first, second] = to('GET', '/requests').map(({ query }) => query);
    expect(second?.get('after')).toBe('cursor');
    for (const name of ['from', 'to', 'key']) expect(second?.get(name)).toBe(first?.get(name));
  });
});
