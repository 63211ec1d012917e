import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany, generateText, isStepCount, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { apiKey, check, embedders, finish, models, question, quoted, said, same, url, weather } from './checks.mjs';

const baseURL = `${url}/v1`;
const openai = createOpenAI({ baseURL, apiKey });
const compatible = createOpenAICompatible({ name: 'sluice', baseURL, apiKey, includeUsage: true, supportsStructuredOutputs: true });
const providers = { responses: (model) => openai.responses(model), chat: (model) => compatible.chatModel(model) };
const tools = {
  get_weather: tool({
    description: 'The weather in a city',
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => (city === question ? weather : `asked for ${city}`),
  }),
};
const steps = (stepCountIs ?? isStepCount)(3);
const settings = { maxRetries: 0, prompt: question };
const onError = () => {};
// Without it, responses are kept at the provider and referred to by their ids.
const providerOptions = { openai: { store: false } };

for (const model of models) {
  for (const [dialect, provider] of Object.entries(providers)) {
    const common = { ...settings, model: provider(model), providerOptions };

    await check(`${model}, ${dialect}: generateText`, async () => {
      const answer = await generateText(common);
      same([answer.text, answer.finishReason, answer.usage.outputTokens], [said, 'stop', 12], 'answer');
    });

    await check(`${model}, ${dialect}: streamText`, async () => {
      const answer = streamText({ ...common, onError });
      let text = '';
      for await (const piece of answer.textStream) text += piece;
      same([text, await answer.finishReason, (await answer.usage).inputTokens], [said, 'stop', 20], 'answer');
    });

    await check(`${model}, ${dialect}: tools until the answer`, async () => {
      const answer = await generateText({ ...common, tools, stopWhen: steps });
      same([answer.text, answer.steps.length], [quoted, 2], 'text and steps');
    });

    await check(`${model}, ${dialect}: tools until the answer, streamed`, async () => {
      const answer = streamText({ ...common, tools, stopWhen: steps, onError });
      let text = '';
      for await (const piece of answer.textStream) text += piece;
      same(text, quoted, 'text');
    });

    await check(`${model}, ${dialect}: an answer in a form`, async () => {
      const output = Output.object({ schema: z.object({ verdict: z.string(), score: z.number() }) });
      const answer = await generateText({ ...common, output });
      same(answer.output, { verdict: said, score: 3 }, 'output');
    });
  }
}

for (const model of embedders) {
  await check(`${model}: embedMany`, async () => {
    const answer = await embedMany({ maxRetries: 0, model: openai.embedding(model), values: ['four', 'sixsix'] });
    same(answer.embeddings, [[4, 0.5, -0.25], [6, 0.5, -0.25]], 'vectors');
  });
}

finish();
