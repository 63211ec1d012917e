import { useQuery } from '@tanstack/react-query';
import { modelsQuery } from '../../api/policy.ts';
import type { Attempt, Price, RequestDetail } from '../../api/types.ts';
import { useCan } from '../../app/permissions.ts';
import { Money } from '../../components/Money/Money.tsx';
import { exactMoney, fromNano, toNano } from '../../format/money.ts';
import { count } from '../../format/number.ts';
import { billOf } from './bill.ts';
import styles from './RequestDrawer.module.css';

function Bill({ attempt, price }: { attempt: Attempt; price: Price | undefined }) {
  const lines = billOf(attempt.tokens, price);
  const sum = lines.reduce<bigint | null>((total, line) => (total === null || line.cost === null ? null : total + line.cost), 0n);
  const booked = toNano(attempt.costUsd);
  const differs = sum !== null && booked !== null && lines.length > 0 && (sum > booked ? sum - booked : booked - sum) > BigInt(lines.length);
  return (
    <section>
      <table className={styles.money}>
        <caption>
          {attempt.n} · {attempt.model}
        </caption>
        <thead>
          <tr>
            <th>Tokens</th>
            <th>Amount</th>
            <th>$ per million</th>
            <th>Cost</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>{line.label}</td>
              <td><data value={line.units}>{count(line.units)}</data></td>
              <td><data value={line.price ?? ''}>{line.price ?? '—'}</data></td>
              <td>{line.cost === null ? '—' : <data value={fromNano(line.cost)}>{exactMoney(line.cost)}</data>}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={3}>Booked</td>
            <td><Money value={attempt.costUsd} mode="exact" /></td>
          </tr>
        </tfoot>
      </table>
      {differs && <p className={styles.note}>The lines use today’s price; the booked cost is by the price of that moment.</p>}
    </section>
  );
}

export function MoneyTab({ detail }: { detail: RequestDetail }) {
  const { data: models } = useQuery({ ...modelsQuery, enabled: useCan('model:read') });
  const priceOf = (name: string) => models?.find((model) => model.metadata.name === name)?.spec.price;
  const paid = detail.attemptLog.filter(({ tokens }) => Object.values(tokens).some((units) => units > 0));
  return (
    <div className={styles.stack}>
      {detail.unpriced && (
        <p className={styles.note}>
          <b>No price is known for this model.</b> Its cost is booked as $0 and no budget can see it.
        </p>
      )}
      {detail.estimated && <p className={styles.note}>≈ {detail.outcome === 'cancelled' ? 'The client left before the provider reported usage' : 'The provider reported no usage'}; the tokens are estimated.</p>}
      {paid.length === 0 && <p className={styles.note}>Nothing was used upstream, so nothing was booked.</p>}
      {paid.map((attempt) => (
        <Bill key={attempt.n} attempt={attempt} price={priceOf(attempt.model)} />
      ))}
      <table className={styles.money}>
        <tfoot>
          <tr>
            <td>Whole request</td>
            <td><Money value={detail.costUsd} unpriced={detail.unpriced} mode="exact" /></td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
