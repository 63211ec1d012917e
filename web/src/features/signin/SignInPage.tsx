import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { asProblem } from '../../api/problem.ts';
import { authConfigQuery } from '../../api/session.ts';
import { SignInForm } from '../../app/SignInForm.tsx';
import { Logo } from '../../components/Logo/Logo.tsx';
import { ProblemView } from '../../components/ProblemView/ProblemView.tsx';
import { safeNext } from '../../routes/search.ts';
import styles from './SignInPage.module.css';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  const config = useQuery(authConfigQuery);

  useEffect(() => {
    document.title = 'Sign in · Sluice';
  }, []);

  const onSignedIn = () => {
    client.clear();
    router.history.push(safeNext(next));
  };

  return (
    <main className={styles.page}>
      <div className={styles.panel}>
        <header className={styles.head}>
          <Logo size={40} />
          <div>
            <h1>Sluice</h1>
            <p>Sign in to {location.host}</p>
          </div>
        </header>
        {config.error ? (
          <ProblemView problem={asProblem(config.error)} onRetry={() => void config.refetch()} />
        ) : (
          <SignInForm onSignedIn={onSignedIn} />
        )}
        {config.data?.mode === 'local' && (
          <p className={styles.hint}>Local mode: the first login was printed in the terminal.</p>
        )}
      </div>
    </main>
  );
}
