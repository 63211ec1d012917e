import { Button, Modal, NumberInput, Select, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { usableModelsQuery } from '../../api/chat.ts';
import { connectQuery } from '../../api/gateways.ts';
import { asProblem } from '../../api/problem.ts';
import { CodeSnippetTabs } from '../../components/CodeSnippetTabs/CodeSnippetTabs.tsx';
import { EmptyState } from '../../components/EmptyState/EmptyState.tsx';
import { IconCode, IconEraser, IconPlayerPlay, IconPlayerStop } from '../../components/icons.ts';
import { PageHeader } from '../../components/PageHeader/PageHeader.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { Answer } from './Answer.tsx';
import styles from './PlaygroundPage.module.css';
import { turnsOf, useRun } from './useRun.ts';

const route = getRouteApi('/shell/playground');

const optional = (value: number | string) => (typeof value === 'number' ? value : undefined);

export function PlaygroundPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const connect = useQuery(connectQuery);
  const gatewayUrl = connect.data?.gatewayUrls[0];
  const models = useQuery(usableModelsQuery(gatewayUrl));
  const { exchanges, running, run, stop, clear } = useRun();
  const [system, setSystem] = useState('');
  const [message, setMessage] = useState('');
  const [temperature, setTemperature] = useState<number | string>('');
  const [maxTokens, setMaxTokens] = useState<number | string>('');
  const [code, setCode] = useState(false);
  const log = useRef<HTMLDivElement>(null);
  const callable = models.data?.filter((name) => !name.includes('*')) ?? [];
  const model = search.model ?? callable[0];
  const problem = connect.error ?? models.error;

  useEffect(() => {
    const element = log.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [exchanges]);

  const send = () => {
    const text = message.trim();
    if (text === '' || running || gatewayUrl === undefined || model === undefined) return;
    setMessage('');
    void run({ gatewayUrl, model, system, temperature: optional(temperature), maxTokens: optional(maxTokens) }, text);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) send();
    if (event.key === 'Escape' && running) stop();
  };

  const choices = model === undefined || callable.includes(model) ? callable : [model, ...callable];

  return (
    <div className={styles.page} onKeyDown={onKeyDown}>
      <PageHeader title="Playground" context="calls run as you, under your limits">
        <Button variant="default" leftSection={<IconEraser size={16} />} onClick={clear} disabled={exchanges.length === 0 || running}>
          Clear
        </Button>
        <Button variant="default" leftSection={<IconCode size={16} />} onClick={() => setCode(true)} disabled={model === undefined}>
          Code
        </Button>
      </PageHeader>
      {problem ? (
        <ProblemView problem={asProblem(problem)} onRetry={() => void (connect.error ? connect.refetch() : models.refetch())} />
      ) : (
        <div className={styles.bench}>
          <aside className={styles.settings} aria-label="Settings">
            <Select
              label="Model"
              data={choices}
              value={model ?? null}
              searchable
              allowDeselect={false}
              placeholder={models.isPending ? 'Loading…' : 'No model'}
              nothingFoundMessage="No usable model of this name"
              onChange={(value) => void navigate({ search: { model: value ?? undefined }, replace: true })}
              description={models.data && `You can use ${callable.length}.`}
            />
            <Textarea label="System" autosize minRows={3} maxRows={10} placeholder="You are…" value={system} onChange={(event) => setSystem(event.currentTarget.value)} />
            <div className={styles.pair}>
              <NumberInput label="Temperature" placeholder="default" min={0} max={2} step={0.1} decimalScale={2} value={temperature} onChange={setTemperature} />
              <NumberInput label="Max tokens" placeholder="default" min={1} allowDecimal={false} value={maxTokens} onChange={setMaxTokens} />
            </div>
          </aside>
          <section className={styles.talk} aria-label="Conversation">
            <div className={styles.log} ref={log}>
              {exchanges.length === 0 &&
                (models.data && callable.length === 0 ? (
                  <EmptyState title="No model is open to you." body="Access is given by rules. Ask a manager of your team, or show an admin this page." />
                ) : (
                  <EmptyState title="Nothing said yet." body="The answer streams in with its tokens, its timing, its cost, and the way it took through the gateway." />
                ))}
              {exchanges.map((exchange) => (
                <Answer key={exchange.id} exchange={exchange} />
              ))}
            </div>
            <div className={styles.composer}>
              <Textarea
                aria-label="Message"
                placeholder="Message"
                autosize
                minRows={2}
                maxRows={10}
                value={message}
                onChange={(event) => setMessage(event.currentTarget.value)}
              />
              {running ? (
                <Button variant="default" leftSection={<IconPlayerStop size={16} />} onClick={stop} title="Stop (Esc)">
                  Stop
                </Button>
              ) : (
                <Button leftSection={<IconPlayerPlay size={16} />} onClick={send} disabled={message.trim() === '' || model === undefined} title="Run (Ctrl or ⌘ with Enter)">
                  Run
                </Button>
              )}
            </div>
          </section>
        </div>
      )}
      <Modal opened={code} onClose={() => setCode(false)} title="The same call from code" size={720} closeButtonProps={{ 'aria-label': 'Close' }}>
        {code && model !== undefined && (
          <CodeSnippetTabs
            input={{
              baseUrl: gatewayUrl ?? '',
              model,
              messages: turnsOf(system, exchanges.slice(0, -1), message.trim() || exchanges.at(-1)?.prompt || 'Say pong.'),
            }}
          />
        )}
      </Modal>
    </div>
  );
}
