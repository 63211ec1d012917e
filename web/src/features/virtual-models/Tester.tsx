import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { DetailDrawer } from '../../components/DetailDrawer/DetailDrawer.tsx';
import { DryRun } from '../../components/DryRun/DryRun.tsx';
import styles from './VirtualModelsPage.module.css';

/** Where a request for the virtual model would go, in a pane beside the list. */
export default function Tester({ model, onClose }: { model: string; onClose: () => void }) {
  return (
    <DetailDrawer title={`Try ${model}`} label={`Try ${model}`} onClose={onClose}>
      <p className={styles.muted}>
        What would become of a request, by the policy that is saved; nothing is sent or counted.{' '}
        <Anchor fz="sm" renderRoot={(props) => <Link to="/explain" search={{ model }} {...props} />}>
          Explain
        </Anchor>{' '}
        does the same for every model.
      </p>
      <DryRun subject="" model={model} modelGiven stacked submit="Try" onAsk={() => undefined} />
    </DetailDrawer>
  );
}
