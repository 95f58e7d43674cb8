import type { ImportKind } from '@red-points/shared/domain/imports';
import type { ImportsDeps } from './deps.ts';
import type { KindWork } from './kind-work.ts';
import { ledgerKind } from './ledger-kind.ts';
import { residentsKind } from './residents-kind.ts';
import { rosterKind } from './roster-kind.ts';
import { rulesKind } from './rules-kind.ts';
import { type ImportDocument, kindOf } from './store.ts';

const KINDS: Readonly<Record<ImportKind, (deps: ImportsDeps) => KindWork>> = {
  ledger: ledgerKind,
  residents: residentsKind,
  roster: rosterKind,
  rules: rulesKind,
};

/** What this kind of import does with its rows. */
export function workOf(deps: ImportsDeps, document: Pick<ImportDocument, 'kind'>): KindWork {
  return KINDS[kindOf(document)](deps);
}
