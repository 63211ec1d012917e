import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Model, ProviderAccount } from '../../api/types.ts';
import { ConnectSnippet } from '../../components/CodeSnippetTabs/ConnectSnippet.tsx';
import { DetailDrawer } from '../../components/DetailDrawer/DetailDrawer.tsx';
import { Facts } from '../../components/Facts/Facts.tsx';
import { IconPencil, IconTrash } from '../../components/icons.ts';
import { calendarDay } from '../../format/time.ts';
import styles from './ModelsPage.module.css';
import { sourceOf } from './providerForm.ts';

interface Actions {
  onClose: () => void;
  /** Absent without the right to. */
  onEdit?: (() => void) | undefined;
  onDelete?: (() => void) | undefined;
}

function Buttons({ onEdit, onDelete }: Actions) {
  return (
    <>
      {onEdit && (
        <Button variant="default" leftSection={<IconPencil size={15} />} onClick={onEdit}>
          Edit
        </Button>
      )}
      {onDelete && (
        <Button variant="default" className={styles.delete} leftSection={<IconTrash size={15} />} onClick={onDelete}>
          Delete
        </Button>
      )}
    </>
  );
}

const changed = ({ revision, updatedAt }: Model['metadata']) => `${calendarDay(updatedAt)}, rev ${revision}`;

export function ModelDetail({ model, ...actions }: Actions & { model: Model }) {
  const { metadata, spec } = model;
  const wildcard = metadata.name.includes('*');
  const price = Object.entries(spec.price ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return (
    <DetailDrawer title={metadata.name} label={`Model ${metadata.name}`} onClose={actions.onClose}>
      <div className={styles.detail}>
        <div className={styles.buttons}>
          {!wildcard && (
            <Button variant="default" renderRoot={(props) => <Link to="/playground" search={{ model: metadata.name }} {...props} />}>
              Try
            </Button>
          )}
          <Button variant="default" renderRoot={(props) => <Link to="/requests" search={{ model: metadata.name, range: '24h' }} {...props} />}>
            Requests
          </Button>
          <span className={styles.space} />
          <Buttons {...actions} />
        </div>
        <Facts
          facts={[
            ['Provider', spec.account],
            ['Upstream', <code key="upstream">{spec.upstream}</code>],
            ['Modes', (spec.modes ?? []).join(', ')],
            ['Price per M', price.length === 0 ? 'built-in, if the catalog knows the model' : <code className={styles.lines}>{price.map(([name, value]) => `${name} $${value}`).join('\n')}</code>],
            ['Context', spec.limits?.contextTokens?.toLocaleString()],
            ['Output', spec.limits?.outputTokens?.toLocaleString()],
            ['Unknown parameters', spec.unsupportedParameters],
            ['Description', metadata.description],
            ['Changed', changed(metadata)],
          ]}
        />
        {!wildcard && (
          <section>
            <h2>Use it</h2>
            <ConnectSnippet model={metadata.name} />
          </section>
        )}
      </div>
    </DetailDrawer>
  );
}

export function ProviderDetail({ account, ...actions }: Actions & { account: ProviderAccount }) {
  const { metadata, spec } = account;
  const timeouts = Object.entries(spec.timeouts ?? {});
  return (
    <DetailDrawer title={metadata.name} label={`Provider account ${metadata.name}`} onClose={actions.onClose}>
      <div className={styles.detail}>
        <div className={styles.buttons}>
          <Button variant="default" renderRoot={(props) => <Link to="/models" search={{ provider: metadata.name }} {...props} />}>
            Models
          </Button>
          <span className={styles.space} />
          <Buttons {...actions} />
        </div>
        <Facts
          facts={[
            ['Provider', spec.provider],
            ['Address', spec.baseUrl === undefined ? 'the provider’s own' : <code>{spec.baseUrl}</code>],
            ['Private network', spec.allowPrivateNetwork ? 'allowed' : undefined],
            ['Project', spec.project],
            ['Organisation', spec.organization],
            ...(spec.credentials ?? []).map((credential) => {
              const { source, text } = sourceOf(credential.secret);
              const from = credential.secret === undefined ? 'cloud identity' : source === 'stored' ? 'stored, sealed' : `from ${source} ${text}`;
              return [`Credential ${credential.name}`, `${from}${credential.weight === undefined ? '' : `, weight ${credential.weight}`}`] as const;
            }),
            ['Timeouts', timeouts.length === 0 ? 'defaults' : <code>{timeouts.map(([name, value]) => `${name} ${value}`).join(' · ')}</code>],
            ['Discount', spec.discount],
            ['Residency', spec.residency],
            ['Description', metadata.description],
            ['Changed', changed(metadata)],
          ]}
        />
      </div>
    </DetailDrawer>
  );
}
