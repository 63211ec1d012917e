import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { apiKey, assert, check, embedders, finish, models, question, quoted, refusal, said, same, url, weather } from './checks.mjs';

const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
const messages = [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: question }];
const tools = [{
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
    strict: true,
  },
}];
const Verdict = z.object({ verdict: z.string(), score: z.number(), tags: z.array(z.string()) });

for (const model of models) {
  await check(`${model}: a completion`, async () => {
    const answer = await client.chat.completions.create({ model, messages });
    same(answer.choices[0].message.content, said, 'content');
    same(answer.choices[0].finish_reason, 'stop', 'finish_reason');
    same(answer.usage.prompt_tokens, 20, 'prompt_tokens');
    same(answer.usage.completion_tokens, 12, 'completion_tokens');
  });

  await check(`${model}: a stream`, async () => {
    let text = '';
    let finishReason = null;
    let usage = null;
    const stream = await client.chat.completions.create({ model, messages, stream: true, stream_options: { include_usage: true } });
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? '';
      finishReason = chunk.choices[0]?.finish_reason ?? finishReason;
      usage = chunk.usage ?? usage;
    }
    same([text, finishReason, usage?.total_tokens], [said, 'stop', 32], 'text, finish and usage');
  });

  await check(`${model}: the streaming helper`, async () => {
    const stream = client.chat.completions.stream({ model, messages });
    let snapshot = '';
    stream.on('content', (_, all) => (snapshot = all));
    same(await stream.finalContent(), said, 'final content');
    same(snapshot, said, 'snapshot');
  });

  await check(`${model}: a tool, called and answered`, async () => {
    const first = await client.chat.completions.create({ model, messages, tools, tool_choice: 'auto' });
    same(first.choices[0].finish_reason, 'tool_calls', 'finish_reason');
    const [call] = first.choices[0].message.tool_calls;
    same([call.type, call.function.name, JSON.parse(call.function.arguments)], ['function', 'get_weather', { city: question }], 'call');
    const second = await client.chat.completions.create({
      model,
      tools,
      messages: [...messages, first.choices[0].message, { role: 'tool', tool_call_id: call.id, content: weather }],
    });
    same(second.choices[0].message.content, quoted, 'content');
  });

  await check(`${model}: a tool that has to be called`, async () => {
    for (const tool_choice of ['required', { type: 'function', function: { name: 'get_weather' } }]) {
      const answer = await client.chat.completions.create({ model, messages, tools, tool_choice, parallel_tool_calls: false });
      same(answer.choices[0].message.tool_calls?.length, 1, 'calls');
    }
  });

  await check(`${model}: a tool that must not be called`, async () => {
    const answer = await client.chat.completions.create({ model, messages, tools, tool_choice: 'none' });
    same(answer.choices[0].message.content, said, 'content');
  });

  await check(`${model}: the runner of tools, streamed`, async () => {
    const runner = client.chat.completions.runTools({
      model,
      messages,
      stream: true,
      tools: [{ type: 'function', function: { ...tools[0].function, parse: JSON.parse, function: async () => weather } }],
    });
    same(await runner.finalContent(), quoted, 'final content');
  });

  await check(`${model}: two rounds of tools in one conversation`, async () => {
    const talk = [...messages];
    for (const next of ['And tomorrow?', null]) {
      const asked = await client.chat.completions.create({ model, messages: talk, tools });
      const [call] = asked.choices[0].message.tool_calls;
      talk.push(asked.choices[0].message, { role: 'tool', tool_call_id: call.id, content: weather });
      const told = await client.chat.completions.create({ model, messages: talk, tools });
      same(told.choices[0].message.content, quoted, 'content');
      talk.push(told.choices[0].message);
      if (next) talk.push({ role: 'user', content: next });
    }
  });

  await check(`${model}: an answer in a form`, async () => {
    const response_format = zodResponseFormat(Verdict, 'verdict');
    const answer = await client.chat.completions.parse({ model, messages, response_format });
    same(answer.choices[0].message.parsed, { verdict: said, score: 3, tags: [said] }, 'parsed');
    const streamed = await client.chat.completions.stream({ model, messages, response_format }).finalChatCompletion();
    same(streamed.choices[0].message.parsed.verdict, said, 'parsed of the stream');
  });

  await check(`${model}: its own error class`, async () => {
    await refusal(OpenAI.BadRequestError, () => client.chat.completions.create({ model, messages: [{ role: 'king', content: 'x' }] }));
    const orphan = [...messages, { role: 'tool', tool_call_id: 'call_nobody', content: 'x' }];
    await refusal(OpenAI.BadRequestError, () => client.chat.completions.create({ model, messages: orphan, tools }));
  });
}

for (const model of embedders) {
  await check(`${model}: embeddings`, async () => {
    const answer = await client.embeddings.create({ model, input: ['four', 'sixsix'] });
    same(answer.data.map((one) => one.embedding), [[4, 0.5, -0.25], [6, 0.5, -0.25]], 'vectors');
    const plain = await client.embeddings.create({ model, input: 'four', encoding_format: 'float' });
    same(plain.data[0].embedding, [4, 0.5, -0.25], 'vector');
    assert(plain.usage.prompt_tokens > 0, 'no usage');
  });
}

finish();
