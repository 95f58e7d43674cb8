import CloseOutlined from '@ant-design/icons-svg/es/asn/CloseOutlined';
import { Drawer, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { ScrollArea } from '../../components/ScrollArea.tsx';
import styles from './RecordDrawer.module.css';
import { Trouble } from './Trouble.tsx';

/** One of the numbers under the name. */
export interface DrawerFigure {
  label: string;
  value: number | string;
  unit?: string;
}

export interface RecordDrawerProps {
  open: boolean;
  onClose: () => void;
  /** A letter or an icon in the round at the left. */
  mark?: ReactNode;
  title: ReactNode;
  /** Tags beside the title. */
  tags?: ReactNode;
  /** One quiet line below the title. */
  subtitle?: ReactNode;
  figures?: readonly DrawerFigure[];
  loading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  /** Buttons at the foot. */
  footer?: ReactNode;
  footerNote?: ReactNode;
  children: ReactNode;
}

/** The one drawer in which a record opens: 680 wide, the list stays behind. */
export function RecordDrawer(props: RecordDrawerProps) {
  const {
    open,
    onClose,
    mark,
    title,
    tags,
    subtitle,
    figures = [],
    loading = false,
    error,
    onRetry,
    footer,
    footerNote,
    children,
  } = props;
  const { t } = useTranslation('console');
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={680}
      closable={false}
      title={null}
      styles={{ body: { padding: 0, display: 'flex', flexDirection: 'column' } }}
      aria-label={typeof title === 'string' ? title : undefined}
    >
      <div className={styles.head}>
        {mark === undefined ? null : <span className={styles.mark}>{mark}</span>}
        <div>
          <h2>
            {title}
            {tags}
          </h2>
          {subtitle === undefined ? null : <div className={styles.subtitle}>{subtitle}</div>}
        </div>
        <button type="button" className={styles.close} onClick={onClose} aria-label={t('drawer.close')}>
          <Icon of={CloseOutlined} size={16} />
        </button>
      </div>
      {figures.length === 0 ? null : <Figures figures={figures} />}
      <ScrollArea label={t('drawer.details')} className={styles.body}>
        {error !== undefined && error !== null ? (
          <Trouble error={error} {...(onRetry ? { onRetry } : {})} />
        ) : loading ? (
          <Skeleton active className={styles.waiting ?? ''} />
        ) : (
          children
        )}
      </ScrollArea>
      {footer === undefined && footerNote === undefined ? null : (
        <footer className={styles.foot}>
          <span className="small quiet">{footerNote}</span>
          {footer}
        </footer>
      )}
    </Drawer>
  );
}

function Figures({ figures }: { figures: readonly DrawerFigure[] }) {
  return (
    <div className={styles.figures}>
      {figures.map((figure) => (
        <div key={figure.label}>
          <span className="small quiet">{figure.label}</span>
          <b>
            {typeof figure.value === 'number' ? formatNumber(figure.value) : figure.value}
            {figure.unit === undefined ? null : <i>{` ${figure.unit}`}</i>}
          </b>
        </div>
      ))}
    </div>
  );
}
