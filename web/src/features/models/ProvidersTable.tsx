import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { testProvider } from '../../api/policy.ts';
import { asProblem } from '../../api/problem.ts';
import type { Model, ProviderAccount, TestResult } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/DataTable/DataTable.tsx';
import { count } from '../../format/number.ts';
import styles from './ModelsPage.module.css';
import { TestLine } from './TestLine.tsx';

type Tests = Readonly<Record<string, TestResult | 'running'>>;

/** Two letters instead of a mark that belongs to somebody else. */
function Tile({ provider }: { provider: string }) {
  const [first = '', second = ''] = provider.split('-');
  return <span className={styles.tile} aria-hidden="true">{(second === '' ? first.slice(0, 2) : first.charAt(0) + second.charAt(0)).toUpperCase()}</span>;
}

function columns(models: readonly Model[] | undefined, tests: Tests): Column<ProviderAccount>[] {
  return [
    {
      id: 'name',
      header: 'Account',
      narrow: 'first',
      cell: ({ metadata, spec }) => (
        <span className={styles.account}>
          <Tile provider={spec.provider} />
          <span className={styles.name}>{metadata.name}</span>
        </span>
      ),
    },
    { id: 'provider', header: 'Provider', narrow: 'second', cell: ({ spec }) => spec.provider },
    { id: 'address', header: 'Address', cell: ({ spec }) => <code className={styles.muted}>{spec.baseUrl ?? 'the provider’s own'}</code> },
    {
      id: 'models',
      header: 'Models',
      align: 'right',
      cell: ({ metadata }) => (models ? <data>{count(models.filter(({ spec }) => spec.account === metadata.name).length)}</data> : '–'),
    },
    {
      id: 'credentials',
      header: 'Credentials',
      cell: ({ spec }) => (spec.credentials ?? []).map(({ name }) => name).join(', ') || <span className={styles.muted}>none</span>,
    },
    {
      id: 'test',
      header: 'Last test',
      narrow: 'second',
      cell: ({ metadata }) => {
        const test = tests[metadata.name];
        return test === undefined ? <span className={styles.muted}>not tested here</span> : test === 'running' ? '◌ calling…' : <TestLine result={test} />;
      },
    },
  ];
}

interface Props {
  rows: readonly ProviderAccount[];
  models: readonly Model[] | undefined;
  loading: boolean;
  instead: ReactNode;
  selected: string | undefined;
  onOpen: (account: ProviderAccount) => void;
  mayTest: boolean;
}

export function ProvidersTable({ rows, models, loading, instead, selected, onOpen, mayTest }: Props) {
  const [tests, setTests] = useState<Tests>({});
  const test = async (name: string) => {
    const keep = (result: TestResult | 'running') => setTests((old) => ({ ...old, [name]: result }));
    keep('running');
    try {
      keep(await testProvider(name));
    } catch (error) {
      const { title, detail, status } = asProblem(error);
      keep({ ok: false, latencyMs: 0, model: '', message: detail ?? title, status: status > 0 ? status : null });
    }
  };
  return (
    <DataTable
      label="Provider accounts"
      columns={columns(models, tests)}
      rows={rows}
      rowKey={({ metadata }) => metadata.name}
      loading={loading}
      instead={instead}
      selectedKey={selected}
      onOpen={onOpen}
      tone={({ metadata }) => {
        const result = tests[metadata.name];
        return result !== undefined && result !== 'running' && !result.ok ? 'err' : undefined;
      }}
      actions={
        mayTest
          ? ({ metadata }) => (
              <Button variant="default" size="compact-sm" loading={tests[metadata.name] === 'running'} onClick={() => void test(metadata.name)} aria-label={`Test ${metadata.name}`}>
                Test
              </Button>
            )
          : undefined
      }
      rowHeight={36}
      fill
    />
  );
}
