// Every page, light and dark, wide and narrow, into a directory to look through.
//   npm run build && node e2e/screenshots.mjs [directory] [parts of names] [width]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startFake } from './fake-admin.mjs';

const [out = join(process.env.TMPDIR ?? '/tmp', 'sluice-screens'), only = '', width = ''] = process.argv.slice(2);
const { server } = await startFake({ port: 0, directory: 'dist' });
const base = `http://localhost:${server.address().port}`;
const mode = (name, signedIn = 'yes') => fetch(`${base}/__mode?mode=${name}&signedIn=${signedIn}`);
mkdirSync(out, { recursive: true });

const click = (name, role = 'button') => (page) => page.getByRole(role, { name }).first().click();
const open = (name) => async (page) => {
  await click(name)(page);
  await page.getByRole('dialog').waitFor();
};

const SHOTS = [
  { name: 'sign-in', path: '/sign-in', signedIn: 'no' },
  { name: 'sign-in-wrong', path: '/sign-in', signedIn: 'no', act: async (page) => {
    await page.getByLabel('Email').fill('ada@example.com');
    await page.getByRole('textbox', { name: 'Password' }).fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Email or password is wrong.').waitFor();
  }, expect: [401] },
  { name: 'overview', path: '/', wait: '.recharts-bar-rectangle' },
  { name: 'overview-empty', path: '/', mode: 'empty' },
  { name: 'overview-loading', path: '/', mode: 'loading', first: '/' },
  { name: 'overview-analytics-down', path: '/', mode: 'analytics-down', expect: [503] },
  { name: 'playground', path: '/playground', act: async (page) => {
    await page.getByLabel('Message').fill('What is a sluice?');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Settled').waitFor();
  }, expect: [404] },
  { name: 'playground-refused', path: '/playground', act: async (page) => {
    await page.getByLabel('Message').fill('Run into the limit.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').waitFor();
  }, expect: [429] },
  { name: 'models', path: '/models' },
  { name: 'model-detail', path: '/models?name=openai-main%2Fgpt-4o-mini' },
  { name: 'model-form', path: '/models', act: open('Add model') },
  { name: 'providers', path: '/models?tab=providers', act: async (page) => {
    await page.getByRole('button', { name: 'Test openai-main' }).click();
    await page.getByRole('button', { name: 'Test azure-eu' }).click();
    await page.getByText('Access denied').waitFor();
  } },
  { name: 'provider-form', path: '/models?tab=providers&name=azure-eu', act: open('Edit') },
  { name: 'provider-in-use', path: '/models?tab=providers&name=openai-main', act: async (page) => {
    await click('Delete')(page);
    await page.getByRole('button', { name: 'Delete provider' }).click();
    await page.getByText('in_use').waitFor();
  }, expect: [409] },
  { name: 'virtual-models', path: '/virtual-models', wait: 'tbody tr' },
  { name: 'virtual-models-empty', path: '/virtual-models', mode: 'empty' },
  { name: 'virtual-model-form', path: '/virtual-models', act: open('Edit smart') },
  { name: 'virtual-model-form-score', path: '/virtual-models', act: open('Edit thrifty') },
  { name: 'virtual-model-form-when', path: '/virtual-models', act: async (page) => {
    await open('Edit smart')(page);
    await page.getByText('Only for tier gold').click();
    await page.getByText('Sets temperature').click();
    await page.getByText('Add header').scrollIntoViewIfNeeded();
  } },
  { name: 'virtual-model-form-hedge', path: '/virtual-models', act: async (page) => {
    await open('Edit smart')(page);
    await page.getByText('98 of 100 streams').scrollIntoViewIfNeeded();
  } },
  { name: 'virtual-model-form-yaml', path: '/virtual-models', act: async (page) => {
    await open('Edit smart')(page);
    await page.getByText('YAML').click();
    const text = page.getByRole('textbox', { name: 'Manifest' });
    await text.fill((await text.inputValue()).replace('p98', 'p9'));
  } },
  { name: 'virtual-model-form-both', path: '/virtual-models', wideOnly: true, act: async (page) => {
    await open('Edit smart')(page);
    await page.getByText('Both').click();
  } },
  { name: 'virtual-model-try', path: '/virtual-models?try=thrifty', act: async (page) => {
    await page.getByRole('combobox', { name: 'Who' }).or(page.getByLabel('Who')).first().fill('user:ada@example.com');
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await page.getByRole('table', { name: 'Candidates' }).scrollIntoViewIfNeeded();
  } },
  { name: 'virtual-model-try-bus-down', path: '/virtual-models?try=thrifty', mode: 'bus-down', act: async (page) => {
    await page.getByRole('combobox', { name: 'Who' }).or(page.getByLabel('Who')).first().fill('user:ada@example.com');
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await page.getByText('No gateway has answered.').scrollIntoViewIfNeeded();
  }, expect: [503] },
  { name: 'virtual-model-targets', path: '/virtual-models?tab=targets', wait: 'tbody tr' },
  { name: 'virtual-model-targets-empty', path: '/virtual-models?tab=targets', mode: 'empty' },
  { name: 'virtual-model-targets-bus-down', path: '/virtual-models?tab=targets', mode: 'bus-down', expect: [503] },
  { name: 'virtual-model-refused', path: '/virtual-models', act: async (page) => {
    await open('Add virtual model')(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  } },
  { name: 'keys', path: '/keys' },
  { name: 'keys-empty', path: '/keys', mode: 'empty' },
  { name: 'key-detail', path: '/keys?name=support-bot-prod' },
  { name: 'key-form', path: '/keys', act: open('Create key') },
  { name: 'key-form-refused', path: '/keys', act: async (page) => {
    await click('Create key')(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click();
  } },
  { name: 'key-created', path: '/keys', act: async (page) => {
    await click('Create key')(page);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`demo-${Date.now() % 100000}`);
    await page.getByLabel('All the owner may use').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click();
    await page.getByText('Copy the key now.').waitFor();
  } },
  { name: 'key-revoke', path: '/keys?name=support-bot-prod', act: open('Revoke') },
  { name: 'limits', path: '/limits', wait: '[role=meter]' },
  { name: 'limits-all', path: '/limits', wait: '[role=meter]', act: click(/Show all/) },
  { name: 'limits-empty', path: '/limits', mode: 'empty' },
  { name: 'limits-bus-down', path: '/limits', mode: 'bus-down', expect: [503] },
  { name: 'limits-no-state', path: '/limits', mode: 'no-state', expect: [404] },
  { name: 'limits-down', path: '/limits', mode: 'ok', act: async (page) => {
    await page.route(/\/api\/v1\/rate-limits/, (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ title: 'The database does not answer', status: 500, code: 'internal' }) }));
    await page.goto(`${base}/limits`);
    await page.getByRole('alert').waitFor();
  }, expect: [500] },
  { name: 'budgets', path: '/limits?tab=budgets', wait: '[role=meter]' },
  { name: 'alert-channels', path: '/limits?tab=channels' },
  { name: 'limit-form', path: '/limits', act: open('Edit per-user') },
  { name: 'limit-form-new', path: '/limits', act: async (page) => {
    await open('Add rate limit')(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  } },
  { name: 'limit-form-yaml', path: '/limits', act: async (page) => {
    await open('Edit per-user')(page);
    await page.getByText('YAML').click();
    await page.getByRole('textbox', { name: 'Manifest' }).waitFor();
  } },
  { name: 'limit-form-yaml-wrong', path: '/limits', act: async (page) => {
    await open('Edit per-user')(page);
    await page.getByText('YAML').click();
    const text = page.getByRole('textbox', { name: 'Manifest' });
    await text.fill((await text.inputValue()).replace('600', '-600').replace('per:', 'pre:'));
  } },
  { name: 'budget-form', path: '/limits?tab=budgets', act: open('Edit research-month') },
  { name: 'budget-form-end', path: '/limits?tab=budgets', act: async (page) => {
    await open('Edit research-month')(page);
    await page.getByRole('button', { name: 'Add override' }).click();
    await page.getByText('Across gateways').scrollIntoViewIfNeeded();
  } },
  { name: 'channel-tests', path: '/limits?tab=channels', act: async (page) => {
    await click('Send a test to ops-webhook')(page);
    await click('Send a test to finance-mail')(page);
    await page.getByText('no mail server is known').waitFor();
  } },
  { name: 'alerts', path: '/limits?tab=alerts', wait: 'tbody tr' },
  { name: 'alerts-empty', path: '/limits?tab=alerts', mode: 'empty' },
  { name: 'channel-form', path: '/limits?tab=channels', act: open('Edit ops-slack') },
  { name: 'channel-in-use', path: '/limits?tab=channels', act: async (page) => {
    await click('Delete ops-webhook')(page);
    await page.getByRole('button', { name: 'Delete alert channel' }).click();
    await page.getByText('in_use').waitFor();
  }, expect: [409] },
  { name: 'explain', path: '/explain' },
  { name: 'explain-refused', path: '/explain?subject=key%3Aada-laptop&model=openai-main%2Fgpt-4o', act: async (page) => {
    await click('Explain')(page);
    await page.getByRole('table', { name: 'Rules' }).waitFor();
  } },
  { name: 'explain-unknown', path: '/explain?subject=key%3Aada-laptop&model=nothing', act: async (page) => {
    await click('Explain')(page);
    await page.getByText('which the gateways do not know').waitFor();
  }, expect: [400] },
  { name: 'explain-bus-down', path: '/explain?subject=key%3Aada-laptop&model=m', mode: 'bus-down', act: async (page) => {
    await click('Explain')(page);
    await page.getByText('No gateway has answered.').waitFor();
  }, expect: [503] },
  { name: 'requests', path: '/requests' },
  { name: 'requests-live', path: '/requests', act: async (page) => {
    await click('Go live')(page);
    await page.getByText('Too many to read').waitFor();
  } },
  { name: 'requests-live-held', path: '/requests', act: async (page) => {
    await click('Go live')(page);
    await page.locator('tbody tr').nth(5).hover();
    await page.getByText('wait while the table is in use').waitFor();
  } },
  { name: 'requests-drawer', path: '/requests', act: async (page) => {
    await page.locator('tbody tr').nth(3).click();
    await page.getByText('Settled').waitFor();
  } },
  { name: 'requests-hedged', path: '/requests', act: async (page) => {
    const id = await page.evaluate(async () => {
      const { items } = await (await fetch('/api/v1/requests?limit=600&from=2000')).json();
      return items.find((item) => item.attempts === 1 && item.outcome === 'ok' && item.id.endsWith('0') && item.firstTokenMs !== null)?.id;
    });
    await page.goto(`${base}/requests?id=${id}`);
    await page.getByText('lost to').waitFor();
  } },
  { name: 'requests-money', path: '/requests', act: async (page) => {
    await page.locator('tbody tr').nth(3).click();
    await page.getByRole('tab', { name: 'Money' }).click();
  } },
  { name: 'requests-limited', path: '/requests?errorClass=rate_limit_exceeded', act: async (page) => {
    await page.locator('tbody tr').first().click();
    await page.getByText('Settled').waitFor();
  } },
  { name: 'requests-filtered-out', path: '/requests?model=nothing&key=ci-batch' },
  { name: 'requests-empty', path: '/requests', mode: 'empty' },
  { name: 'requests-down', path: '/requests', mode: 'analytics-down', expect: [503] },
  { name: 'gateways', path: '/', act: async (page) => {
    await open(/live on/)(page);
    await page.getByText('gw-us-2b11').waitFor();
  } },
  { name: 'session-ended', path: '/keys', act: async (page) => {
    await mode('ok', 'no');
    await page.getByRole('link', { name: 'Requests' }).first().click({ force: true });
    await page.getByText('Your session ended.').waitFor();
  }, expect: [401], wideOnly: true },
  { name: 'not-found', path: '/nowhere' },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const complaints = [];
const sizes = [[1440, 900], [390, 844], [360, 740]].filter(([size]) => width === '' ? size !== 360 : String(size) === width);
for (const [wide, height] of sizes) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: { width: wide, height }, colorScheme, reducedMotion: 'reduce', locale: 'en-US', timezoneId: 'UTC' });
    for (const shot of SHOTS.filter(({ name, wideOnly }) => only.split(',').some((part) => name.includes(part)) && (!wideOnly || wide > 767))) {
      const label = `${shot.name}-${wide}-${colorScheme}`;
      const page = await context.newPage();
      page.setDefaultTimeout(6_000);
      page.on('console', (message) => {
        if (message.type() !== 'error' && message.type() !== 'warning') return;
        if (shot.expect?.some((status) => message.text().includes(`status of ${status}`))) return;
        complaints.push(`${label}: ${message.text().slice(0, 300)}`);
      });
      page.on('pageerror', (error) => complaints.push(`${label}: ${error.message}`));
      try {
        await mode('ok', shot.signedIn);
        if (shot.mode === 'loading') {
          await page.route(/\/api\/v1\/(usage|requests|models|api-keys|gateways)/, () => new Promise(() => {}));
        } else await mode(shot.mode ?? 'ok', shot.signedIn);
        await page.goto(base + shot.path, { waitUntil: shot.mode === 'loading' ? 'load' : 'networkidle' });
        if (shot.wait) await page.waitForSelector(shot.wait);
        if (shot.act) await shot.act(page);
        await page.waitForTimeout(250);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (sideways > 0) complaints.push(`${label}: scrolls ${sideways} px sideways`);
        await page.screenshot({ path: join(out, `${label}.png`) });
      } catch (error) {
        complaints.push(`${label}: ${error.message.split('\n')[0]}`);
        await page.screenshot({ path: join(out, `${label}.png`) }).catch(() => {});
      }
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
server.close();
server.closeAllConnections();
console.log(complaints.length === 0 ? `no complaints; pictures in ${out}` : complaints.join('\n'));
process.exitCode = complaints.length === 0 ? 0 : 1;
