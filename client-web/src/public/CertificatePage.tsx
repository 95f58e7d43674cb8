import CheckCircleFilled from '@ant-design/icons-svg/es/asn/CheckCircleFilled';
import CloseCircleOutlined from '@ant-design/icons-svg/es/asn/CloseCircleOutlined';
import { type CertificateCheck, certificates } from '@red-points/shared/contracts';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, ProblemError, useChange, useRead } from '../api/index.ts';
import { businessDate, formatFullDate } from '../components/formatters.ts';
import { Icon } from '../components/icons.tsx';
import { useServiceWords } from '../features/service/words.ts';
import styles from './CertificatePage.module.css';
import notice from './NoticePage.module.css';
import frame from './PublicFrame.module.css';
import { PublicFrame, Trouble } from './PublicFrame.tsx';
import result from './ReceiptResult.module.css';
import { Verdict } from './Verdict.tsx';

/** Where anybody who holds a certificate of service checks it by its code. */
export function CertificatePage({ code }: { code: string | undefined }) {
  const { t } = useTranslation('service');
  const [asked, setAsked] = useState(code);
  const ask = (typed: string | undefined): void => {
    window.history.replaceState(
      null,
      '',
      typed === undefined ? '/certificate' : `/certificate/${encodeURIComponent(typed)}`,
    );
    setAsked(typed);
  };
  return (
    <PublicFrame here="certificate">
      <main className={`${notice.columns} ${styles.one}`}>
        <div>
          <h1 className={styles.title}>{t('check.title')}</h1>
          {asked === undefined ? (
            <CodeForm onCode={ask} />
          ) : (
            <>
              <Checked key={asked} code={asked} />
              <p className={`${styles.again} no-print`}>
                <button type="button" className={frame.tool} onClick={() => ask(undefined)}>
                  {t('check.again')}
                </button>
              </p>
            </>
          )}
        </div>
      </main>
    </PublicFrame>
  );
}

function CodeForm({ onCode }: { onCode: (code: string) => void }) {
  const { t } = useTranslation('service');
  const fieldId = useId();
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim() !== '') onCode(typed.trim());
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <p className={notice.quiet}>{t('check.say')}</p>
      <label htmlFor={fieldId}>{t('check.code')}</label>
      <div>
        <input
          id={fieldId}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          placeholder="XXXX-XXXX-XXXX-XXXX"
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
        />
        <button type="submit" className={styles.main}>
          {t('check.verb')}
        </button>
      </div>
    </form>
  );
}

function Checked({ code }: { code: string }) {
  const { t } = useTranslation('service');
  const words = useServiceWords();
  const read = useRead(certificates.check, { params: { code } }, { staleMs: 0 });
  const changedWords = ({ stars }: CertificateCheck, now: NonNullable<CertificateCheck['now']>): string => {
    const hours = t('check.changedHint', { hours: words.exactHours(now.minutes), items: now.items });
    if (now.stars === stars) return hours;
    return hours + (now.stars === 0 ? t('check.starsGone') : t('check.starsNow', { stars: words.level(now.stars) }));
  };
  const unknown = read.error instanceof ProblemError && read.error.code === 'certificate_not_found';
  if (read.data === undefined && read.error !== null && !unknown) {
    return <Trouble error={read.error} onRetry={() => void read.refetch()} />;
  }
  return (
    <section className={result.result} aria-label={t('check.title')}>
      <div role="status">
        {read.isPending ? <p className="quiet">{t('check.loading')}</p> : null}
        {unknown ? <Verdict tone="fails" title={t('check.unknown')} below={t('check.unknownHint')} /> : null}
        {read.data === undefined ? null : read.data.now === null ? (
          <Verdict tone="holds" title={t('check.holds')} below={t('check.holdsHint')} />
        ) : (
          <Verdict tone="changed" title={t('check.changed')} below={changedWords(read.data, read.data.now)} />
        )}
      </div>
      {read.data === undefined ? null : <Facts check={read.data} />}
      {read.data === undefined ? null : <NameCheck code={read.data.code} />}
    </section>
  );
}

function Facts({ check }: { check: CertificateCheck }) {
  const { t } = useTranslation('service');
  const words = useServiceWords();
  const rows: readonly (readonly [label: string, value: ReactNode])[] = [
    [t('check.code'), <code key="code">{check.code}</code>],
    [t('check.name'), check.maskedName],
    [t('check.unit'), check.unitName],
    [t('check.period'), words.period(check)],
    [t('check.hours'), `${words.exactHours(check.minutes)} · ${t('items', { count: check.items })}`],
    ...check.byCategory.map(
      (line) =>
        [
          words.category(line.category),
          `${words.exactHours(line.minutes)} · ${t('items', { count: line.items })}`,
        ] as const,
    ),
    ...(check.starsSince === null
      ? []
      : [
          [
            t('check.stars'),
            `${t('stars', { count: check.stars })} · ${t('since', { date: formatFullDate(check.starsSince) })}`,
          ] as const,
        ]),
    [t('check.issued'), formatFullDate(businessDate(check.issuedAt))],
  ];
  return (
    <dl className={result.entry}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function NameCheck({ code }: { code: string }) {
  const { t } = useTranslation('service');
  const fieldId = useId();
  const [name, setName] = useState('');
  const [matches, setMatches] = useState<boolean>();
  const compare = useChange(certificates.checkName, { onDone: (answer) => setMatches(answer.matches) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') compare.mutate({ params: { code }, body: { name } });
  };
  return (
    <form className={`${styles.form} no-print`} onSubmit={submit}>
      <p className={notice.quiet}>{t('check.nameHint')}</p>
      <label htmlFor={fieldId}>{t('check.nameField')}</label>
      <div>
        <input
          id={fieldId}
          value={name}
          autoComplete="off"
          maxLength={50}
          onChange={(event) => {
            setName(event.target.value);
            setMatches(undefined);
          }}
        />
        <button type="submit" className={frame.tool} disabled={compare.isPending}>
          {t('check.nameVerb')}
        </button>
      </div>
      <p role="status" className={styles.answer} data-matches={matches}>
        {compare.isError ? messageOf(compare.error) : null}
        {matches === undefined ? null : (
          <>
            <Icon of={matches ? CheckCircleFilled : CloseCircleOutlined} />
            {t(matches ? 'check.nameYes' : 'check.nameNo')}
          </>
        )}
      </p>
    </form>
  );
}
