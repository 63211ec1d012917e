import { useQuery } from '@tanstack/react-query';
import { connectQuery } from '../../api/gateways.ts';
import { modelsQuery } from '../../api/policy.ts';
import { CodeSnippetTabs } from './CodeSnippetTabs.tsx';

/** A first call, ready to paste. */
export function ConnectSnippet({ secret, model }: { secret?: string; model?: string | undefined }) {
  const { data: connect } = useQuery(connectQuery);
  const { data: models } = useQuery(modelsQuery);
  const any = models?.find(({ metadata }) => !metadata.name.includes('*'))?.metadata.name;
  return (
    <CodeSnippetTabs
      input={{
        baseUrl: connect?.gatewayUrls[0] ?? 'http://localhost:8080',
        model: model ?? any ?? 'MODEL',
        messages: [{ role: 'user', content: 'Say pong.' }],
        secret,
      }}
    />
  );
}
