import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '..');

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(tsx?|css)$/.test(name) && !name.endsWith('.d.ts'))
  .map((name) => ({ name, text: readFileSync(join(SRC, name), 'utf8') }));

const sources = files.filter(({ name }) => !name.includes('.test.') && !name.startsWith('test/'));

const offenders = (test: (file: { name: string; text: string }) => boolean) => sources.filter(test).map(({ name }) => name);

it('keeps features apart', () => {
  const crossing = sources.flatMap(({ name, text }) => {
    const own = /^features\/([\w-]+)\//.exec(name)?.[1];
    if (own === undefined) return [];
    return [...text.matchAll(/from '(\.[^']+)'/g)]
      .map(([, path = '']) => relative(SRC, resolve(SRC, name, '..', path)))
      .filter((path) => path.startsWith('features/') && !path.startsWith(`features/${own}/`))
      .map((path) => `${name} → ${path}`);
  });
  expect(crossing).toEqual([]);
});

it('fetches only in api/', () => expect(offenders(({ name, text }) => !name.startsWith('api/') && /\bfetch\(/.test(text))).toEqual([]));

it('has hex colours only in theme/tokens.ts', () =>
  expect(offenders(({ name, text }) => name !== 'theme/tokens.ts' && /#[0-9a-f]{3,8}\b(?!-)/i.test(text.replaceAll(/href="#\w+"/g, '')))).toEqual([]));

it('keeps files short', () => expect(offenders(({ text }) => text.split('\n').length > 300)).toEqual([]));

it('holds no token in storage', () =>
  expect(offenders(({ name, text }) => name !== 'app/preferences.ts' && /\b(localStorage|sessionStorage|indexedDB)\b/.test(text))).toEqual([]));

it('never sets HTML', () => expect(offenders(({ text }) => text.includes('dangerouslySetInnerHTML'))).toEqual([]));
