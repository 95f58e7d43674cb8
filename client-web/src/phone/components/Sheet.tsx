import CloseOutlined from '@ant-design/icons-svg/es/asn/CloseOutlined';
import { Popup } from 'antd-mobile';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';
import styles from './Sheet.module.css';

export interface SheetProps {
  readonly open: boolean;
  /** Names the sheet, for the eye and for those who hear the page. */
  readonly title: ReactNode;
  /** What it is about, in large: points, for example. */
  readonly figure?: ReactNode;
  /** What is to be known before its content. */
  readonly lead?: ReactNode;
  /** As high as the screen, for papers. */
  readonly tall?: boolean;
  /** Once it stands still: what is to be typed first takes the focus then. */
  afterShow?(): void;
  onClose(): void;
  readonly children: ReactNode;
}

/**
 * A sheet from below, over the page: title and cross stay at its head, content scrolls, a `SheetFoot` stays at its foot.
 * It takes the focus and keeps it, Escape and the shade put it away, and the focus goes back to where it was.
 */
export function Sheet(props: SheetProps) {
  const { open, tall = false, afterShow, onClose } = props;
  const shown = useWhileOpen(open, props);
  return (
    <Popup
      visible={open}
      onMaskClick={onClose}
      {...(afterShow === undefined ? {} : { afterShow })}
      bodyClassName={`${styles['sheet']} ${tall ? styles['tall'] : ''}`}
      destroyOnClose
    >
      <Opened {...shown} />
    </Popup>
  );
}

/** Acts that stay at the foot of a sheet while its content scrolls; one beneath the other, the main one first. */
export function SheetFoot({ children }: { children: ReactNode }) {
  return <div className={styles['foot']}>{children}</div>;
}

/** Rows that reach from edge to edge of the sheet. */
export function SheetRows({ children }: { children: ReactNode }) {
  return <div className={styles['rows']}>{children}</div>;
}

/** What the sheet showed last stays on it while it goes down: what was opened is often gone from the page by then. */
function useWhileOpen<T>(open: boolean, value: T): T {
  const [kept, setKept] = useState(value);
  if (open && kept !== value) setKept(value);
  return open ? value : kept;
}

function Opened({ title, figure, lead, onClose, children }: SheetProps) {
  const { t } = useTranslation('common');
  const titleId = useId();
  const box = useRef<HTMLDivElement>(null);
  // Looked up before there is a field here that takes the focus as it appears.
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    if (box.current?.contains(document.activeElement) !== true) box.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [before]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    // What opens over the sheet, such as a choice of days, is its child for React only.
    if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return;
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Tab') keepFocus(event.currentTarget, event);
  };
  return (
    <div
      ref={box}
      className={styles['box']}
      role="dialog"
      aria-modal="true"
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div className={styles['head']}>
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="plain-button" aria-label={t('action.close')} onClick={onClose}>
          <span>
            <Icon of={CloseOutlined} size={14} />
          </span>
        </button>
      </div>
      <div className={styles['body']}>
        {figure === undefined ? null : <p className={styles['figure']}>{figure}</p>}
        {lead === undefined ? null : <p className={styles['lead']}>{lead}</p>}
        {children}
      </div>
    </div>
  );
}

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select, textarea:not(:disabled), [tabindex="0"]';

/** Tab goes round within the sheet. */
function keepFocus(box: HTMLElement, event: KeyboardEvent): void {
  const all = [...box.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(({ offsetParent }) => offsetParent !== null);
  const [first, last] = [all[0], all.at(-1)];
  const here = document.activeElement;
  const atEnd = event.shiftKey ? here === first || here === box : here === last;
  if (!atEnd) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
