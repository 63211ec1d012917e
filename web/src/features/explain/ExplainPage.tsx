import { getRouteApi } from '@tanstack/react-router';
import { DryRun } from '../../components/DryRun/DryRun.tsx';
import { PageHeader } from '../../components/PageHeader/PageHeader.tsx';

const route = getRouteApi('/shell/explain');

export function ExplainPage() {
  const { subject = '', model = '' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <PageHeader title="Explain" context="what would become of a request; nothing is sent or counted" />
      <DryRun subject={subject} model={model} submit="Explain" onAsk={(asked) => void navigate({ search: { subject: asked.subject, model: asked.model }, replace: true })} />
    </>
  );
}
