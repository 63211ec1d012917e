import { Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { onSessionEnded } from '../api/client.ts';
import { SignInForm } from './SignInForm.tsx';

/** Over the page, so that what was typed there survives. */
export function SessionDialog() {
  const [open, setOpen] = useState(false);
  const client = useQueryClient();

  useEffect(() => onSessionEnded(() => setOpen(true)), []);

  const onSignedIn = () => {
    setOpen(false);
    void client.invalidateQueries();
  };

  return (
    <Modal opened={open} onClose={() => undefined} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} title="Your session ended." size={360}>
      <p style={{ marginTop: 0 }}>Sign in to go on; what you typed is still here.</p>
      <SignInForm onSignedIn={onSignedIn} />
    </Modal>
  );
}
