import { type RulePreview, type RuleTerms, rules } from '@red-points/shared/contracts';
import { PROVENANCES, type Provenance } from '@red-points/shared/domain/ledger';
import { InputNumber, Progress, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useRead } from '../../api/index.ts';
import { Points } from '../../components/Points.tsx';
import { currentLanguage } from '../../i18n/index.ts';
import { PersonPicker } from '../parts/PersonPicker.tsx';
import styles from './EarnPreview.module.css';

export interface EarnPreviewProps {
  /** A rule, by its code: the version that holds on the day… */
  code?: string;
  /** …or this version of it… */
  version?: number;
  /** …or terms that are only written down so far. */
  terms?: RuleTerms;
  /** Minutes given from outside (the planned length); else they can be typed here. */
  minutes?: number;
  /** How it will be known, where that is settled. */
  provenance?: Provenance;
  /** Whose caps are shown, where that is settled… */
  personId?: string;
  /** …or can be chosen here. */
  choosePerson?: boolean;
  /** The day on which it happens; today unless said. */
  date?: string;
}

const NOTES = ['below_minimum_stay', 'event_maximum', 'event_minimum', 'not_spendable'] as const;

/** 如果这样做，能得多少分？ Asked of the very functions that price and post. */
export function EarnPreview(props: EarnPreviewProps) {
  const { code, version, terms, minutes, provenance: given, date, choosePerson = false } = props;
  const { t } = useTranslation(['consoleRules', 'domain']);
  const [typed, setTyped] = useState(105);
  const [provenance, setProvenance] = useState<Provenance>('qr_rotating');
  const [chosen, setChosen] = useState<string>();
  const askedMinutes = useDeferredValue(minutes ?? typed);
  const personId = props.personId ?? chosen;
  const body = {
    minutes: askedMinutes,
    provenance: given ?? provenance,
    ...(terms === undefined ? (code === undefined ? {} : { code }) : { terms }),
    ...(version === undefined || terms !== undefined ? {} : { version }),
    ...(personId === undefined ? {} : { personId }),
    ...(date === undefined ? {} : { date }),
  };
  const preview = useRead(
    rules.preview,
    { body },
    { enabled: code !== undefined || terms !== undefined, staleMs: 20_000 },
  );
  return (
    <section className={styles.preview} aria-live="polite">
      <div className={styles.ask}>
        <b>{t('preview.title')}</b>
        {minutes === undefined ? (
          <InputNumber
            min={0}
            max={1440}
            value={typed}
            onChange={(value) => setTyped(value ?? 0)}
            suffix={t('preview.minutes')}
            aria-label={t('preview.minutesLabel')}
            style={{ width: 128 }}
          />
        ) : (
          <span>{t('minutes', { count: minutes })}</span>
        )}
        {given === undefined ? (
          <Select
            value={provenance}
            onChange={setProvenance}
            aria-label={t('preview.provenance')}
            style={{ width: 140 }}
            options={PROVENANCES.map((value) => ({ value, label: t(`provenance.${value}`, { ns: 'domain' }) }))}
          />
        ) : null}
      </div>
      {choosePerson ? (
        <div className={styles.who}>
          <span className="small quiet">{t('preview.who')}</span>
          <PersonPicker {...(chosen === undefined ? {} : { value: chosen })} onChange={setChosen} />
        </div>
      ) : null}
      <div className={styles.answer}>
        {preview.error !== null ? <span className="quiet">{messageOf(preview.error)}</span> : null}
        {preview.data === undefined ? null : <Sum preview={preview.data} />}
      </div>
      {preview.data === undefined || personId === undefined ? null : <CapsLeft preview={preview.data} />}
    </section>
  );
}

function Sum({ preview }: { preview: RulePreview }) {
  const { t } = useTranslation('consoleRules');
  return (
    <>
      <b>
        <Points value={preview.granted} />
      </b>
      <span className="small quiet">{currentLanguage() === 'zh' ? preview.workingZh : preview.workingEn}</span>
      {NOTES.filter((note) => preview.notes.includes(note)).map((note) => (
        <span key={note} className={`small ${styles.note ?? ''}`}>
          {t(`note.${note}`)}
        </span>
      ))}
      {preview.granted < preview.points ? (
        <span className={`small ${styles.note ?? ''}`}>{t('note.capped', { points: preview.points })}</span>
      ) : null}
    </>
  );
}

/** What the caps leave of the chosen person, or of their household. */
function CapsLeft({ preview }: { preview: RulePreview }) {
  const { t } = useTranslation(['consoleRules', 'ruleWords']);
  if (preview.caps.length === 0) return <p className="small quiet">{t('preview.noCaps')}</p>;
  return (
    <ul className={styles.caps}>
      {preview.caps.map(({ scope, period, pointsMax, used, left }) => (
        <li key={`${scope}.${period}`} className="small">
          <span>{t(`capOf.${scope}.${period}`, { ns: 'ruleWords' })}</span>
          <Progress percent={pointsMax === 0 ? 100 : (100 * used) / pointsMax} showInfo={false} size="small" />
          <span className="quiet">{t('preview.left', { used, max: pointsMax, left })}</span>
        </li>
      ))}
    </ul>
  );
}
