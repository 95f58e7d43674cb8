import type { AcceptedRow } from '@red-points/shared/domain/imports';
import type { RuleReference } from '@red-points/shared/domain/ledger';
import { price, versionInForce } from '@red-points/shared/domain/rules';
import type { ImportRuleVersion } from './deps.ts';

/** The rule that a row matches, and the points that it would have given. */
export interface MatchedRule {
  rule: RuleReference;
  expectedPoints: number;
}

export type RuleMatcher = (row: Pick<AcceptedRow, 'category' | 'item' | 'date' | 'minutes'>) => MatchedRule | null;

/** Makes the matcher: a row matches the rule of its category that is titled like its item and was in force on its date. */
export function ruleMatcher(versions: readonly ImportRuleVersion[]): RuleMatcher {
  const byCode = new Map<string, ImportRuleVersion[]>();
  for (const version of versions) {
    const known = byCode.get(version.code);
    if (known === undefined) byCode.set(version.code, [version]);
    else known.push(version);
  }
  const codesByTitle = new Map<string, Set<string>>();
  for (const { code, terms } of versions) {
    const title = titleKey(terms.category, terms.title);
    const codes = codesByTitle.get(title);
    if (codes === undefined) codesByTitle.set(title, new Set([code]));
    else codes.add(code);
  }
  return (row) => {
    for (const code of codesByTitle.get(titleKey(row.category, row.item)) ?? []) {
      const version = versionInForce(byCode.get(code) ?? [], row.date);
      // A version may have another title than the one by which the rule was found.
      if (
        version !== null &&
        titleKey(version.terms.category, version.terms.title) === titleKey(row.category, row.item)
      ) {
        const { points } = price(version.terms, { minutes: row.minutes, provenance: 'imported' });
        return { rule: { code, version: version.version }, expectedPoints: points };
      }
    }
    return null;
  };
}

function titleKey(category: string, title: string): string {
  return `${category}\0${title.normalize('NFKC').replace(/\s+/g, '')}`;
}
