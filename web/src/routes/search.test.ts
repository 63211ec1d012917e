import { describe, expect, it } from 'vitest';
import { parseSearch, requestsSearch, safeNext, stringifySearch } from './search.ts';

describe('the address of the request list', () => {
  it.each([
    [''],
    ['?model=openai-main%2Fgpt-4o'],
    ['?range=24h&id=0199&tab=money&key=a+b&status=429'],
    ['?session=1e5'],
  ])('%s comes back as it was', (text) => {
    const again = stringifySearch(requestsSearch(parseSearch(text)));
    expect(parseSearch(again)).toEqual(parseSearch(text));
  });

  it('leaves defaults out and drops what is not valid', () =>
    expect(stringifySearch(requestsSearch(parseSearch('?range=1h&tab=timeline&bogus=1')))).toBe(''));

  it('never turns a name into a number', () => expect(requestsSearch(parseSearch('?key=007')).key).toBe('007'));
});

describe('the place to go on to after sign-in', () => {
  it.each([
    ['/requests?id=1', '/requests?id=1'],
    [undefined, '/'],
    ['https://evil.example', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
  ])('%s → %s', (next, place) => expect(safeNext(next)).toBe(place));
});
