import { Anchor, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ApiKey } from '../../api/types.ts';
import { useCan } from '../../app/permissions.ts';
import { ConnectSnippet } from '../../components/CodeSnippetTabs/ConnectSnippet.tsx';
import { DetailDrawer } from '../../components/DetailDrawer/DetailDrawer.tsx';
import { Facts } from '../../components/Facts/Facts.tsx';
import { StatusBadge } from '../../components/StatusBadge/StatusBadge.tsx';
import { calendarDay, relative } from '../../format/time.ts';
import { publicPart, stateOf } from './columns.tsx';
import styles from './KeysPage.module.css';

interface Props {
  apiKey: ApiKey;
  onClose: () => void;
  onRotate: () => void;
  onRevoke: () => void;
}

const CONTENT = { off: 'Nothing', masked: 'Masked', full: 'In full' } as const;

export function KeyDetail({ apiKey, onClose, onRotate, onRevoke }: Props) {
  const { metadata, spec, status } = apiKey;
  const { state, status: badge, word } = stateOf(apiKey);
  const writes = useCan('api-key:write');
  const live = state !== 'revoked' && state !== 'expired';
  return (
    <DetailDrawer title={metadata.name} label={`Key ${metadata.name}`} onClose={onClose}>
      <div className={styles.detail}>
        <div className={styles.buttons}>
          <StatusBadge status={badge} word={word} />
          <Anchor renderRoot={(props) => <Link to="/requests" search={{ key: metadata.name, range: '24h' }} {...props} />}>Requests</Anchor>
          <span className={styles.space} />
          {writes && live && (
            <>
              <Button variant="default" onClick={onRotate}>
                Rotate
              </Button>
              <Button variant="default" className={styles.revoke} onClick={onRevoke}>
                Revoke
              </Button>
            </>
          )}
        </div>
        <Facts
          facts={[
            ['Key', status && <code>{publicPart(apiKey)}…</code>],
            ['Owner', spec.owner],
            ['Team', spec.team],
            ['Description', metadata.description],
            ['Models', spec.models?.length ? <code className={styles.lines}>{spec.models.join('\n')}</code> : 'none: every model is denied'],
            ['Denied', spec.denyModels?.length ? <code className={styles.lines}>{spec.denyModels.join('\n')}</code> : undefined],
            ['Expires', spec.expiresAt === undefined ? 'never' : `${calendarDay(spec.expiresAt)}, ${relative(spec.expiresAt)}`],
            ['Old key works', status?.graceUntil === undefined ? undefined : `until ${new Date(status.graceUntil).toLocaleString()}`],
            ['Networks', spec.allowedCidrs?.length ? <code className={styles.lines}>{spec.allowedCidrs.join('\n')}</code> : 'any'],
            ['Content kept', spec.content && CONTENT[spec.content]],
            ['Metadata', spec.metadata && Object.entries(spec.metadata).map(([name, value]) => `${name}=${value}`).join(' ')],
            ['Created', calendarDay(metadata.createdAt)],
            ['Revision', String(metadata.revision)],
          ]}
        />
        {live && (
          <section>
            <h2>Use it</h2>
            <ConnectSnippet model={spec.models?.find((model) => !model.includes('*'))} />
          </section>
        )}
      </div>
    </DetailDrawer>
  );
}
