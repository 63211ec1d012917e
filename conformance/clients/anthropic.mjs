import Anthropic from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { z } from 'zod';
import { apiKey, assert, check, finish, models, question, quoted, refusal, said, same, thinkers, url, weather } from './checks.mjs';

const client = new Anthropic({ baseURL: url, apiKey, maxRetries: 0 });
const max_tokens = 4096;
const messages = [{ role: 'user', content: question }];
const tools = [{
  name: 'get_weather',
  description: 'The weather in a city',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
}];
const text = (message) => message.content.filter((block) => block.type === 'text').map((block) => block.text).join('');
const result = (call) => ({ role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: weather }] });

for (const model of models) {
  await check(`${model}: a message`, async () => {
    const answer = await client.messages.create({ model, max_tokens, system: 'Be brief.', messages });
    same([text(answer), answer.stop_reason], [said, 'end_turn'], 'text and stop_reason');
    same([answer.usage.input_tokens, answer.usage.output_tokens], [20, 12], 'usage');
  });

  await check(`${model}: a stream`, async () => {
    const types = [];
    for await (const event of await client.messages.create({ model, max_tokens, messages, stream: true })) types.push(event.type);
    same([types[0], types.at(-1)], ['message_start', 'message_stop'], 'first and last event');
  });

  await check(`${model}: the streaming helper`, async () => {
    const stream = client.messages.stream({ model, max_tokens, messages });
    let deltas = '';
    stream.on('text', (delta) => (deltas += delta));
    const answer = await stream.finalMessage();
    same([text(answer), deltas], [said, said], 'text');
    same([answer.usage.input_tokens, answer.usage.output_tokens], [20, 12], 'usage');
  });

  for (const way of ['create', 'stream']) {
    await check(`${model}: a tool, called and answered, ${way}`, async () => {
      const send = (talk) => {
        const request = { model, max_tokens, messages: talk, tools };
        return way === 'create' ? client.messages.create(request) : client.messages.stream(request).finalMessage();
      };
      const first = await send(messages);
      const call = first.content.find((block) => block.type === 'tool_use');
      same([first.stop_reason, call.name, call.input], ['tool_use', 'get_weather', { city: question }], 'call');
      same(text(await send([...messages, { role: 'assistant', content: first.content }, result(call)])), quoted, 'text');
    });
  }

  await check(`${model}: a tool that has to be called, or must not`, async () => {
    for (const tool_choice of [{ type: 'any' }, { type: 'tool', name: 'get_weather' }]) {
      const answer = await client.messages.create({ model, max_tokens, messages, tools, tool_choice });
      same(answer.stop_reason, 'tool_use', 'stop_reason');
    }
    same(text(await client.messages.create({ model, max_tokens, messages, tools, tool_choice: { type: 'none' } })), said, 'text');
  });

  await check(`${model}: an answer in a form`, async () => {
    const format = zodOutputFormat(z.object({ verdict: z.string(), score: z.number() }));
    const answer = await client.messages.parse({ model, max_tokens, messages, output_config: { format } });
    same(answer.parsed_output, { verdict: said, score: 3 }, 'parsed');
  });

  await check(`${model}: a count of tokens`, async () => {
    const count = await client.messages.countTokens({ model, messages, tools });
    assert(count.input_tokens > 10, `counted ${count.input_tokens}`);
  });

  await check(`${model}: its own error class`, async () => {
    const orphan = [...messages, { role: 'assistant', content: 'x' }, result({ id: 'toolu_nobody' })];
    const error = await refusal(Anthropic.BadRequestError, () => client.messages.create({ model, max_tokens, messages: orphan, tools }));
    same(error.error.error.type, 'invalid_request_error', 'type');
  });
}

for (const model of thinkers) {
  for (const thinking of [{ type: 'enabled', budget_tokens: 2048 }, { type: 'adaptive' }]) {
    for (const way of ['create', 'stream']) {
      await check(`${model}: thoughts around a tool, ${thinking.type}, ${way}`, async () => {
        const send = (talk) => {
          const request = { model, max_tokens, messages: talk, tools, thinking };
          return way === 'create' ? client.messages.create(request) : client.messages.stream(request).finalMessage();
        };
        const first = await send(messages);
        const [thought, call] = first.content;
        same([thought.type, thought.thinking], ['thinking', `The user says: ${question}`], 'thought');
        assert(thought.signature, 'no signature');
        same([call.type, call.input], ['tool_use', { city: question }], 'call');
        const second = await send([...messages, { role: 'assistant', content: first.content }, result(call)]);
        same([second.content[0].type, text(second)], ['thinking', quoted], 'answer');
      });
    }
  }
}

// A conversation that goes on with another model: what the first one signed is of no use to the second.
await check('thoughts of one model are no trouble to the next', async () => {
  let talk = messages;
  for (const model of [...thinkers, ...thinkers]) {
    const send = () => client.messages.create({ model, max_tokens, messages: talk, tools, thinking: { type: 'adaptive' } });
    const first = await send();
    const call = first.content.find((block) => block.type === 'tool_use');
    talk = [...talk, { role: 'assistant', content: first.content }, result(call)];
    const second = await send();
    same(text(second), quoted, `text of ${model}`);
    talk = [...talk, { role: 'assistant', content: second.content }, messages[0]];
  }
});

finish();
