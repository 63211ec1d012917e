// A person's first minutes in the console: sign in, add a provider and a model, create a key, ask in the playground, find
// the request. Prints one line per step; leaves screenshots, light and dark.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const { SLUICE_ADMIN_URL: base, SLUICE_ADMIN_EMAIL: email, SLUICE_ADMIN_PASSWORD: password } = process.env;
const shots = process.env.SCREENSHOTS ?? '/tmp/sluice-screens';
const stamp = Date.now() % 1_000_000;
const account = `lab-${stamp}`;
const model = `${account}/chat`;
mkdirSync(shots, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce' });
const page = await context.newPage();
page.setDefaultTimeout(20_000);
const problems = [];
page.on('console', (message) => {
  // A request's record is looked up until it is stored: those 404s are expected.
  if (['error', 'warning'].includes(message.type()) && !message.text().includes('404')) problems.push(message.text());
});
page.on('pageerror', (error) => problems.push(String(error)));

async function shot(name) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(shots, `${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

async function step(name, run) {
  try {
    await run();
    await shot(name);
    console.log(`ok ${name}`);
  } catch (error) {
    await page.screenshot({ path: join(shots, `${name}-failed.png`) });
    console.log(`not ok ${name}: ${error.message}`);
    await browser.close();
    process.exit(1);
  }
}

const dialogButton = (name) => page.getByRole('dialog').getByRole('button', { name, exact: true });

await step('sign-in', async () => {
  await page.goto(base);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
});

await step('overview-first', async () => {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  problems.length = 0; // asking who one is before signing in is answered with 401
  await page.getByText(/live on 2\/2/).first().waitFor();
});

await step('provider', async () => {
  await page.goto(`${base}/models?tab=providers`);
  await page.getByRole('button', { name: 'Add provider' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Provider' }).or(dialog.getByLabel('Provider', { exact: true })).first().click();
  await page.keyboard.type('OpenAI-compatible');
  await page.getByRole('option', { name: /OpenAI-compatible/ }).click();
  const name = dialog.getByRole('textbox', { name: 'Name' }).first();
  await name.fill(account);
  await dialog.getByLabel('Base URL').fill(`${process.env.SLUICE_DEMO_PROVIDER_URL}/v1`);
  await dialog.getByLabel('Allow http and private addresses').check({ force: true });
  await dialog.getByLabel('Secret').first().fill('demo');
  await shot('provider-form');
  await dialogButton('Save').click();
  await page.getByText(account).first().waitFor();
});

await step('model', async () => {
  await page.goto(`${base}/models`);
  await page.getByRole('button', { name: 'Add model' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Provider account').first().click();
  await page.getByRole('option', { name: account }).click();
  await dialog.getByLabel('Upstream model').fill('demo-chat');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(model);
  await dialog.getByLabel('Input', { exact: true }).first().fill('0.25');
  await dialog.getByLabel('Output', { exact: true }).first().fill('1');
  await shot('model-form');
  await dialogButton('Save').click();
  await page.getByText(model).first().waitFor();
});

await step('key-created', async () => {
  await page.goto(`${base}/keys`);
  await page.getByRole('button', { name: 'Create key' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(`mine-${stamp}`);
  await page.getByLabel('All the owner may use').check();
  await dialogButton('Create key').click();
  await page.getByText('Copy the key now.').waitFor();
});

await step('playground', async () => {
  await page.goto(`${base}/playground?model=${encodeURIComponent(model)}`);
  await page.getByLabel('Message').fill('What is a sluice?');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Settled').waitFor({ timeout: 30_000 });
});

await step('requests', async () => {
  await page.goto(`${base}/requests`);
  await page.getByText(model).first().waitFor();
  await page.locator('tbody tr').first().click();
  await page.getByRole('tab', { name: 'Money' }).click();
});

await step('requests-live', async () => {
  await page.goto(`${base}/requests?model=${encodeURIComponent(model)}`);
  await page.locator('tbody tr').first().waitFor();
  await page.getByRole('button', { name: 'Go live' }).click();
  await page.getByText('Live: requests appear when they end.').waitFor();
  const other = await context.newPage();
  await other.goto(`${base}/playground?model=${encodeURIComponent(model)}`);
  await other.getByLabel('Message').fill('And another?');
  await other.keyboard.press('Control+Enter');
  await other.getByText('Settled').waitFor({ timeout: 30_000 });
  await other.close();
  await page.locator('tbody tr').nth(1).waitFor();
});

await step('overview', async () => {
  await page.goto(base);
  await page.getByText(model).first().waitFor();
});

await browser.close();
if (problems.length > 0) {
  console.log(`not ok the browser's console: ${problems.join(' | ')}`);
  process.exit(1);
}
