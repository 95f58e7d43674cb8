import type { BadEntry } from '@red-points/shared/domain/verification';

/** The first bad entry of every bad account, and one row for each thing that is no account's. */
export class FirstBad {
  private readonly rows = new Map<string, BadEntry>();

  /** Whether anything of an account is bad. */
  has(account: string): boolean {
    return this.rows.has(account);
  }

  add(bad: BadEntry): void {
    const { account, seq, about } = bad;
    // No account id has a space: these come before all accounts and meet none of them.
    const name = account === '' ? ` ${about?.kind} ${about?.id}` : account;
    const known = this.rows.get(name);
    // A record without an entry has no place in the order and comes last.
    if (known === undefined || (seq > 0 && (known.seq === 0 || seq < known.seq))) this.rows.set(name, bad);
  }

  /** By account; before them what is no account's. */
  list(): BadEntry[] {
    return [...this.rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, bad]) => bad);
  }
}
