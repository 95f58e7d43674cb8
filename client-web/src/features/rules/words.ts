import type { RuleTerms } from '@red-points/shared/contracts';
import type { FieldValue, RuleField } from '@red-points/shared/domain/rules';
import { useTranslation } from 'react-i18next';
import { useCategories } from '../../components/categories.ts';
import { formatDate } from '../../components/formatters.ts';

const CAPS = [
  ['event', 'perEvent'],
  ['day', 'perDay'],
  ['week', 'perWeek'],
  ['month', 'perMonth'],
  ['year', 'perYear'],
] as const;

export interface RuleWords {
  /** `每小时 2 分`, with the coefficient where there is one. */
  earns: (terms: Pick<RuleTerms, 'unit' | 'points' | 'coefficient'>) => string;
  /** When points of the rule run out. */
  expiry: (expiry: RuleTerms['expiry']) => string;
  /** Every cap of a person and of a household, each as a short sentence. */
  caps: (terms: Pick<RuleTerms, 'caps' | 'householdCaps' | 'pointsMaxPerEvent'>) => string[];
  /** What has to be shown. */
  evidence: (terms: Pick<RuleTerms, 'evidenceNeeds' | 'evidenceWanted'>) => string[];
  ineligible: (terms: Pick<RuleTerms, 'notEligible'>) => string[];
  /** One field of a rule as people read it. */
  value: (field: RuleField, value: FieldValue) => string;
}

/** What the terms of a rule say, in words; the same on the console, on the public page and on paper. */
export function useRuleWords(): RuleWords {
  const { t } = useTranslation(['ruleWords', 'domain']);
  const { nameOf } = useCategories();
  const earns: RuleWords['earns'] = (terms) => {
    const words = t(`earns.${terms.unit}`, { points: terms.points });
    return terms.coefficient === 1 ? words : t('earns.times', { words, coefficient: terms.coefficient });
  };
  const expiry: RuleWords['expiry'] = (value) =>
    value.kind === 'months' ? t('expiry.months', { count: value.months }) : t(`expiry.${value.kind}`);
  const caps: RuleWords['caps'] = ({ caps: personal, householdCaps, pointsMaxPerEvent }) => {
    const person = { ...personal, perEvent: pointsMaxPerEvent };
    return (
      [
        ['person', person],
        ['household', householdCaps],
      ] as const
    ).flatMap(([scope, of]) =>
      CAPS.flatMap(([period, name]) => {
        const points = of[name];
        return points === null ? [] : [t('capAt', { which: t(`capOf.${scope}.${period}`), points })];
      }),
    );
  };
  const pieces = (needs: RuleTerms['evidenceNeeds']): string[] =>
    needs.map(({ kind, countMin }) => t('pieces', { what: t(`evidenceKind.${kind}`), count: countMin }));
  const list = (words: readonly string[]): string => (words.length === 0 ? t('notSaid') : words.join(t('comma')));

  const value: RuleWords['value'] = (field, given) => {
    switch (field) {
      case 'category':
        return nameOf(String(given));
      case 'ruleSet':
        return t(`ruleSet.${given as RuleTerms['ruleSet']}`);
      case 'unit':
        return t(`per.${given as RuleTerms['unit']}`);
      case 'minutesMin':
        return given === 0 ? t('none') : t('minutes', { count: Number(given) });
      case 'notEligible':
        return list((given as RuleTerms['notEligible']).map((each) => t(`ineligible.${each}`)));
      case 'oncePerEvent':
        return given === true ? t('once.yes') : t('once.no');
      case 'evidenceNeeds':
        return list(pieces(given as RuleTerms['evidenceNeeds']));
      case 'spendableProvenances':
        return list(
          (given as RuleTerms['spendableProvenances']).map((each) => t(`provenance.${each}`, { ns: 'domain' })),
        );
      case 'publicityDays':
        return given === 0 ? t('noPublicity') : t('days', { count: Number(given) });
      case 'expiry':
        return expiry(given as RuleTerms['expiry']);
      case 'validFrom':
      case 'validUntil':
        return given === null ? t('none') : formatDate(String(given));
      case 'title':
      case 'evidenceWanted':
      case 'adoptedBy':
        return given === '' ? t('notSaid') : String(given);
      case 'coefficient':
        return String(given);
      default:
        return given === null ? t('none') : t('points', { points: Number(given) });
    }
  };
  return {
    earns,
    expiry,
    caps,
    value,
    evidence: ({ evidenceNeeds, evidenceWanted }) =>
      evidenceWanted === '' ? pieces(evidenceNeeds) : [...pieces(evidenceNeeds), evidenceWanted],
    ineligible: ({ notEligible }) => notEligible.map((each) => t(`ineligible.${each}`)),
  };
}
