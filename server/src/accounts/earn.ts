import type { EarnCommand } from '@red-points/shared/domain/ledger';
import { capsCountedLate, type PostOutcome } from '../ledger/index.ts';
import { type AccountChoice, accountAfterClosing } from './choose-account.ts';
import type { AccountsDeps } from './deps.ts';

/** Accounts that one credit is tried on: its own, and those that lead on from it. */
const ACCOUNTS_MAX = 4;

/** What became of a credit, and the account that it was decided on last. */
export interface Earned {
  readonly outcome: PostOutcome;
  readonly account: AccountChoice;
}

/** How a credit is posted: the command for an account, and how its record learns that it goes to another. */
export interface Earning {
  readonly personId: string;
  readonly chosen: AccountChoice;
  commandFor(account: AccountChoice): EarnCommand;
  /** Writes down where it goes, before it is posted there. Safe to repeat. */
  moveTo(account: AccountChoice): Promise<unknown>;
}

/**
 * Posts a credit to the account that was chosen for it. Where that was closed meanwhile, it goes where what was meant for
 * it goes. The chosen account is always asked first, and a closed one answers for its keys for ever: a credit that it
 * took before it closed is found there, one that it refused can never arrive there any more.
 */
export async function earn(
  deps: Pick<AccountsDeps, 'ledger' | 'people' | 'clock'>,
  { personId, chosen, commandFor, moveTo }: Earning,
): Promise<Earned> {
  let account = chosen;
  for (let tried = 1; ; tried += 1) {
    const outcome = await postCounted(deps, commandFor(account));
    const closed = outcome.status === 'refused' && outcome.refusal.code === 'account_closed';
    const next = closed && tried < ACCOUNTS_MAX ? await accountAfterClosing(deps, account.accountId, personId) : null;
    if (next === null) return { outcome, account };
    await moveTo(next);
    account = next;
  }
}

/** Posts a credit; one that comes after a period of its caps was closed counts late, and loses nothing to the delay. */
async function postCounted(
  { ledger, clock }: Pick<AccountsDeps, 'ledger' | 'clock'>,
  command: EarnCommand,
): Promise<PostOutcome> {
  const outcome = await ledger.post(command);
  if (outcome.status === 'posted' || outcome.refusal.code !== 'cap_period_closed') return outcome;
  const caps = await capsCountedLate(ledger, command.account, command.caps, clock.now());
  return ledger.post({ ...command, caps });
}
