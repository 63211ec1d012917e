export type Filters<Name extends string> = { [name in Name]?: string | undefined };

export interface Parsed<Name extends string> {
  filters: Filters<Name>;
  /** Words that belong to no field. */
  rest: string[];
}

const TOKEN = /(?:([a-zA-Z]+):)?(?:"((?:[^"\\]|\\.)*)"|(\S+))/g;

/** `model:smart key:"a b"`: typed and shown the same way. */
export function parseFilters<Name extends string>(text: string, names: readonly Name[]): Parsed<Name> {
  const filters: Filters<Name> = {};
  const rest: string[] = [];
  for (const [whole, field, quoted, bare] of text.matchAll(TOKEN)) {
    const name = names.find((candidate) => candidate.toLowerCase() === field?.toLowerCase());
    const value = quoted?.replaceAll(/\\(.)/g, '$1') ?? bare ?? '';
    if (name !== undefined && value !== '') filters[name] = value;
    else rest.push(whole);
  }
  return { filters, rest };
}

export function printFilters<Name extends string>(filters: Filters<Name>, names: readonly Name[]): string {
  return names
    .flatMap((name) => {
      const value = filters[name];
      if (value === undefined) return [];
      const plain = /^[^\s"]+$/.test(value);
      return [`${name}:${plain ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`}`];
    })
    .join(' ');
}

/** Ids are UUIDs, as the gateway makes them. */
export function isRequestId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text.trim());
}
