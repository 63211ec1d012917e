import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeApi } from '../../test/fakeApi.ts';
import { renderUi } from '../../test/render.tsx';
import { SecretOnce } from './SecretOnce.tsx';

const SECRET = 'sl_u_AbCdEfGh_topsecrettopsecret_123456';

beforeEach(() => {
  fakeApi({});
});
afterEach(() => vi.unstubAllGlobals());

it('covers the secret until asked, and leaves no trace', async () => {
  const { unmount } = renderUi(<SecretOnce secret={SECRET} name="demo" onDone={() => {}} />);
  expect(document.documentElement.outerHTML).not.toContain('topsecret');
  expect(screen.getByText(/^sl_u_AbCdEfGh_•+$/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Show the key' }));
  expect(screen.getByText(SECRET)).toBeInTheDocument();
  unmount();
  expect(document.documentElement.outerHTML).not.toContain('topsecret');
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('topsecret');
});

it('asks before it is left without a copy', async () => {
  const done = vi.fn();
  renderUi(<SecretOnce secret={SECRET} name="demo" onDone={done} />);
  await userEvent.click(screen.getByRole('button', { name: 'Done' }));
  expect(done).not.toHaveBeenCalled();
  expect(screen.getByRole('alert')).toHaveTextContent('You have not copied the key.');
  await userEvent.click(screen.getByRole('button', { name: 'Close anyway' }));
  expect(done).toHaveBeenCalledOnce();
});

it('lets go at once when it was copied', async () => {
  const user = userEvent.setup();
  const done = vi.fn();
  renderUi(<SecretOnce secret={SECRET} name="demo" onDone={done} />);
  await user.click(screen.getByRole('button', { name: 'Copy key' }));
  expect(await navigator.clipboard.readText()).toBe(SECRET);
  await user.click(screen.getByRole('button', { name: 'Done' }));
  expect(done).toHaveBeenCalledOnce();
});
