import type { DraftContent } from '@red-points/shared/contracts';
import { MEDIATION_OUTCOMES } from '@red-points/shared/domain/mediation';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { Card } from '../components/Card.tsx';
import { Field } from '../components/Field.tsx';
import styles from './claims.module.css';

const PARTIES_MAX = 6;

type Mediation = NonNullable<DraftContent['mediation']>;

/** The outcome of a mediation, and between whom it was: sealed apart from the claim. */
export function MediationFields({
  value,
  onChange,
  missing,
}: {
  value: Mediation;
  onChange: (value: Mediation) => void;
  /** What to say of a field that is wanted and empty. */
  missing: (bad: boolean) => string | undefined;
}) {
  const { t } = useTranslation('claimForm');
  const { parties } = value;
  const change = (index: number, part: Partial<Mediation['parties'][number]>): void =>
    onChange({ ...value, parties: parties.map((party, at) => (at === index ? { ...party, ...part } : party)) });
  return (
    <Card className={styles.fields}>
      <h2 className={styles.title}>{t('mediation.title')}</h2>
      <Field label={t('mediation.outcome')} error={missing(value.outcome === null)}>
        <select
          value={value.outcome ?? ''}
          onChange={(event) =>
            onChange({ ...value, outcome: MEDIATION_OUTCOMES.find((each) => each === event.target.value) ?? null })
          }
        >
          <option value="">{t('mediation.choose')}</option>
          {MEDIATION_OUTCOMES.map((outcome) => (
            <option key={outcome} value={outcome}>
              {t(`mediation.outcomeOf.${outcome}`)}
            </option>
          ))}
        </select>
      </Field>
      {parties.map((party, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parties have no names of their own before they are typed.
        <div key={index} className={styles.party}>
          <Field
            label={t('mediation.partyName', { number: index + 1 })}
            error={missing(index === 0 && party.name.trim() === '')}
          >
            <input
              value={party.name}
              maxLength={50}
              autoComplete="off"
              onChange={(event) => change(index, { name: event.target.value })}
            />
          </Field>
          <Field label={t('mediation.partyContact')}>
            <input
              value={party.contact}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => change(index, { contact: event.target.value })}
            />
          </Field>
          {parties.length > 1 ? (
            <Button
              size="small"
              fill="none"
              onClick={() => onChange({ ...value, parties: parties.filter((_, at) => at !== index) })}
            >
              {t('mediation.removeParty')}
            </Button>
          ) : null}
        </div>
      ))}
      {parties.length < PARTIES_MAX ? (
        <Button onClick={() => onChange({ ...value, parties: [...parties, { name: '', contact: '' }] })}>
          {t('mediation.addParty')}
        </Button>
      ) : null}
      <Field label={t('mediation.dispute')}>
        <textarea
          value={value.dispute}
          maxLength={1000}
          onChange={(event) => onChange({ ...value, dispute: event.target.value })}
        />
      </Field>
      <p className="small quiet">{t('mediation.sealed')}</p>
    </Card>
  );
}
