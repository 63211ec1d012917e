import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys.ts';
import { deleteAlertChannel, deleteBudget, deleteRateLimit } from '../../api/limits.ts';
import { ConfirmDanger } from '../../components/ConfirmDanger/ConfirmDanger.tsx';

const REMOVE = { 'rate-limits': deleteRateLimit, budgets: deleteBudget, 'alert-channels': deleteAlertChannel } as const;

const CONSEQUENCE = {
  'rate-limits': 'Its requests are no longer bounded by it, within a second. Other limits go on.',
  budgets: 'Spending is no longer stopped by it, within a second, and what it has counted is forgotten. The record of usage stays.',
  'alert-channels': 'Nothing is sent to it from then on. It is refused while budgets use it.',
} as const;

interface Props {
  collection: keyof typeof REMOVE;
  noun: string;
  name: string;
  onClose: () => void;
}

export function DeleteObject({ collection, noun, name, onClose }: Props) {
  const client = useQueryClient();
  const remove = async () => {
    await REMOVE[collection](name);
    await client.invalidateQueries({ queryKey: keys.collection(collection) });
  };
  return (
    <ConfirmDanger title={`Delete ${name}?`} action={`Delete ${noun}`} onConfirm={remove} onClose={onClose}>
      <p>{CONSEQUENCE[collection]}</p>
    </ConfirmDanger>
  );
}
