import { ActionIcon, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { LimitCollection } from '../../api/limits.ts';
import type { Budget, RateLimit } from '../../api/types.ts';
import { IconPencil, IconTrash } from '../../components/icons.ts';
import { StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import { LiveUse } from './LiveUse.tsx';
import styles from './LimitsPage.module.css';
import { isStrict, limitWords, matchWords, noteWords, perWords } from './words.ts';

export type Rule = RateLimit | Budget;

interface Actions {
  /** Absent without the right to. */
  onEdit?: ((rule: Rule) => void) | undefined;
  onDelete?: ((rule: Rule) => void) | undefined;
}

function RuleItem({ collection, rule, onEdit, onDelete }: Actions & { collection: LimitCollection; rule: Rule }) {
  const { metadata, spec } = rule;
  const match = matchWords(spec.match);
  const strict = isStrict(rule);
  const notes = noteWords(rule);
  return (
    <li className={styles.rule}>
      <div className={styles.head}>
        <h2 className={styles.name}>{metadata.name}</h2>
        <span className={styles.limits}>{limitWords(rule)}</span>
        <span className={styles.badges}>
          {spec.mode === 'audit' ? <StatusBadge status="idle" word="audit" title="Counts and reports, refuses nothing" /> : <StatusBadge status="ok" word="enforced" />}
          <span className={styles.badge} title={strict ? 'Gateways spend only what they hold of the limit' : 'Gateways tell each other what they have counted'}>
            {strict ? 'strict' : 'soft'}
          </span>
        </span>
        <span className={styles.buttons}>
          {onEdit && (
            <ActionIcon aria-label={`Edit ${metadata.name}`} title="Edit" onClick={() => onEdit(rule)}>
              <IconPencil size={16} />
            </ActionIcon>
          )}
          {onDelete && (
            <ActionIcon aria-label={`Delete ${metadata.name}`} title="Delete" onClick={() => onDelete(rule)}>
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </span>
      </div>
      <p className={styles.whom}>
        {perWords(spec.per)} · {match === '' ? 'every request' : match}
        {notes.map((note) => (
          <span key={note}> · {note}</span>
        ))}
      </p>
      {metadata.description !== undefined && <p className={styles.whom}>{metadata.description}</p>}
      <LiveUse collection={collection} name={metadata.name} />
    </li>
  );
}

interface Props extends Actions {
  label: string;
  collection: LimitCollection;
  rules: readonly Rule[];
  loading: boolean;
  /** Takes the place of the rules. */
  instead?: ReactNode;
}

const SKELETONS = ['a', 'b', 'c'];

export function RuleList({ label, collection, rules, loading, instead, ...actions }: Props) {
  if (instead !== undefined) return <div className={styles.frame}>{instead}</div>;
  return (
    <ul className={styles.frame} aria-label={label} aria-busy={loading || undefined}>
      {loading
        ? SKELETONS.map((name) => (
            <li key={name} className={styles.rule}>
              <Skeleton height={12} width="40%" radius={3} mb={14} />
              <Skeleton height={10} radius={3} />
            </li>
          ))
        : rules.map((rule) => <RuleItem key={rule.metadata.name} collection={collection} rule={rule} {...actions} />)}
    </ul>
  );
}
