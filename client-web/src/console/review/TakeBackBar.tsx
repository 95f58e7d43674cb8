import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Ruling, TAKE_BACK_MS } from '../../features/reviews/decide.ts';
import styles from './TakeBackBar.module.css';

/** The newest decision that was not sent yet, with the seconds left to take it back. */
export function TakeBackBar({ rulings, onTakeBack }: { rulings: readonly Ruling[]; onTakeBack: () => void }) {
  const { t } = useTranslation('consoleReview');
  const counting = rulings.filter((ruling) => ruling.state === 'counting');
  const last = counting.at(-1);
  const nowMs = useTick(last !== undefined);
  if (last === undefined) return null;
  const leftMs = Math.max(0, Math.min(TAKE_BACK_MS, last.sendAtMs - nowMs));
  return (
    <div className={styles['bar']} role="status">
      <span>{t(`takeBack.${last.decision}`, { name: last.line.maskedName, title: last.line.title })}</span>
      <Button size="small" onClick={onTakeBack}>
        {t('takeBack.verb', { seconds: Math.ceil(leftMs / 1000) })}
      </Button>
      <i style={{ width: `${(leftMs / TAKE_BACK_MS) * 100}%` }} />
    </div>
  );
}

/** This device's clock, five times a second while something counts down. */
function useTick(active: boolean): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    if (!active) return;
    const tick = (): void => setNowMs(Date.now());
    tick();
    const timer = window.setInterval(tick, 200);
    return () => window.clearInterval(timer);
  }, [active]);
  return nowMs;
}
