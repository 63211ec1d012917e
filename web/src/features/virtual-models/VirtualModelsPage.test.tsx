import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { VirtualModel } from '../../api/types.ts';
import { fakeApi, problem } from '../../test/fakeApi.ts';
import { allOnScreen } from '../../test/onScreen.ts';
import { renderAt } from '../../test/render.tsx';

afterEach(() => vi.unstubAllGlobals());

const metadata = (name: string) => ({ name, revision: 3, createdAt: '2026-11-01T00:00:00Z', updatedAt: '2026-11-01T00:00:00Z' });
const smart = {
  kind: 'VirtualModel',
  metadata: { ...metadata('smart'), labels: { tier: 'a' } },
  spec: {
    targets: [
      { model: 'openai-main/mini', weight: 95 },
      { model: 'anthropic/haiku', weight: 5, when: { metadata: { tier: { in: ['gold'] } } }, overrides: { temperature: 0.2 } },
      { model: 'local/llama', weight: 0 },
    ],
    retry: { attempts: 2, backoff: '100ms' },
    fallback: { on: ['rate_limited', 'overloaded'], to: ['azure-eu/gpt-4o'] },
  },
} as VirtualModel;
const steps = { kind: 'VirtualModel', metadata: metadata('steps'), spec: { strategy: { type: 'priority' }, targets: [{ model: 'b', priority: 1 }, { model: 'a', priority: 0 }] } } as VirtualModel;

function server(handlers: Parameters<typeof fakeApi>[0] = {}) {
  allOnScreen();
  return fakeApi({ 'GET /api-keys': { items: [], next: null }, 'GET /virtual-models': { items: [smart, steps], next: null }, ...handlers });
}

async function edit(name: string) {
  await userEvent.click(await screen.findByRole('button', { name: `Edit ${name}` }));
  return within(await screen.findByRole('dialog'));
}

const save = async (dialog: ReturnType<typeof within>) => userEvent.click(dialog.getByRole('button', { name: 'Save' }));

describe('the list', () => {
  it('says in words where requests go, and what comes then', async () => {
    server();
    renderAt('/virtual-models');
    const row = within(await screen.findByRole('row', { name: /^smart/ }));
    expect(row.getByText('95 % openai-main/mini, 5 % anthropic/haiku for tier gold; then local/llama')).toBeInTheDocument();
    expect(row.getByRole('img', { name: 'Shares: 95 % openai-main/mini, 5 % anthropic/haiku, 0 % local/llama' })).toBeInTheDocument();
    expect(row.getByText('azure-eu/gpt-4o after rate limited or overloaded')).toBeInTheDocument();
    expect(row.getByText('2 tries each')).toBeInTheDocument();
    expect(screen.getByText('a, then b')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Virtual models' })).toHaveAttribute('href', '/virtual-models');
  });

  it('says what it is for when there is none', async () => {
    server({ 'GET /virtual-models': { items: [], next: null } });
    renderAt('/virtual-models');
    expect(await screen.findByText('No virtual model yet.')).toBeInTheDocument();
    expect(screen.getAllByRole('button', { name: 'Add virtual model' })).toHaveLength(1);
  });

  it('offers no change to those who may only read', async () => {
    server({ 'GET /me': { name: 'v', email: 'v', displayName: 'V', roles: ['viewer'], permissions: ['virtual-model:read'] } });
    renderAt('/virtual-models');
    await screen.findByRole('row', { name: /^smart/ });
    expect(screen.queryByRole('button', { name: /Add virtual|Edit smart|Delete smart|Try smart/ })).toBeNull();
  });

  it('says why one cannot go', async () => {
    server({ 'DELETE /virtual-models/smart': () => problem(409, 'in_use', { detail: '1 budget names it' }) });
    renderAt('/virtual-models');
    await userEvent.click(await screen.findByRole('button', { name: 'Delete smart' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Delete virtual model' }));
    expect(await screen.findByText('1 budget names it')).toBeInTheDocument();
  });
});

describe('changes', () => {
  it('writes what was edited at the revision that was read, and keeps the rest', async () => {
    const fake = server({ 'PUT /virtual-models/smart': smart });
    renderAt('/virtual-models');
    const dialog = await edit('smart');
    expect(dialog.getByText('Only for tier gold')).toBeInTheDocument();
    expect(dialog.getByText('Sets temperature')).toBeInTheDocument();
    const second = within(dialog.getByRole('group', { name: 'Target 2' }));
    await userEvent.clear(second.getByLabelText('Weight'));
    await userEvent.type(second.getByLabelText('Weight'), '5.5');
    await save(dialog);
    expect(second.getByText('Use 0 to 1000000.')).toBeInTheDocument();
    await userEvent.clear(second.getByLabelText('Weight'));
    await userEvent.type(second.getByLabelText('Weight'), '10');
    await userEvent.click(second.getByRole('button', { name: 'Move anthropic/haiku up' }));
    await save(dialog);
    await vi.waitFor(() => expect(fake.to('PUT', '/virtual-models/smart')).toHaveLength(1));
    const [call] = fake.to('PUT', '/virtual-models/smart');
    expect(call?.headers.get('if-match')).toBe('3');
    const [mini, haiku, llama] = smart.spec.targets;
    expect(call?.body).toEqual({ kind: 'VirtualModel', metadata: { name: 'smart', labels: { tier: 'a' } }, spec: { ...smart.spec, targets: [{ ...haiku, weight: 10 }, mini, llama] } });
  });

  it('edits for whom a target is, what it is sent, and hedging', async () => {
    const fake = server({ 'PUT /virtual-models/steps': steps });
    renderAt('/virtual-models');
    const dialog = await edit('steps');
    const first = within(dialog.getByRole('group', { name: 'Target 1' }));
    await userEvent.click(first.getByText('For every request'));
    await userEvent.type(first.getByLabelText('Subjects', { selector: 'input' }), 'team:x{Enter}');
    await userEvent.type(first.getByLabelText('Deadline below'), '2000');
    await userEvent.click(first.getByText('Sets no parameter'));
    await userEvent.click(first.getByRole('button', { name: 'Add parameter' }));
    await userEvent.type(first.getByLabelText('Value', { selector: 'input' }), '3');
    await userEvent.type(dialog.getByLabelText('After'), 'p98');
    await save(dialog);
    expect(first.getByText('Use 0 to 2.')).toBeVisible();
    expect(dialog.getByLabelText('Most extra spend')).toBeInvalid();
    await userEvent.type(first.getByLabelText('Value', { selector: 'input' }), '{Backspace}1');
    await userEvent.type(dialog.getByLabelText('Most extra spend'), '3%');
    expect(dialog.getByText('Asks the next target when 98 of 100 streams would have begun; at most 3 % extra spend.')).toBeInTheDocument();
    await save(dialog);
    await vi.waitFor(() => expect(fake.to('PUT', '/virtual-models/steps')).toHaveLength(1));
    const [b, a] = steps.spec.targets;
    const changed = { ...b, when: { subjects: { in: ['team:x'] }, timeoutMs: { lt: 2000 } }, overrides: { temperature: 1 } };
    expect(fake.to('PUT', '/virtual-models/steps')[0]?.body).toEqual({ kind: 'VirtualModel', metadata: { name: 'steps' }, spec: { strategy: { type: 'priority' }, targets: [changed, a], hedge: { after: 'p98', maxExtraSpend: '3%' } } });
  });

  it('is the same in the form and as YAML, and goes both ways', async () => {
    const fake = server({ 'PUT /virtual-models/smart': smart });
    renderAt('/virtual-models');
    const dialog = await edit('smart');
    const second = () => within(dialog.getByRole('group', { name: 'Target 2' }));
    await userEvent.clear(second().getByLabelText('Weight'));
    await userEvent.type(second().getByLabelText('Weight'), '7');
    await userEvent.click(dialog.getByText('YAML'));
    const text = dialog.getByLabelText<HTMLTextAreaElement>('Manifest');
    expect(text.value).toContain('weight: 7');
    expect(text.value).toContain('temperature: 0.2');
    const typed = text.value.replace('weight: 7', 'weight: 8').replace('gold', 'silver').concat('  hedge: {after: p9, maxExtraSpend: 3%}\n');
    fireEvent.change(text, { target: { value: typed } });
    expect(dialog.getByText(/Write a percentile/)).toBeInTheDocument();
    await save(dialog);
    expect(fake.to('PUT', '/virtual-models/smart')).toHaveLength(0);
    fireEvent.change(text, { target: { value: typed.replace('p9,', 'p95,') } });
    await userEvent.click(dialog.getByText('Form'));
    expect(second().getByLabelText('Weight')).toHaveValue('8');
    expect(second().getByText('Only for tier silver')).toBeInTheDocument();
    expect(dialog.getByText(/95 of 100 streams/)).toBeInTheDocument();
    await save(dialog);
    await vi.waitFor(() => expect(fake.to('PUT', '/virtual-models/smart')).toHaveLength(1));
    const written = fake.to('PUT', '/virtual-models/smart')[0]?.body as VirtualModel | undefined;
    expect(written?.spec.targets[1]).toEqual({ model: 'anthropic/haiku', weight: 8, when: { metadata: { tier: { in: ['silver'] } } }, overrides: { temperature: 0.2 } });
    expect(written?.spec.hedge).toEqual({ after: 'p95', maxExtraSpend: '3%' });
  });

  it('shows both where there is room: the text follows the form, the form the text', async () => {
    server();
    vi.stubGlobal('matchMedia', (query: string) => ({ matches: query.includes('min-width: 1100px'), media: query, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {} }));
    renderAt('/virtual-models');
    const dialog = await edit('steps');
    await userEvent.click(dialog.getByText('Both'));
    const text = dialog.getByLabelText<HTMLTextAreaElement>('Manifest');
    const priority = () => within(dialog.getByRole('group', { name: 'Target 1' })).getByLabelText('Priority');
    await userEvent.type(priority(), '5');
    expect(text.value).toContain('priority: 15');
    fireEvent.change(text, { target: { value: text.value.replace('priority: 15', '# two\n      priority: 2') } });
    expect(priority()).toHaveValue('2');
    expect(text.value).toContain('# two');
    fireEvent.change(text, { target: { value: 'kind: [' } });
    expect(dialog.getByText('The form shows what could be read last.')).toBeInTheDocument();
    await userEvent.type(priority(), '0');
    expect(text.value).toContain('priority: 20');
  });

  it('makes a new one', async () => {
    const fake = server({ 'PUT /virtual-models/quick': smart });
    renderAt('/virtual-models');
    await userEvent.click(await screen.findByRole('button', { name: 'Add virtual model' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText(/^Name/), 'quick');
    await userEvent.type(dialog.getByLabelText('Model', { selector: 'input' }), 'a/b');
    await save(dialog);
    await vi.waitFor(() => expect(fake.to('PUT', '/virtual-models/quick')).toHaveLength(1));
    const [call] = fake.to('PUT', '/virtual-models/quick');
    expect(call?.headers.get('if-match')).toBeNull();
    expect(call?.body).toEqual({ kind: 'VirtualModel', metadata: { name: 'quick' }, spec: { targets: [{ model: 'a/b' }] } });
  });

  it('shows refusals at their fields', async () => {
    const refused = { errors: [{ field: 'spec.targets[0].model', message: 'leads in a circle' }, { field: 'spec.targets[1].when.subjects.in[0]', message: 'is unknown' }, { field: 'spec.hedge.after', message: 'is no percentile' }, { field: 'spec.later', message: 'is not there yet' }] };
    server({ 'PUT /virtual-models/smart': () => problem(400, 'invalid', refused) });
    renderAt('/virtual-models');
    const dialog = await edit('smart');
    await save(dialog);
    const target = (name: string) => within(dialog.getByRole('group', { name })).getByLabelText('Model', { selector: 'input' });
    await vi.waitFor(() => expect(target('Target 1')).toHaveAccessibleDescription('leads in a circle'));
    expect(dialog.getByText('is unknown')).toBeVisible();
    expect(dialog.getByLabelText('After')).toHaveAccessibleDescription(/is no percentile/);
    expect(dialog.getByText('spec.later')).toBeInTheDocument();
  });

  it('shows a name that a model has at the name', async () => {
    server({ 'PUT /virtual-models/smart': () => problem(409, 'name_taken', { detail: 'Model smart has the name already' }) });
    renderAt('/virtual-models');
    const dialog = await edit('smart');
    await save(dialog);
    expect(await dialog.findByText('Model smart has the name already')).toBeInTheDocument();
    expect(dialog.getByLabelText(/^Name/)).toBeInvalid();
  });
});
