import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/problem.ts';
import { login } from '../api/session.ts';
import styles from './SignInForm.module.css';

interface Props {
  onSignedIn: () => void;
}

function message(error: Error): string {
  if (!(error instanceof ApiError)) return error.message;
  if (error.status === 401 || error.status === 403) return 'Email or password is wrong.';
  if (error.status === 429) return 'Too many attempts. Wait a minute, then try again.';
  return error.problem.detail ?? error.problem.title;
}

export function SignInForm({ onSignedIn }: Props) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const attempt = useMutation({
    mutationFn: () => login(email.trim(), password),
    onSuccess: onSignedIn,
    onError: () => {
      setPassword('');
      second.current?.focus();
    },
  });

  useEffect(() => first.current?.focus(), []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const empty = email.trim() === '' ? first : password === '' ? second : null;
    setMissing(empty !== null);
    if (empty) empty.current?.focus();
    else attempt.mutate();
  };

  return (
    <form onSubmit={submit} className={styles.form} noValidate>
      <TextInput
        ref={first}
        label="Email"
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={missing && email.trim() === '' ? 'Enter your email.' : undefined}
      />
      <PasswordInput
        ref={second}
        label="Password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={missing && email.trim() !== '' && password === '' ? 'Enter your password.' : undefined}
      />
      {attempt.error && (
        <p role="alert" className={styles.error}>
          <span aria-hidden="true">✕</span> {message(attempt.error)}
        </p>
      )}
      <Button type="submit" size="sm" fullWidth loading={attempt.isPending}>
        Sign in
      </Button>
    </form>
  );
}
