import type { ErrorComponentProps } from '@tanstack/react-router';
import { asProblem } from '../api/problem.ts';
import { ProblemView } from '../components/ProblemView/ProblemView.tsx';

export function RouteError({ error, reset }: ErrorComponentProps) {
  return <ProblemView problem={asProblem(error)} onRetry={reset} page />;
}
