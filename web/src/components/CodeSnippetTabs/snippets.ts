export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface SnippetInput {
  baseUrl: string;
  model: string;
  messages: readonly ChatMessage[];
  /** Only right after a key was made; else an environment variable stands for it. */
  secret?: string | undefined;
}

export const LANGUAGES = [
  { id: 'curl', label: 'curl' },
  { id: 'python', label: 'Python' },
  { id: 'node', label: 'Node' },
  { id: 'java', label: 'Java' },
  { id: 'env', label: 'env' },
] as const;

export type Language = (typeof LANGUAGES)[number]['id'];

/** One word for a POSIX shell, whatever it holds. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** JSON is a valid Python and JavaScript literal for strings, lists and objects of them. */
function literal(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
}

export function snippet(language: Language, { baseUrl, model, messages, secret }: SnippetInput): string {
  const url = `${baseUrl.replace(/\/$/, '')}/v1`;
  switch (language) {
    case 'curl': {
      const auth = secret === undefined ? '"authorization: Bearer $SLUICE_API_KEY"' : shellQuote(`authorization: Bearer ${secret}`);
      return [
        `curl ${shellQuote(`${url}/chat/completions`)} \\`,
        `  -H ${auth} \\`,
        `  -H 'content-type: application/json' \\`,
        `  -d ${shellQuote(JSON.stringify({ model, messages }))}`,
      ].join('\n');
    }
    case 'python': {
      const key = secret === undefined ? 'os.environ["SLUICE_API_KEY"]' : JSON.stringify(secret);
      return [
        ...(secret === undefined ? ['import os'] : []),
        'from openai import OpenAI',
        '',
        `client = OpenAI(base_url=${JSON.stringify(url)}, api_key=${key})`,
        'answer = client.chat.completions.create(',
        `    model=${JSON.stringify(model)},`,
        `    messages=${literal(messages, '    ')},`,
        ')',
        'print(answer.choices[0].message.content)',
      ].join('\n');
    }
    case 'node': {
      const key = secret === undefined ? 'process.env.SLUICE_API_KEY' : JSON.stringify(secret);
      return [
        "import OpenAI from 'openai';",
        '',
        `const client = new OpenAI({ baseURL: ${JSON.stringify(url)}, apiKey: ${key} });`,
        'const answer = await client.chat.completions.create({',
        `  model: ${JSON.stringify(model)},`,
        `  messages: ${literal(messages, '  ')},`,
        '});',
        'console.log(answer.choices[0].message.content);',
      ].join('\n');
    }
    case 'java': {
      const key = secret === undefined ? 'System.getenv("SLUICE_API_KEY")' : JSON.stringify(secret);
      return [
        'import com.openai.client.okhttp.OpenAIOkHttpClient;',
        'import com.openai.models.chat.completions.ChatCompletionCreateParams;',
        '',
        'var client = OpenAIOkHttpClient.builder()',
        `    .baseUrl(${JSON.stringify(url)})`,
        `    .apiKey(${key})`,
        '    .build();',
        'var answer = client.chat().completions().create(ChatCompletionCreateParams.builder()',
        `    .model(${JSON.stringify(model)})`,
        ...messages.map(({ role, content }) => `    .add${role === 'user' ? 'User' : role === 'system' ? 'System' : 'Assistant'}Message(${JSON.stringify(content)})`),
        '    .build());',
        'System.out.println(answer.choices().get(0).message().content().orElse(""));',
      ].join('\n');
    }
    case 'env':
      return [`OPENAI_BASE_URL=${url}`, `OPENAI_API_KEY=${secret ?? '$SLUICE_API_KEY'}`].join('\n');
  }
}
