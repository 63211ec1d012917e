import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

/** Gzip kilobytes that a first visit may load. The build stops when one is passed. */
const INITIAL_KB = 250;
const SIGN_IN_KB = 150;
const CHARTS_KB = 120;
const CSS_KB = 25;

type Chunks = Map<string, Rollup.OutputChunk>;

function closure(chunks: Chunks, start: string, seen = new Set<string>()): Set<string> {
  if (seen.has(start)) return seen;
  seen.add(start);
  for (const next of chunks.get(start)?.imports ?? []) closure(chunks, next, seen);
  return seen;
}

function kilobytes(chunks: Chunks, names: Iterable<string>): number {
  let bytes = 0;
  for (const name of names) bytes += gzipSync(chunks.get(name)?.code ?? '').length;
  return bytes / 1000;
}

export function budget(): Plugin {
  return {
    name: 'sluice-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks: Chunks = new Map();
      const styles = new Map<string, number>();
      for (const output of Object.values(bundle)) {
        if (output.type === 'chunk') chunks.set(output.fileName, output);
        else if (output.fileName.endsWith('.css')) styles.set(output.fileName, gzipSync(output.source).length / 1000);
      }
      const stylesOf = (names: Iterable<string>) => {
        const files = new Set([...names].flatMap((name) => [...(chunks.get(name)?.viteMetadata?.importedCss ?? [])]));
        return [...files].reduce((sum, file) => sum + (styles.get(file) ?? 0), 0);
      };
      const find = (test: (chunk: Rollup.OutputChunk) => boolean) => [...chunks.values()].find(test)?.fileName;
      const entry = find((chunk) => chunk.isEntry);
      const shell = find((chunk) => chunk.facadeModuleId?.endsWith('/app/Shell.tsx') ?? false);
      if (!entry || !shell) return this.error('entry or shell chunk not found');

      const lines: string[] = [];
      const failures: string[] = [];
      const check = (label: string, kb: number, limit: number) => {
        const line = `${label.padEnd(28)} ${kb.toFixed(1).padStart(7)} kB gzip of ${limit}`;
        lines.push(line);
        if (kb > limit) failures.push(line);
      };
      const first = closure(chunks, entry);
      const framed = new Set([...first, ...closure(chunks, shell)]);
      for (const chunk of chunks.values()) {
        const page = chunk.facadeModuleId?.match(/\/features\/[^/]+\/(\w+Page)\.tsx$/)?.[1];
        if (!page) continue;
        const own = closure(chunks, chunk.fileName);
        const signIn = page === 'SignInPage';
        const all = new Set([...(signIn ? first : framed), ...own]);
        check(page, kilobytes(chunks, all), signIn ? SIGN_IN_KB : INITIAL_KB);
        check(`${page} styles`, stylesOf(all), CSS_KB);
      }
      const charts = find((chunk) => chunk.facadeModuleId?.endsWith('/TimeChart.tsx') ?? false);
      if (charts) {
        const own = [...closure(chunks, charts)].filter((name) => !framed.has(name));
        check('charts (deferred)', kilobytes(chunks, own), CHARTS_KB);
      }
      this.info(`\n${lines.join('\n')}`);
      if (failures.length > 0) this.error(`over budget:\n${failures.join('\n')}`);
    },
  };
}
