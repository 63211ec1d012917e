import { expect, it } from 'vitest';
import { matched, matches } from './patterns.ts';

it.each([
  ['*', 'a/b', true],
  ['openai-main/*', 'openai-main/a/b', true],
  ['openai-main/*', 'openai-mainx/a', false],
  ['*-mini', 'x/gpt-4o-mini', true],
  ['gpt.4o', 'gpt-4o', false],
  ['a+b', 'a+b', true],
])('%s on %s: %s', (pattern, name, hit) => expect(matches(pattern, name)).toBe(hit));

it('counts a name once however many patterns it fits', () => expect(matched(['*', 'a'], ['a', 'b'])).toEqual(['a', 'b']));
