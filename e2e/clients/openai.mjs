// The official client, with nothing changed but baseURL and apiKey. Prints one line per check; exits 1 when one fails.
import OpenAI from 'openai';

const base = process.env.SLUICE_GATEWAY_URL + '/v1';
const model = process.env.SLUICE_DEMO_MODEL;
const client = new OpenAI({ baseURL: base, apiKey: process.env.SLUICE_API_KEY, maxRetries: 0 });
const messages = [{ role: 'user', content: 'Say hello. [fast]' }];
let failed = 0;

async function check(name, run) {
  try {
    await run();
    console.log(`ok ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${name}: ${error.message}`);
  }
}

function assert(condition, message) {
  if (!condition) throw new Error(message);
}

async function refusal(type, run) {
  try {
    await run();
  } catch (error) {
    assert(error instanceof type, `expected ${type.name}, got ${error.constructor.name}: ${error.message}`);
    return error;
  }
  throw new Error(`expected ${type.name}, got an answer`);
}

await check('a completion', async () => {
  const answer = await client.chat.completions.create({ model, messages });
  assert(answer.choices[0].message.content.length > 0, 'no content');
  assert(answer.usage.total_tokens > 0, 'no usage');
});

await check('a stream', async () => {
  let text = '';
  let finish = null;
  let usages = 0;
  for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
    text += chunk.choices[0]?.delta?.content ?? '';
    finish = chunk.choices[0]?.finish_reason ?? finish;
    if (chunk.usage) usages++;
  }
  assert(text.length > 0 && finish === 'stop', `text ${text.length}, finish ${finish}`);
  assert(usages === 0, 'usage that nobody asked for');
});

await check('a stream with usage', async () => {
  let usage = null;
  const stream = await client.chat.completions.create({ model, messages, stream: true, stream_options: { include_usage: true } });
  for await (const chunk of stream) usage = chunk.usage ?? usage;
  assert(usage.completion_tokens > 0, 'no usage');
});

await check('a tool call with streamed arguments', async () => {
  const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }];
  let name = '';
  let args = '';
  let parts = 0;
  const stream = await client.chat.completions.create({
    model, stream: true, tools, tool_choice: 'required', messages: [{ role: 'user', content: 'What is the weather in Rome? [fast]' }],
  });
  for await (const chunk of stream) {
    for (const call of chunk.choices[0]?.delta?.tool_calls ?? []) {
      name += call.function?.name ?? '';
      args += call.function?.arguments ?? '';
      parts++;
    }
  }
  assert(name === 'weather' && parts > 1, `name ${name} in ${parts} parts`);
  JSON.parse(args);
});

await check('a 401 as its own class', async () => {
  const stranger = new OpenAI({ baseURL: base, apiKey: 'sl_s_wrong', maxRetries: 0 });
  await refusal(OpenAI.AuthenticationError, () => stranger.chat.completions.create({ model, messages }));
});

await check('a 403 as its own class', async () => {
  const narrow = new OpenAI({ baseURL: base, apiKey: process.env.NARROW_KEY, maxRetries: 0 });
  await refusal(OpenAI.PermissionDeniedError, () => narrow.chat.completions.create({ model, messages }));
});

await check('a 404 as its own class', async () => {
  const error = await refusal(OpenAI.NotFoundError, () => client.chat.completions.create({ model: 'no/such-model', messages }));
  assert(error.code === 'model_not_found', `code ${error.code}`);
});

await check('a 400 as its own class', async () => {
  const error = await refusal(OpenAI.BadRequestError, () => client.chat.completions.create({ model, messages: 'no' }));
  assert(error.param === 'messages', `param ${error.param}`);
});

await check('the list of models', async () => {
  const ids = [];
  for await (const m of client.models.list()) ids.push(m.id);
  assert(ids.includes(model), `models ${ids}`);
});

process.exit(failed === 0 ? 0 : 1);
