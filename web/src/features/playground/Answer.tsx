import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Channel } from '../../components/Channel/Channel.tsx';
import { gatesOf } from '../../components/Channel/gates.ts';
import { CopyText } from '../../components/CopyText/CopyText.tsx';
import { Money } from '../../components/Money/Money.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import { count, duration } from '../../format/number.ts';
import styles from './PlaygroundPage.module.css';
import type { Exchange } from './useRun.ts';
import { useSettled } from './useSettled.ts';

function Figures({ exchange }: { exchange: Exchange }) {
  const { head, usage, firstMs, totalMs, state } = exchange;
  const settled = useSettled(head?.requestId, state !== 'running');
  const detail = settled.data;
  const out = usage?.output ?? 0;
  const rate = firstMs !== undefined && totalMs !== undefined && out > 1 && totalMs > firstMs ? (out / (totalMs - firstMs)) * 1000 : undefined;
  const cost =
    detail !== undefined ? <Money value={detail.costUsd} unpriced={detail.unpriced} mode="exact" />
    : settled.isFetching ? <span className={styles.wait}>◌ booking…</span>
    : state === 'running' ? '–'
    : <span title="The record has not arrived.">n/a</span>;
  return (
    <>
      {detail && <Channel gates={gatesOf(detail)} label="The way of this request" />}
      <dl className={styles.figures}>
        <div><dt>First token</dt><dd>{firstMs === undefined ? '–' : duration(firstMs)}</dd></div>
        <div><dt>Total</dt><dd>{totalMs === undefined ? '–' : duration(totalMs)}</dd></div>
        <div><dt>Tokens</dt><dd>{usage ? `${count(usage.input)} → ${count(usage.output)}` : '–'}</dd></div>
        <div><dt>Speed</dt><dd>{rate === undefined ? '–' : `${Math.round(rate)}/s`}</dd></div>
        <div><dt>Cost</dt><dd>{cost}</dd></div>
        <div><dt>Via</dt><dd title={head?.account}>{head?.model ?? '–'}{(head?.attempts ?? 1) > 1 && ` ×${head?.attempts}`}</dd></div>
      </dl>
      {head?.dropped !== undefined && <p className={styles.wait}>Dropped on the way: <code>{head.dropped}</code></p>}
      {head?.requestId !== undefined && state !== 'running' && (
        <div className={styles.links}>
          <Anchor fz="sm" renderRoot={(props) => <Link to="/requests" search={{ id: head.requestId }} {...props} />}>
            Open request
          </Anchor>
          <CopyText value={head.requestId} label="request id" />
        </div>
      )}
    </>
  );
}

export function Answer({ exchange }: { exchange: Exchange }) {
  const { prompt, answer, state, model, problem } = exchange;
  return (
    <article className={styles.exchange} aria-busy={state === 'running'}>
      <div className={styles.turn}>
        <span className={styles.who}>you</span>
        <p className={styles.text}>{prompt}</p>
      </div>
      <div className={styles.turn}>
        <span className={styles.who} title={model}>{model.split('/').at(-1)}</span>
        <div className={styles.reply}>
          {(answer !== '' || state === 'running') && (
            <p className={styles.text}>
              {answer}
              {state === 'running' && <span className={styles.caret} aria-hidden="true" />}
            </p>
          )}
          {state === 'stopped' && <StatusBadge status="idle" word="stopped" />}
          {problem && <ProblemView problem={problem} />}
          <Figures exchange={exchange} />
        </div>
      </div>
    </article>
  );
}
