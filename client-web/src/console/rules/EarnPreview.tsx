import { type RuleTerms, rules } from '@red-points/shared/contracts';
import { PROVENANCES, type Provenance } from '@red-points/shared/domain/ledger';
import { InputNumber, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useRead } from '../../api/index.ts';
import { Points } from '../../components/Points.tsx';
import { currentLanguage } from '../../i18n/index.ts';
import styles from './EarnPreview.module.css';

export interface EarnPreviewProps {
  /** A rule in force, by its code… */
  code?: string;
  /** …or terms that are only written down so far. */
  terms?: RuleTerms;
  /** Minutes given from outside (the planned length); else they can be typed here. */
  minutes?: number;
  /** How it will be known, where that is settled. */
  provenance?: Provenance;
}

/** 如果这样做，能得多少分？ Asked of the very function that posts. */
export function EarnPreview({ code, terms, minutes, provenance: given }: EarnPreviewProps) {
  const { t } = useTranslation(['consoleRules', 'domain']);
  const [typed, setTyped] = useState(105);
  const [provenance, setProvenance] = useState<Provenance>('qr_rotating');
  const askedMinutes = useDeferredValue(minutes ?? typed);
  const asked = { minutes: askedMinutes, provenance: given ?? provenance };
  const body = { ...asked, ...(terms === undefined ? (code === undefined ? {} : { code }) : { terms }) };
  const preview = useRead(
    rules.preview,
    { body },
    { enabled: code !== undefined || terms !== undefined, staleMs: 60_000 },
  );
  const priced = preview.data;
  const NOTES = ['below_minimum_stay', 'event_maximum', 'event_minimum', 'not_spendable'] as const;
  return (
    <section className={styles['preview']} aria-live="polite">
      <div className={styles['ask']}>
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
      <div className={styles['answer']}>
        {preview.error !== null ? <span className="quiet">{messageOf(preview.error)}</span> : null}
        {priced === undefined ? null : (
          <>
            <b>
              <Points value={priced.points} />
            </b>
            <span className="small quiet">{currentLanguage() === 'zh' ? priced.workingZh : priced.workingEn}</span>
            {NOTES.filter((note) => priced.notes.includes(note)).map((note) => (
              <span key={note} className={`small ${styles['note'] ?? ''}`}>
                {t(`note.${note}`)}
              </span>
            ))}
          </>
        )}
      </div>
    </section>
  );
}
