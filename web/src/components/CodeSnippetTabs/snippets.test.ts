import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellQuote, snippet } from './snippets.ts';

const input = { baseUrl: 'http://localhost:8080/', model: 'openai-main/gpt-4o', messages: [{ role: 'user', content: "It's $HOME `id` \\ \"x\"\n!" }] as const };

describe('snippets', () => {
  it.each(["it's", '$HOME', '`id`', 'a\nb', '\\', '"', "'''", '💧', '!!'])('a shell reads %j as one word', (text) => {
    expect(execFileSync('sh', ['-c', `printf %s ${shellQuote(text)}`], { encoding: 'utf8' })).toBe(text);
  });

  it('curl sends exactly the message', () => {
    const command = snippet('curl', input).replace(/^curl/, 'for a in').concat('; do printf "%s\\0" "$a"; done');
    const words = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).split('\0');
    expect(JSON.parse(words[words.indexOf('-d') + 1] ?? '')).toEqual({ model: input.model, messages: input.messages });
    expect(words[0]).toBe('http://localhost:8080/v1/chat/completions');
  });

  it('name a variable instead of a key unless one was just made', () => {
    for (const language of ['curl', 'python', 'node', 'java', 'env'] as const) {
      expect(snippet(language, input)).toContain('SLUICE_API_KEY');
      expect(snippet(language, { ...input, secret: 'sl_u_1_2_3' })).toContain('sl_u_1_2_3');
    }
  });
});
