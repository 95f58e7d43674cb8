import CheckOutlined from '@ant-design/icons-svg/es/asn/CheckOutlined';
import CloseOutlined from '@ant-design/icons-svg/es/asn/CloseOutlined';
import MinusOutlined from '@ant-design/icons-svg/es/asn/MinusOutlined';
import { digests, readReceipt } from '@red-points/shared/contracts';
import { digestId, type Receipt, type ReceiptEntry, readDigest } from '@red-points/shared/domain/digests';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError, useRead } from '../api/index.ts';
import { Fingerprint } from '../components/Fingerprint.tsx';
import { formatChange, formatDate, formatHours, formatMoment } from '../components/formatters.ts';
import { Icon } from '../components/icons.tsx';
import frame from './PublicFrame.module.css';
import styles from './ReceiptResult.module.css';
import { type Judgement, judge } from './receipt-judgement.ts';
import { Verdict } from './Verdict.tsx';

/** What comes of checking a text as a receipt: the verdict, what the receipt is of, and every step. */
export function ReceiptResult({ text, onAgain }: { text: string; onAgain: () => void }) {
  const { t } = useTranslation('digests');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const receipt = readReceipt(text);
  return (
    <section className={styles.result} aria-label={t('result.title')}>
      <h1 ref={heading} tabIndex={-1}>
        {t('result.title')}
      </h1>
      {receipt === null ? (
        <Verdict tone="fails" title={t('result.unreadable')} below={t('result.unreadableHint')} />
      ) : null}
      {receipt === null ? null : <Checked receipt={receipt} />}
      <p className={`${styles.actions} no-print`}>
        <button type="button" className={frame.tool} onClick={onAgain}>
          {t('result.again')}
        </button>
      </p>
    </section>
  );
}

function Checked({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation('digests');
  const [noted, setNoted] = useState('');
  const read = useRead(digests.get, { params: { digestId: digestId(receipt.digest) } });
  const own = noted.trim() === '' ? null : readDigest(noted);
  const published = own ?? read.data?.digest ?? null;
  const judgement = judge(receipt, published);
  const waits = published === null && read.isPending;
  return (
    <>
      <div role="status">
        {waits ? <p className="quiet">{t('result.reading')}</p> : <VerdictOf receipt={receipt} judgement={judgement} />}
      </div>
      {judgement.entry === null ? null : <Entry receipt={receipt} entry={judgement.entry} />}
      <Steps judgement={judgement} />
      <Against
        noted={noted}
        onNoted={setNoted}
        isDigest={own !== null}
        published={read.data?.digest}
        day={formatDate(receipt.digest.day)}
        problem={read.error}
      />
    </>
  );
}

function VerdictOf({ receipt, judgement }: { receipt: Receipt; judgement: Judgement }) {
  const { t } = useTranslation('digests');
  const day = formatDate(receipt.digest.day);
  if (judgement.verdict === 'fails') {
    return <Verdict tone="fails" title={t('result.fails')} below={t(`fault.${judgement.fault}`)} />;
  }
  if (judgement.verdict === 'holds') {
    return <Verdict tone="holds" title={t('result.holds')} below={t('result.holdsHint', { day })} />;
  }
  return <Verdict tone="undecided" title={t('result.undecided')} below={t('result.undecidedHint')} />;
}

/** What the receipt says of its entry. Nothing of who it was: a receipt does not know. */
function Entry({ receipt, entry }: { receipt: Receipt; entry: ReceiptEntry }) {
  const { t } = useTranslation('digests');
  const rows: readonly (readonly [label: string, value: ReactNode])[] = [
    [t('entry.what'), whatWords(entry, t)],
    ...(entry.minutes === 0
      ? []
      : [[t('entry.hours'), t('entry.hoursValue', { hours: formatHours(entry.minutes) })] as const]),
    [t('entry.recorded'), formatMoment(entry.recordedAtMs)],
    ...(entry.rule === null ? [] : [[t('entry.rule'), t('entry.ruleValue', { ...entry.rule })] as const]),
    [t('entry.seq'), t('entry.seqValue', { seq: entry.seq })],
    [t('entry.code'), <code key="code">{receipt.code}</code>],
  ];
  return (
    <dl className={styles.entry}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function whatWords(entry: ReceiptEntry, t: ReturnType<typeof useTranslation<'digests'>>['t']): string {
  const kind = t(`kind.${entry.kind}`);
  if (entry.points === 0 && entry.holdPoints !== null) return t('entry.held', { kind, points: entry.holdPoints });
  const points = formatChange(entry.points);
  return t('entry.points', { kind, points });
}

const MARKS = { holds: CheckOutlined, fails: CloseOutlined, not_reached: MinusOutlined } as const;

function Steps({ judgement }: { judgement: Judgement }) {
  const { t } = useTranslation('digests');
  return (
    <ol className={styles.steps}>
      {judgement.steps.map(({ step, outcome }) => (
        <li key={step} data-outcome={outcome}>
          <Icon of={MARKS[outcome]} label={t(`outcome.${outcome}`)} />
          <div>
            <b>{t(`step.${step}.name`)}</b>
            <p>{t(`step.${step}.what`)}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}

interface AgainstProps {
  noted: string;
  onNoted: (noted: string) => void;
  isDigest: boolean;
  published: string | undefined;
  day: string;
  problem: unknown;
}

/** What the receipt was compared with: the digest of this site, or one that the person has noted elsewhere. */
function Against({ noted, onNoted, isDigest, published, day, problem }: AgainstProps) {
  const { t } = useTranslation('digests');
  const fieldId = useId();
  const isWrong = noted.trim() !== '' && !isDigest;
  const gone = problem instanceof ProblemError && problem.code === 'digest_not_found';
  return (
    <div className={styles.against}>
      <div>
        <p className="quiet">{t('against.here', { day })}</p>
        {published === undefined ? (
          <p>{t(gone ? 'against.none' : problem === null ? 'result.reading' : 'against.unread')}</p>
        ) : (
          <Fingerprint digest={published} perLine={8} />
        )}
      </div>
      <label htmlFor={fieldId}>{t('against.own')}</label>
      <input
        id={fieldId}
        value={noted}
        onChange={(event) => onNoted(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={isWrong}
        aria-describedby={`${fieldId}-hint`}
      />
      <p id={`${fieldId}-hint`} className="quiet">
        {t(isWrong ? 'against.wrong' : isDigest ? 'against.used' : 'against.hint')}
      </p>
    </div>
  );
}
