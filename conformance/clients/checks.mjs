// A line per check, and at the end how many there were. The models are the same program's only difference.
export const url = process.env.SLUICE_GATEWAY_URL;
export const apiKey = process.env.SLUICE_API_KEY;

const list = (name) => process.env[name].split(',');
export const models = list('SLUICE_MODELS');
/** Those that show what they think. */
export const thinkers = list('SLUICE_THINKING_MODELS');
export const embedders = list('SLUICE_EMBEDDING_MODELS');

export const question = 'Grüße 🌍';
export const said = `You said „${question}“ – hé 🌍.`;
/** What a tool returns here, and what the model makes of it. */
export const weather = 'sunny, 21 °C';
export const quoted = `The tool says „${weather}“ – hé 🌍.`;

let done = 0;
let failed = 0;

export async function check(name, run) {
  done++;
  try {
    await run();
    console.log(`ok ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${name}: ${String(error?.stack ?? error).replaceAll('\n', ' | ')}`);
  }
}

export function assert(condition, message) {
  if (!condition) throw new Error(message);
}

export function same(actual, expected, what) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  assert(a === e, `${what} is ${a}, not ${e}`);
}

export async function refusal(type, run) {
  try {
    await run();
  } catch (error) {
    assert(error instanceof type, `expected ${type.name}, got ${error.constructor.name}: ${error.message}`);
    return error;
  }
  throw new Error(`expected ${type.name}, got an answer`);
}

export function finish() {
  console.log(`done ${done}`);
  process.exit(failed === 0 ? 0 : 1);
}
