import { Skeleton, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { requestQuery } from '../../api/analytics.ts';
import { asProblem } from '../../api/problem.ts';
import type { RequestItem } from '../../api/types.ts';
import { Channel } from '../../components/Channel/Channel.tsx';
import { gatesOf, hasFailed } from '../../components/Channel/gates.ts';
import { CodeBlock } from '../../components/CodeBlock/CodeBlock.tsx';
import { CopyText } from '../../components/CopyText/CopyText.tsx';
import { DetailDrawer } from '../../components/DetailDrawer/DetailDrawer.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import { clock } from '../../format/time.ts';
import { REQUEST_TABS, type RequestTab } from '../../routes/search.ts';
import { MoneyTab } from './MoneyTab.tsx';
import { outcomeOf } from '../../components/StatusBadge/outcome.ts';
import styles from './RequestDrawer.module.css';
import { RulesTab } from './RulesTab.tsx';
import { TimelineTab } from './TimelineTab.tsx';

interface Props {
  id: string;
  /** What the list knows already, shown at once. */
  row: RequestItem | undefined;
  tab: RequestTab;
  onTab: (tab: RequestTab) => void;
  onClose: () => void;
  onNext: (() => void) | undefined;
  onPrevious: (() => void) | undefined;
}

const LABEL: Record<RequestTab, string> = { timeline: 'Timeline', money: 'Money', rules: 'Rules', raw: 'Raw' };

/** The model asked for, and the one that answered when they differ. */
function route(item: RequestItem, served: string | undefined): string {
  const asked = item.modelAsked || item.model || 'no model';
  return served === undefined || served === asked ? asked : `${asked} → ${served}`;
}

export function RequestDrawer({ id, row, tab, onTab, onClose, onNext, onPrevious }: Props) {
  const { data, error, refetch } = useQuery(requestQuery(id));
  const item = data ?? row;
  const served = data?.attemptLog.findLast((attempt) => attempt.kind !== 'shadow' && !hasFailed(attempt))?.model;
  return (
    <DetailDrawer
      title={item ? route(item, served) : 'Request'}
      label="Request"
      onClose={onClose}
      onNext={onNext}
      onPrevious={onPrevious}
    >
      <div className={styles.line}>
        {item && <StatusBadge {...outcomeOf(item)} />}
        {item && <time dateTime={item.time} title={item.time}>{clock(item.time)}</time>}
        <CopyText value={id} label="request id" />
      </div>
      {error ? (
        <ProblemView problem={asProblem(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <div className={styles.loading}>
          <Skeleton height={46} radius={4} />
          <Skeleton height={120} radius={4} />
        </div>
      ) : (
        <>
          <Channel gates={gatesOf(data)} label="The way of this request" />
          <Tabs value={tab} onChange={(value) => onTab((value ?? 'timeline') as RequestTab)} className={styles.tabs} keepMounted={false}>
            <Tabs.List>
              {REQUEST_TABS.map((name) => (
                <Tabs.Tab key={name} value={name}>
                  {LABEL[name]}
                  {name === 'rules' && <span className={styles.count}>{data.rules.length}</span>}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="timeline" pt="md">
              <TimelineTab detail={data} />
            </Tabs.Panel>
            <Tabs.Panel value="money" pt="md">
              <MoneyTab detail={data} />
            </Tabs.Panel>
            <Tabs.Panel value="rules" pt="md">
              <RulesTab detail={data} />
            </Tabs.Panel>
            <Tabs.Panel value="raw" pt="md">
              <CodeBlock code={JSON.stringify(data, null, 2)} tall />
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </DetailDrawer>
  );
}
