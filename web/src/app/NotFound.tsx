import { Anchor } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { EmptyState } from '../components/EmptyState/EmptyState.tsx';

export function NotFound() {
  const { pathname } = useLocation();
  return (
    <EmptyState title="There is no such page." body={<>Nothing in this console lives at <code>{pathname}</code>.</>}>
      <Anchor renderRoot={(props) => <Link to="/" {...props} />}>Go to the overview</Anchor>
    </EmptyState>
  );
}
