import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { meQuery } from '../api/session.ts';
import { EmptyState } from '../components/EmptyState/EmptyState.tsx';
import { allows, PAGE_PERMISSION } from './permissions.ts';

/** A link to a page that is not in one's menu says what is missing. */
export function Permitted({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  const { data: me } = useQuery(meQuery);
  const wanted = PAGE_PERMISSION[pathname as keyof typeof PAGE_PERMISSION] ?? null;
  const names = wanted === null ? [] : typeof wanted === 'string' ? [wanted] : wanted;
  if (me === undefined || allows(me.permissions, wanted)) return children;
  return (
    <EmptyState
      title="This page is not open to you."
      body={
        <>
          You need{' '}
          {names.map((name, index) => (
            <Fragment key={name}>
              {index > 0 && ' or '}
              <code>{name}</code>
            </Fragment>
          ))}
          . An organisation’s admin can grant it. Your roles: {me.roles.join(', ') || 'none'}.
        </>
      }
    />
  );
}
