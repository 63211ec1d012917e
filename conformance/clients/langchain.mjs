import { ChatAnthropic } from '@langchain/anthropic';
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { z } from 'zod';
import { apiKey, check, embedders, finish, models, question, quoted, said, same, url, weather } from './checks.mjs';

const configuration = { baseURL: `${url}/v1` };
const chats = {
  ChatOpenAI: (model) => new ChatOpenAI({ model, apiKey, configuration, maxRetries: 0 }),
  'ChatOpenAI of responses': (model) =>
    new ChatOpenAI({ model, apiKey, configuration, maxRetries: 0, useResponsesApi: true, zdrEnabled: true }),
  ChatAnthropic: (model) => new ChatAnthropic({ model, apiKey, anthropicApiUrl: url, maxRetries: 0, maxTokens: 4096 }),
};
const getWeather = tool(async ({ city }) => (city === question ? weather : `asked for ${city}`), {
  name: 'get_weather',
  description: 'The weather in a city',
  schema: z.object({ city: z.string() }),
});
const Verdict = z.object({ verdict: z.string(), score: z.number() });

for (const model of models) {
  for (const [name, of] of Object.entries(chats)) {
    const chat = of(model);

    await check(`${model}, ${name}: invoke`, async () => {
      const answer = await chat.invoke(question);
      same([answer.text, answer.usage_metadata.output_tokens], [said, 12], 'text and usage');
    });

    await check(`${model}, ${name}: stream`, async () => {
      let text = '';
      for await (const chunk of await chat.stream(question)) text += chunk.text;
      same(text, said, 'text');
    });

    await check(`${model}, ${name}: a tool, called and answered`, async () => {
      const able = chat.bindTools([getWeather]);
      const talk = [new HumanMessage(question)];
      const first = await able.invoke(talk);
      same(first.tool_calls.map((call) => [call.name, call.args]), [['get_weather', { city: question }]], 'calls');
      talk.push(first, await getWeather.invoke(first.tool_calls[0]));
      same(talk[2] instanceof ToolMessage, true, 'a tool message');
      same((await able.invoke(talk)).text, quoted, 'text');
    });

    await check(`${model}, ${name}: an answer in a form`, async () => {
      const method = name === 'ChatAnthropic' ? 'functionCalling' : 'jsonSchema';
      const answer = await chat.withStructuredOutput(Verdict, { name: 'verdict', method }).invoke(question);
      same(typeof answer.verdict + answer.score, 'string3', 'answer');
    });
  }
}

for (const model of embedders) {
  await check(`${model}: embeddings`, async () => {
    const embeddings = new OpenAIEmbeddings({ model, apiKey, configuration, maxRetries: 0 });
    same(await embeddings.embedDocuments(['four', 'sixsix']), [[4, 0.5, -0.25], [6, 0.5, -0.25]], 'vectors');
  });
}

finish();
