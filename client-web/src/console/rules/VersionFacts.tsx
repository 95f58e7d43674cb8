import type { RuleVersion } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../components/formatters.ts';
import { useRuleWords } from '../../features/rules/words.ts';
import { HouseholdCapsNote } from './HouseholdCapsNote.tsx';
import styles from './RuleDrawer.module.css';

/** What a version says, line by line, in the order in which a clause is read. */
export function VersionFacts({ rule }: { rule: RuleVersion }) {
  const { t } = useTranslation(['consoleRules', 'ruleWords']);
  const words = useRuleWords();
  const { terms, lastDay } = rule;
  const adoptionOf = useAdoptionWords();
  const comma = t('comma');
  const caps = words.caps(terms);
  const evidence = words.evidence(terms);
  const ineligible = words.ineligible(terms);
  const facts: [string, string][] = [
    [t('field.earns'), words.earns(terms)],
    [t('field.perEvent'), t('perEvent', { min: terms.pointsMinPerEvent, max: terms.pointsMaxPerEvent ?? t('none') })],
    [t('group.caps'), caps.length === 0 ? t('none') : caps.join(comma)],
    [t('field.minutesMin', { ns: 'ruleWords' }), words.value('minutesMin', terms.minutesMin)],
    [t('field.notEligible', { ns: 'ruleWords' }), ineligible.length === 0 ? t('none') : ineligible.join(comma)],
    [t('field.oncePerEvent', { ns: 'ruleWords' }), words.value('oncePerEvent', terms.oncePerEvent)],
    [t('field.evidence'), evidence.length === 0 ? t('notSaid', { ns: 'ruleWords' }) : evidence.join(comma)],
    [
      t('field.spendableProvenances', { ns: 'ruleWords' }),
      words.value('spendableProvenances', terms.spendableProvenances),
    ],
    [t('field.publicityDays', { ns: 'ruleWords' }), words.value('publicityDays', terms.publicityDays)],
    [t('field.expiry'), words.expiry(terms.expiry)],
    [
      t('field.holds'),
      lastDay === null
        ? t('fromOn', { from: formatDate(terms.validFrom) })
        : t('fromTo', { from: formatDate(terms.validFrom), until: formatDate(lastDay) }),
    ],
    [t('adoption.title'), adoptionOf(rule)],
  ];
  return (
    <>
      <HouseholdCapsNote terms={[terms]} />
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** Who adopted it, when and where; what is not recorded is said so. */
export function useAdoptionWords(): (rule: Pick<RuleVersion, 'adoption' | 'terms'>) => string {
  const { t } = useTranslation('consoleRules');
  return ({ adoption, terms }) => {
    if (adoption === null) return terms.adoptedBy === '' ? t('adoption.none') : terms.adoptedBy;
    const { body, place, adoptedOn, documentNumber, present, inFavour } = adoption;
    const line = t('adoption.line', { body, place, date: formatDate(adoptedOn) });
    const votes = present === null || inFavour === null ? '' : t('adoption.votes', { present, inFavour });
    return [line, documentNumber, votes].filter((part) => part !== '').join(t('comma'));
  };
}
