import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { meQuery } from '../api/session.ts';
import { IconArrowsSplit, IconCoins, IconGauge, IconKey, IconListDetails, IconPlayerPlay, IconSearch, IconServer2, IconUser } from '../components/icons.ts';
import styles from './Nav.module.css';
import { allows, PAGE_PERMISSION } from './permissions.ts';

const SECTIONS = [
  {
    label: null,
    pages: [
      { to: '/', label: 'Overview', icon: IconGauge },
      { to: '/playground', label: 'Playground', icon: IconPlayerPlay },
    ],
  },
  { label: 'Traffic', pages: [{ to: '/requests', label: 'Requests', icon: IconListDetails }] },
  {
    label: 'Gateway',
    pages: [
      { to: '/models', label: 'Models & providers', icon: IconServer2, IconUser },
      { to: '/virtual-models', label: 'Virtual models', icon: IconArrowsSplit },
      { to: '/keys', label: 'Keys', icon: IconKey },
    ],
  },
  {
    label: 'Policy',
    pages: [
      { to: '/limits', label: 'Limits & budgets', icon: IconCoins },
      { to: '/explain', label: 'Explain', icon: IconSearch },
      { to: '/people', label: 'People', icon: IconUser },
    ],
  },
] as const;

export function Nav({ onGo }: { onGo?: () => void }) {
  const { data: me } = useQuery(meQuery);
  const granted = me?.permissions ?? [];
  return (
    <nav aria-label="Pages" className={styles.nav}>
      {SECTIONS.map((section) => {
        const pages = section.pages.filter((page) => allows(granted, PAGE_PERMISSION[page.to]));
        if (pages.length === 0) return null;
        return (
          <div key={section.label ?? 'top'}>
            {section.label !== null && <p className={styles.section}>{section.label}</p>}
            {pages.map(({ to, label, icon: Icon }) => (
              <Link key={to} to={to} className={styles.link} activeOptions={{ exact: to === '/', includeSearch: false }} title={label} onClick={onGo}>
                <Icon size={18} stroke={1.75} aria-hidden="true" />
                <span className={styles.label}>{label}</span>
              </Link>
            ))}
          </div>
        );
      })}
    </nav>
  );
}
