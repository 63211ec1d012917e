import { ActionIcon, Drawer } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { Link, Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { IconMenu2 } from '../components/icons.ts';
import { Logo } from '../components/Logo/Logo.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { LiveStrip } from './LiveStrip.tsx';
import { Nav } from './Nav.tsx';
import { Permitted } from './Permitted.tsx';
import { SessionDialog } from './SessionDialog.tsx';
import styles from './Shell.module.css';

export function Shell() {
  const [menu, setMenu] = useState(false);

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        Skip to the content
      </a>
      <header className={styles.header}>
        <ActionIcon className={styles.burger} onClick={() => setMenu(true)} aria-label="Open the menu" size="lg">
          <IconMenu2 size={18} />
        </ActionIcon>
        <Link to="/" className={styles.brand}>
          <Logo />
          <span>Sluice</span>
        </Link>
        <div className={styles.end}>
          <LiveStrip />
          <Link to="/connect" className={styles.connect} title="How to call models through the gateway">
            Connect
          </Link>
          <AccountMenu />
        </div>
      </header>
      <div className={styles.side}>
        <Nav />
      </div>
      <main className={styles.main} id="content" tabIndex={-1}>
        <Permitted>
          <Outlet />
        </Permitted>
      </main>
      <Drawer opened={menu} onClose={() => setMenu(false)} position="left" size={240} title="Sluice" closeButtonProps={{ 'aria-label': 'Close the menu' }}>
        <Nav onGo={() => setMenu(false)} />
        <Link to="/connect" className={styles.connect} onClick={() => setMenu(false)}>
          Connect
        </Link>
      </Drawer>
      <Notifications position="bottom-right" limit={3} autoClose={4000} />
      <SessionDialog />
    </div>
  );
}
