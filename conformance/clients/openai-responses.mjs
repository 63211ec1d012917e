import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { apiKey, assert, check, finish, models, question, quoted, refusal, said, same, thinkers, url, weather } from './checks.mjs';

const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
const instructions = 'Be brief.';
const tools = [{
  type: 'function',
  name: 'get_weather',
  description: 'The weather in a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
  strict: true,
}];
const Verdict = z.object({ verdict: z.string(), score: z.number() });

for (const model of models) {
  await check(`${model}: a response`, async () => {
    const answer = await client.responses.create({ model, instructions, input: question, store: false });
    same([answer.output_text, answer.status], [said, 'completed'], 'text and status');
    same([answer.usage.input_tokens, answer.usage.output_tokens], [20, 12], 'usage');
  });

  await check(`${model}: a stream`, async () => {
    const types = [];
    let text = '';
    let last = -1;
    for await (const event of await client.responses.create({ model, input: question, store: false, stream: true })) {
      types.push(event.type);
      assert(event.sequence_number > last, `sequence_number ${event.sequence_number} after ${last}`);
      last = event.sequence_number;
      if (event.type === 'response.output_text.delta') text += event.delta;
    }
    same(text, said, 'text');
    same([types[0], types.at(-1)], ['response.created', 'response.completed'], 'first and last event');
  });

  await check(`${model}: the streaming helper`, async () => {
    const stream = client.responses.stream({ model, input: question, store: false });
    let deltas = '';
    stream.on('response.output_text.delta', (event) => (deltas += event.delta));
    same([(await stream.finalResponse()).output_text, deltas], [said, said], 'text');
  });

  await check(`${model}: a tool, called and answered`, async () => {
    const input = [{ role: 'user', content: question }];
    const first = await client.responses.create({ model, instructions, input, tools, store: false });
    const call = first.output.find((item) => item.type === 'function_call');
    same([call.name, JSON.parse(call.arguments)], ['get_weather', { city: question }], 'call');
    input.push(...first.output, { type: 'function_call_output', call_id: call.call_id, output: weather });
    const second = await client.responses.create({ model, instructions, input, tools, store: false });
    same(second.output_text, quoted, 'text');
  });

  await check(`${model}: a tool, called and answered in streams`, async () => {
    const input = [{ role: 'user', content: question }];
    const first = await client.responses.stream({ model, input, tools, store: false }).finalResponse();
    const call = first.output.find((item) => item.type === 'function_call');
    same(JSON.parse(call.arguments), { city: question }, 'arguments');
    input.push({ type: 'function_call', call_id: call.call_id, name: call.name, arguments: call.arguments });
    input.push({ type: 'function_call_output', call_id: call.call_id, output: weather });
    const second = await client.responses.stream({ model, input, tools, store: false }).finalResponse();
    same(second.output_text, quoted, 'text');
  });

  await check(`${model}: a tool that has to be called`, async () => {
    for (const tool_choice of ['required', { type: 'function', name: 'get_weather' }]) {
      const answer = await client.responses.create({ model, input: question, tools, tool_choice, store: false });
      same(answer.output.filter((item) => item.type === 'function_call').length, 1, 'calls');
    }
  });

  await check(`${model}: an answer in a form`, async () => {
    const text = { format: zodTextFormat(Verdict, 'verdict') };
    const answer = await client.responses.parse({ model, input: question, text, store: false });
    same(answer.output_parsed, { verdict: said, score: 3 }, 'parsed');
  });

  await check(`${model}: its own error class`, async () => {
    const input = [{ type: 'function_call_output', call_id: 'call_nobody', output: 'x' }];
    await refusal(OpenAI.BadRequestError, () => client.responses.create({ model, input, store: false }));
  });
}

// The helper's own additions to a call are not OpenAI's to take.
const asSent = ({ parsed_arguments, ...item }) => item;

// Nothing is stored, so the thought goes back with the conversation, as agents send it.
for (const model of thinkers) {
  for (const way of ['create', 'stream']) {
    await check(`${model}: thoughts around a tool, ${way}`, async () => {
      const send = (input) => {
        const request = { model, input, tools, store: false, include: ['reasoning.encrypted_content'], reasoning: { effort: 'medium', summary: 'auto' } };
        return way === 'create' ? client.responses.create(request) : client.responses.stream(request).finalResponse();
      };
      const input = [{ role: 'user', content: question }];
      const first = await send(input);
      const thought = first.output.find((item) => item.type === 'reasoning');
      same(thought.summary.map((part) => part.text), [`The user says: ${question}`], 'summary');
      assert(thought.encrypted_content, 'nothing encrypted');
      const call = first.output.find((item) => item.type === 'function_call');
      input.push(...first.output.map(asSent), { type: 'function_call_output', call_id: call.call_id, output: weather });
      same((await send(input)).output_text, quoted, 'text');
    });
  }
}

// A conversation that goes on with another model: what the first one thought is of no use to the second.
await check('thoughts of one model are no trouble to the next', async () => {
  let input = [{ role: 'user', content: question }];
  for (const model of [...thinkers, ...thinkers]) {
    const request = { model, tools, store: false, include: ['reasoning.encrypted_content'], reasoning: { effort: 'medium', summary: 'auto' } };
    const first = await client.responses.create({ ...request, input });
    const call = first.output.find((item) => item.type === 'function_call');
    input = [...input, ...first.output, { type: 'function_call_output', call_id: call.call_id, output: weather }];
    const second = await client.responses.create({ ...request, input });
    same(second.output_text, quoted, `text of ${model}`);
    // A thought that has nothing encrypted cannot go back to anyone.
    const kept = second.output.filter((item) => item.type !== 'reasoning' || item.encrypted_content);
    input = [...input, ...kept, { role: 'user', content: question }];
  }
});

finish();
