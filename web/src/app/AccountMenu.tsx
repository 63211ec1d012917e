import { ActionIcon, Menu, Tooltip, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { forgetGatewayToken } from '../api/chat.ts';
import { logout, meQuery } from '../api/session.ts';
import { IconChevronDown, IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser } from '../components/icons.ts';
import styles from './AccountMenu.module.css';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const ICON = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon } as const;
const WORD = { auto: 'as the system', light: 'light', dark: 'dark' } as const;

function SchemeButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = ICON[colorScheme];
  const label = `Colours: ${WORD[colorScheme]}. Switch to ${WORD[NEXT[colorScheme]]}`;
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={() => setColorScheme(NEXT[colorScheme])} size="lg">
        <Icon size={17} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
}

export function AccountMenu() {
  const { data: me } = useQuery(meQuery);
  const client = useQueryClient();
  const navigate = useNavigate();

  const signOut = async () => {
    await logout().catch(() => undefined);
    forgetGatewayToken();
    await navigate({ to: '/sign-in' });
    client.clear();
  };

  return (
    <>
      <SchemeButton />
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <UnstyledButton className={styles.account} aria-label={`Account of ${me?.email ?? me?.name ?? 'you'}`}>
            <IconUser size={17} stroke={1.75} className={styles.icon} />
            <span className={styles.name}>{me?.email ?? me?.name}</span>
            <IconChevronDown size={14} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {me?.displayName ?? me?.name}
            <br />
            {me?.roles.join(', ')}
          </Menu.Label>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
