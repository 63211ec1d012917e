import { Anchor, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { connectQuery } from '../../api/gateways.ts';
import { modelsQuery } from '../../api/policy.ts';
import { useCan } from '../../app/permissions.ts';
import { ConnectSnippet } from '../../components/CodeSnippetTabs/ConnectSnippet.tsx';
import { CopyText } from '../../components/CopyText/CopyText.tsx';
import { PageHeader } from '../../components/PageHeader/PageHeader.tsx';
import styles from './ConnectPage.module.css';

const route = getRouteApi('/shell/connect');

export function ConnectPage() {
  const { model } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: connect } = useQuery(connectQuery);
  const { data: models } = useQuery({ ...modelsQuery, enabled: useCan('model:read') });
  const names = (models ?? []).map(({ metadata }) => metadata.name).filter((name) => !name.includes('*'));
  const mayCreate = useCan('api-key:read');
  return (
    <>
      <PageHeader title="Connect" context="any OpenAI client, with another address and key" />
      <div className={styles.page}>
        <div className={styles.side}>
          <div>
            <p className={styles.label}>Base URL</p>
            {connect?.gatewayUrls.map((url) => <CopyText key={url} value={`${url.replace(/\/$/, '')}/v1`} label="base URL" />)}
            <p>Clients add the rest of the path; the /v1 stays.</p>
          </div>
          <Select
            label="Model"
            data={names}
            value={model ?? names[0] ?? null}
            onChange={(name) => void navigate({ search: { model: name ?? undefined }, replace: true })}
            placeholder={models && names.length === 0 ? 'No model yet' : undefined}
            searchable
          />
          <div>
            <p className={styles.label}>Key</p>
            <p>
              The snippets read it from <code>SLUICE_API_KEY</code>.{' '}
              {mayCreate && <Anchor fz="sm" renderRoot={(props) => <Link to="/keys" {...props} />}>Get a key</Anchor>}
            </p>
          </div>
          <div>
            <p className={styles.label}>When it does not work</p>
            <p>401: the key is wrong, expired or revoked. 403: it may not use this model. 404: the model’s name is not as above. Every answer has an x-request-id to look up under Requests.</p>
          </div>
        </div>
        <ConnectSnippet model={model ?? names[0]} />
      </div>
    </>
  );
}
