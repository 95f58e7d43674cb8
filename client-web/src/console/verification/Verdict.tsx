import CheckCircleFilled from '@ant-design/icons-svg/es/asn/CheckCircleFilled';
import DownloadOutlined from '@ant-design/icons-svg/es/asn/DownloadOutlined';
import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import SafetyCertificateOutlined from '@ant-design/icons-svg/es/asn/SafetyCertificateOutlined';
import SyncOutlined from '@ant-design/icons-svg/es/asn/SyncOutlined';
import type { IconDefinition } from '@ant-design/icons-svg/es/types';
import { type Verification, verifications } from '@red-points/shared/contracts';
import { Alert, App, Button, Progress, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { download, messageOf } from '../../api/index.ts';
import { formatMoment, formatNumber } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Trouble } from '../components/Trouble.tsx';
import styles from './Verdict.module.css';
import { fingerprintText, stepWords, useDuration } from './words.ts';

export interface VerdictProps {
  /** The one that is shown; undefined where nothing was ever verified, or while it is read. */
  verification: Verification | undefined;
  loading: boolean;
  error: unknown;
  /** One is under way: another one cannot be asked for. */
  busy: boolean;
  startError: unknown;
  onStart: () => void;
  onRetry: () => void;
}

/** What a verification came to, or how far it is; the one red button of the page begins the next. */
export function Verdict(props: VerdictProps) {
  const { verification, loading, error, busy, startError, onStart, onRetry } = props;
  const { t } = useTranslation('consoleVerify');
  if (error !== null) {
    return (
      <section className="card">
        <Trouble error={error} onRetry={onRetry} />
      </section>
    );
  }
  if (loading) {
    return (
      <section className={`card ${styles.verdict}`}>
        <Skeleton active avatar paragraph={{ rows: 2 }} />
      </section>
    );
  }
  return (
    <section className={`card ${styles.verdict}`} aria-label={t('verdict')} aria-live="polite">
      <Head verification={verification}>
        {verification?.state === 'finished' ? <Download verification={verification} /> : null}
        <Button type="primary" loading={busy} onClick={onStart}>
          {busy ? t('busy') : t('start')}
        </Button>
      </Head>
      {startError === null ? null : <Alert type="error" showIcon title={messageOf(startError)} />}
      {verification === undefined ? null : <Body verification={verification} />}
    </section>
  );
}

type Mark = readonly [IconDefinition, 'good' | 'bad' | 'working' | 'none'];

function markOf(verification: Verification | undefined): Mark {
  switch (verification?.state) {
    case undefined:
      return [SafetyCertificateOutlined, 'none'];
    case 'waiting':
    case 'running':
      return [SyncOutlined, 'working'];
    case 'failed':
      return [ExclamationCircleOutlined, 'none'];
    case 'finished':
      return verification?.result?.bad === 0 ? [CheckCircleFilled, 'good'] : [ExclamationCircleOutlined, 'bad'];
    default:
      return verification?.state satisfies undefined as never;
  }
}

function Head({ verification, children }: { verification: Verification | undefined; children: ReactNode }) {
  const { t } = useTranslation('consoleVerify');
  const [icon, tone] = markOf(verification);
  return (
    <header className={styles.head}>
      <span className={styles.mark} data-tone={tone}>
        <Icon of={icon} size={24} />
      </span>
      <div className={styles.words}>
        <h2>{useTitle(verification)}</h2>
        <p className="quiet">{useSubtitle(verification) ?? t('never.hint')}</p>
      </div>
      <div className={styles.actions}>{children}</div>
    </header>
  );
}

function useTitle(verification: Verification | undefined): string {
  const { t } = useTranslation('consoleVerify');
  if (verification === undefined) return t('never.title');
  const { state, result } = verification;
  if (state === 'finished' && result !== null) {
    return result.bad === 0 ? t('good') : t('bad', { number: formatNumber(result.bad) });
  }
  return state === 'failed' ? t('failed.title') : t('working');
}

function useSubtitle(verification: Verification | undefined): string | undefined {
  const { t } = useTranslation('consoleVerify');
  const duration = useDuration();
  if (verification === undefined) return undefined;
  const { state, requestedByName, requestedAt, startedAt, finishedAt } = verification;
  const by = requestedByName === null ? t('by.itself') : t('by.person', { name: requestedByName });
  if (state === 'failed') return t('failed.hint');
  if (finishedAt === null) return `${by} · ${t('mayLeave')}`;
  const took = Date.parse(finishedAt) - Date.parse(startedAt ?? requestedAt);
  return `${t('finishedAt', { moment: formatMoment(finishedAt) })} · ${t('took', { duration: duration(took) })} · ${by}`;
}

function Body({ verification }: { verification: Verification }) {
  const { t } = useTranslation('consoleVerify');
  const { state, result } = verification;
  if (state === 'failed') return null;
  if (result === null) return <HowFar verification={verification} />;
  return (
    <>
      <dl className={styles.figures}>
        <Figure label={t('figure.transactions')} value={result.transactions} unit={t('unit.entries')} />
        <Figure label={t('figure.accounts')} value={result.accounts} unit={t('unit.accounts')} />
        <Figure label={t('figure.bad')} value={result.bad} unit={t('unit.rows')} bad={result.bad > 0} />
      </dl>
      <p className={styles.fingerprint}>
        <span className="small quiet">{t('fingerprint')}</span>
        <code>{fingerprintText(result.digest)}</code>
        <span className="small quiet">{t('fingerprintHint')}</span>
      </p>
    </>
  );
}

function Figure({ label, value, unit, bad = false }: { label: string; value: number; unit: string; bad?: boolean }) {
  return (
    <div data-bad={bad}>
      <dt className="small quiet">{label}</dt>
      <dd>
        <b>{formatNumber(value)}</b>
        <span>{` ${unit}`}</span>
      </dd>
    </div>
  );
}

function HowFar({ verification }: { verification: Verification }) {
  const { t } = useTranslation('consoleVerify');
  const duration = useDuration();
  const { step, done, total, secondsLeft } = verification.progress;
  const replaying = step === 'replay';
  const percent = total === 0 ? 0 : Math.floor((Math.min(done, total) / total) * 100);
  return (
    <div className={styles.progress}>
      <Progress percent={percent} status="active" strokeColor="var(--slate)" aria-label={t('working')} />
      <p className="small quiet">
        <span>{total === 0 ? t('waiting') : stepWords(step)}</span>
        <span hidden={total === 0}>
          {t('read', { done: formatNumber(done), total: formatNumber(total) })}
          {replaying && secondsLeft !== null ? ` · ${t('left', { duration: duration(secondsLeft * 1_000) })}` : ''}
        </span>
      </p>
    </div>
  );
}

function Download({ verification }: { verification: Verification }) {
  const { t } = useTranslation('consoleVerify');
  const { message } = App.useApp();
  const { verificationId, finishedAt } = verification;
  const fileName = t('fileName', { date: (finishedAt ?? '').slice(0, 10) });
  const fetch = (): void => {
    download(verifications.result, { params: { verificationId } }, fileName).catch((error: unknown) => {
      void message.error(messageOf(error));
    });
  };
  return (
    <Button icon={<Icon of={DownloadOutlined} />} onClick={fetch}>
      {t('download')}
    </Button>
  );
}
