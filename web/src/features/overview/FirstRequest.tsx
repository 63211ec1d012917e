import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { RANGE_LABEL, type TimeRange } from '../../api/range.ts';
import { ConnectSnippet } from '../../components/CodeSnippetTabs/ConnectSnippet.tsx';
import { EmptyState } from '../../components/EmptyState/EmptyState.tsx';
import styles from './OverviewPage.module.css';

export function FirstRequest({ range }: { range: TimeRange }) {
  return (
    <section className={styles.panel}>
      <EmptyState
        title={`No requests in the ${RANGE_LABEL[range]}.`}
        body="Send one through the gateway and it appears here within a second or two."
      >
        <Anchor renderRoot={(props) => <Link to="/playground" {...props} />}>Try it in the playground</Anchor>
        <ConnectSnippet />
      </EmptyState>
    </section>
  );
}
