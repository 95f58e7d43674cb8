import { type RuleVersion, rules } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useRead } from '../api/index.ts';
import { useCategories } from '../components/categories.ts';
import { formatDate } from '../components/formatters.ts';
import { QrCode } from '../components/QrCode.tsx';
import { useRuleWords } from '../features/rules/words.ts';
import { ChooseCommunity } from './ChooseCommunity.tsx';
import notice from './NoticePage.module.css';
import { PublicFrame, Trouble } from './PublicFrame.tsx';
import styles from './RulesPage.module.css';

type Scheme = CallAnswer<typeof rules.publicList>;

/** 积分标准 as everybody may read it: by category, clause by clause, and on paper as it stands. */
export function RulesPage({ unitId }: { unitId: string | undefined }) {
  return <PublicFrame here="rules">{unitId === undefined ? <Communities /> : <Rules unitId={unitId} />}</PublicFrame>;
}

function Communities() {
  const { t } = useTranslation('publicRules');
  return <ChooseCommunity title={t('choose')} path="/rules" />;
}

function Rules({ unitId }: { unitId: string }) {
  const { t } = useTranslation(['publicRules', 'common']);
  const read = useRead(rules.publicList, { query: { unitId } });
  const scheme = read.data;
  if (scheme === undefined) {
    return (
      <main className={notice.choose}>
        {read.error === null ? (
          <p className={notice.quiet}>{t('state.loading', { ns: 'common' })}</p>
        ) : (
          <Trouble error={read.error} onRetry={() => void read.refetch()} />
        )}
      </main>
    );
  }
  return (
    <main className={styles.page}>
      <h1>{t('title', { unit: scheme.unitName })}</h1>
      <p className={notice.meta}>
        <span>{t('onDay', { date: formatDate(scheme.date) })}</span>
        <span>{t('count', { count: scheme.items.length })}</span>
      </p>
      {scheme.emergency === null ? null : (
        <p className={styles.emergency} role="status">
          {t('emergency', { date: formatDate(scheme.emergency.since) })}
        </p>
      )}
      <p className={styles.say}>{t('say')}</p>
      {scheme.items.length === 0 ? <p className={notice.empty}>{t('empty')}</p> : <ByCategory scheme={scheme} />}
      <p className={notice.foot}>{t('ask')}</p>
      <Phone unitId={unitId} />
    </main>
  );
}

function ByCategory({ scheme }: { scheme: Scheme }) {
  const adoptionOf = useAdoption();
  const { t } = useTranslation('publicRules');
  const { all, nameOf } = useCategories();
  const shared = sharedAdoption(scheme);
  const codes = [...new Set([...all.map(({ code }) => code), ...scheme.items.map(({ terms }) => terms.category)])];
  const adoptedTogether = shared === null ? '' : adoptionOf(shared);
  const sections = codes.map((category) => {
    const clauses = scheme.items.filter(({ terms }) => terms.category === category);
    if (clauses.length === 0) return null;
    return (
      <section key={category} className={styles.category}>
        <h2>{nameOf(category)}</h2>
        <ol>
          {clauses.map((rule) => (
            <Clause key={rule.code} rule={rule} adopted={shared === null ? adoptionOf(rule) : ''} />
          ))}
        </ol>
      </section>
    );
  });
  return (
    <>
      {adoptedTogether === '' ? null : (
        <p className={notice.quiet}>
          {t('adopted')} {adoptedTogether}
        </p>
      )}
      {sections}
    </>
  );
}

/** Who adopted a clause, when and where, in one line; empty where that is not on record. */
function useAdoption(): (rule: RuleVersion) => string {
  const { t } = useTranslation('publicRules');
  return ({ adoption, terms }) =>
    adoption === null
      ? terms.adoptedBy
      : `${t('adoptedLine', { ...adoption, date: formatDate(adoption.adoptedOn) })} ${adoption.documentNumber}`.trim();
}

/** A clause that speaks for all, where all were adopted by one resolution: then it is said once, not fifty times. */
function sharedAdoption({ items }: Scheme): RuleVersion | null {
  const [first] = items;
  if (first === undefined) return null;
  const of = ({ adoption, terms }: RuleVersion): string => JSON.stringify([adoption, terms.adoptedBy]);
  return items.every((rule) => of(rule) === of(first)) ? first : null;
}

/** A clause; its adoption is said with it where not all were adopted together. */
function Clause({ rule, adopted }: { rule: RuleVersion; adopted: string }) {
  const { t } = useTranslation(['publicRules', 'ruleWords']);
  const join = (parts: readonly string[]): string => parts.join(t('comma', { ns: 'ruleWords' }));
  const words = useRuleWords();
  const { terms } = rule;
  const caps = words.caps(terms);
  const facts = [
    [t('caps'), caps.length === 0 ? t('noCaps') : caps.join(t('semicolon', { ns: 'ruleWords' }))],
    [t('evidence'), join(words.evidence(terms))],
    [t('ineligible'), join(words.ineligible(terms))],
    [t('publicity'), words.value('publicityDays', terms.publicityDays)],
    [t('expiry'), words.expiry(terms.expiry)],
    [t('adopted'), adopted],
  ].filter(([, value]) => value !== '');
  return (
    <li>
      <div className={styles.head}>
        <span className={styles.code}>{rule.code}</span>
        <b>{terms.title}</b>
        <strong>{words.earns(terms)}</strong>
      </div>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={notice.quiet}>{t('version', { version: rule.version, from: formatDate(terms.validFrom) })}</p>
    </li>
  );
}

function Phone({ unitId }: { unitId: string }) {
  const { t } = useTranslation('publicRules');
  const address = `${window.location.origin}/rules/${encodeURIComponent(unitId)}`;
  return (
    <section className={styles.phone}>
      <div>
        <h2>{t('phone.title')}</h2>
        <p className={notice.quiet}>{t('phone.what')}</p>
      </div>
      <span>
        <QrCode text={address} errorCorrection="Q" label={t('phone.title')} />
      </span>
    </section>
  );
}
