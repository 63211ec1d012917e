import type { Bounds, Choice, RouteCondition } from '../../api/types.ts';

export interface ChoiceValues {
  in: string[];
  notIn: string[];
}

/** Of one name, as of a header: which values. */
export interface NamedRow extends ChoiceValues {
  id: string;
  name: string;
}

/** Whole numbers as typed. */
export interface BoundsValues {
  /** The first that is in. */
  from: string;
  /** The first that is out. */
  below: string;
}

export type FlagValue = '' | 'true' | 'false';

/** Which requests a target is for; what is empty holds for all. */
export interface ConditionValues {
  metadata: NamedRow[];
  headers: NamedRow[];
  subjects: ChoiceValues;
  timeoutMs: BoundsValues;
  stream: FlagValue;
  tools: FlagValue;
  maxTokens: BoundsValues;
}

const choiceValues = (choice: Choice | undefined): ChoiceValues => ({ in: choice?.in ?? [], notIn: choice?.notIn ?? [] });

const namedRows = (choices: Record<string, Choice> | undefined): NamedRow[] =>
  Object.entries(choices ?? {}).map(([name, choice], index) => ({ id: String(index), name, ...choiceValues(choice) }));

/** Of whole numbers, `> 4` is the same as `>= 5`. */
function boundsValues(bounds: Bounds | undefined): BoundsValues {
  const { gt, gte, lt, lte } = bounds ?? {};
  const text = (bound: number | undefined, next: number | undefined) => String(bound ?? (next === undefined ? '' : next + 1));
  return { from: text(gte, gt), below: text(lt, lte) };
}

function flagValue(flag: { in?: boolean[] } | undefined): FlagValue {
  const [only, ...others] = new Set(flag?.in);
  return only === undefined || others.length > 0 ? '' : only ? 'true' : 'false';
}

export function conditionValues(when: RouteCondition | undefined): ConditionValues {
  return {
    metadata: namedRows(when?.metadata),
    headers: namedRows(when?.headers),
    subjects: choiceValues(when?.subjects),
    timeoutMs: boundsValues(when?.timeoutMs),
    stream: flagValue(when?.parameters?.stream),
    tools: flagValue(when?.parameters?.tools),
    maxTokens: boundsValues(when?.parameters?.max_tokens),
  };
}

export function newNamed(rows: readonly NamedRow[]): NamedRow {
  return { id: String(Math.max(-1, ...rows.map(({ id }) => Number(id))) + 1), name: '', in: [], notIn: [] };
}

export function choiceOf({ in: included, notIn }: ChoiceValues): Choice | undefined {
  if (included.length === 0 && notIn.length === 0) return undefined;
  return { ...(included.length > 0 && { in: included }), ...(notIn.length > 0 && { notIn }) };
}

/** A row that has a name and no values stays, for the check to say so. */
const namedOf = (rows: readonly NamedRow[]) => Object.fromEntries(rows.filter(({ name }) => name.trim() !== '').map((row) => [row.name.trim(), choiceOf(row) ?? {}]));

const wholeOf = (text: string) => (text.trim() === '' ? undefined : Number(text));

const boundsOf = ({ from, below }: BoundsValues): Bounds => ({ gte: wholeOf(from) as number, lt: wholeOf(below) as number });

const flagOf = (value: FlagValue) => (value === '' ? undefined : { in: [value === 'true'] });

/** Without parts that say nothing; undefined where none is left. */
export function saying<T extends object>(value: T): T | undefined {
  const entries = Object.entries(value).filter(([, part]) => part !== undefined && !(typeof part === 'object' && part !== null && Object.keys(part).length === 0));
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as T);
}

/** `old` stays as it is written where the values still mean it, and keeps what the form does not know. */
export function conditionOf(values: ConditionValues, old: RouteCondition | undefined): RouteCondition | undefined {
  const was = conditionValues(old);
  const same = (...names: (keyof ConditionValues)[]) => names.every((name) => JSON.stringify(values[name]) === JSON.stringify(was[name]));
  if (same('metadata', 'headers', 'subjects', 'timeoutMs', 'stream', 'tools', 'maxTokens')) return old;
  const { stream, tools, max_tokens: maxTokens, ...others } = old?.parameters ?? {};
  const parameters = saying({
    ...others,
    stream: same('stream') ? stream : flagOf(values.stream),
    max_tokens: same('maxTokens') ? maxTokens : saying(boundsOf(values.maxTokens)),
    tools: same('tools') ? tools : flagOf(values.tools),
  });
  return saying({
    ...old,
    metadata: same('metadata') ? old?.metadata : namedOf(values.metadata),
    headers: same('headers') ? old?.headers : namedOf(values.headers),
    subjects: same('subjects') ? old?.subjects : choiceOf(values.subjects),
    timeoutMs: same('timeoutMs') ? old?.timeoutMs : saying(boundsOf(values.timeoutMs)),
    parameters,
  } as RouteCondition);
}
