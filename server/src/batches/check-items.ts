import { type BatchItemInput, batchItemSchema, isRefusal } from '@red-points/shared/contracts';
import {
  type BatchFacts,
  type CheckedItem,
  checkCorrection,
  checkRuleItem,
  dateProblem,
  personProblem,
  sameItemText,
} from '@red-points/shared/domain/batches';
import type { AccountChoice } from '../accounts/index.ts';
import type { Person } from '../people/index.ts';
import type { BatchesDeps } from './deps.ts';
import type { BatchItem, BatchRecord } from './store.ts';

/** An item with what was written of its person where nobody was found. */
export interface CheckedEntry {
  readonly entry: BatchItem;
  readonly written: { readonly name: string; readonly phone: string } | null;
}

/** What an item says, or the field that cannot be read. */
type Parsed = { readonly input: BatchItemInput } | { readonly field: string; readonly raw: unknown };

/** Items that were read, with those whom they name by name. */
export interface PreparedItems {
  readonly parsed: readonly Parsed[];
  readonly inputs: readonly BatchItemInput[];
  readonly named: ReadonlyMap<BatchItemInput, Person>;
}

/** What an item comes to: its value by a rule version, or what is wrong with it. */
type Valued =
  | { readonly problem: NonNullable<BatchItem['problem']> }
  | { readonly points: number; readonly minutes: number; readonly ruleVersion?: number };

/** What a rule gives is of a kind, to which a guardian may have to agree; a correction is of none. */
interface Worth {
  readonly valued: Valued;
  readonly category: string | null;
}

/**
 * Checks the items of one batch, part by part. Nothing is refused: what is wrong with an item stands beside it. What was
 * found once (a person, what a rule gives for a day and a length) is not looked for again.
 */
export class ItemChecker {
  private readonly people = new Map<string, Person>();
  private readonly accounts = new Map<string, AccountChoice>();
  private readonly values = new Map<string, Worth>();
  /** Whether a guardian's consent is missing, by person and kind. */
  private readonly unconsented = new Map<string, boolean>();
  /** The number of each item by what makes two the same. */
  private readonly seen = new Map<string, number>();

  constructor(
    private readonly deps: BatchesDeps,
    private readonly batch: BatchRecord,
    private readonly facts: BatchFacts,
  ) {}

  /** Reads some items and looks for their people: the database works on it while others are checked. */
  async prepare(raw: readonly unknown[]): Promise<PreparedItems> {
    const parsed = raw.map(parse);
    const inputs = parsed.flatMap((each) => ('input' in each ? [each.input] : []));
    return { parsed, inputs, named: await this.findPeople(inputs) };
  }

  /** @param first number of the first of them in the batch, from 1 */
  async check({ parsed, inputs, named }: PreparedItems, first: number): Promise<CheckedEntry[]> {
    for (const input of inputs) await this.value(input);
    await this.askConsents(inputs, named);
    return parsed.map((each, index) =>
      'input' in each ? this.checkOne(each.input, first + index, named) : malformed(first + index, each),
    );
  }

  private checkOne(input: BatchItemInput, item: number, named: ReadonlyMap<BatchItemInput, Person>): CheckedEntry {
    const person = this.personOf(input, named);
    const { date, minutes, points } = input;
    const by = input.personId === undefined ? 'by_name' : 'by_id';
    const wrong = personProblem(this.facts, person === null ? null : factsOf(person), by);
    if (person === null) {
      const entry = { item, date, minutes, points, problem: wrong ?? { code: 'person_not_found' } };
      return { entry, written: { name: input.name ?? '', phone: input.phone ?? '' } };
    }
    const { personId } = person;
    const worth = this.values.get(valueKey(input));
    if (worth === undefined) throw new Error('an item of a batch was not valued');
    const { valued, category } = worth;
    const lacksConsent = category !== null && this.unconsented.get(consentKey(personId, category)) === true;
    if (wrong !== null || 'problem' in valued || lacksConsent) {
      const ofValue = 'problem' in valued ? valued.problem : { code: 'guardian_consent_missing' };
      const problem = wrong ?? ofValue;
      return {
        entry: { item, date, minutes, points, personId, problem },
        written: null,
      };
    }
    const account = this.accounts.get(personId);
    const entry: BatchItem = { item, date, ...valued, personId, ...(account === undefined ? {} : placeOf(account)) };
    const same = sameItemText({ personId, date, minutes: valued.minutes, points: valued.points });
    const twin = this.seen.get(same);
    if (twin === undefined) this.seen.set(same, item);
    else entry.problem = { code: 'batch_item_repeated', detail: { item: twin } };
    return { entry, written: null };
  }

  private personOf(input: BatchItemInput, named: ReadonlyMap<BatchItemInput, Person>): Person | null {
    return (input.personId === undefined ? named.get(input) : this.people.get(input.personId)) ?? null;
  }

  /** Asks for the consents of those who have a birthday on record, kind by kind: a few queries for all, each asked once. */
  private async askConsents(
    inputs: readonly BatchItemInput[],
    named: ReadonlyMap<BatchItemInput, Person>,
  ): Promise<void> {
    const wanted = new Map<string, Set<string>>();
    for (const input of inputs) {
      const person = this.personOf(input, named);
      const category = this.values.get(valueKey(input))?.category ?? null;
      if (person === null || !person.hasBirthDate || category === null) continue;
      if (this.unconsented.has(consentKey(person.personId, category))) continue;
      const ofKind = wanted.get(category) ?? new Set();
      wanted.set(category, ofKind.add(person.personId));
    }
    for (const [category, personIds] of wanted) {
      const missing = await this.deps.consents.missingOf([...personIds], category);
      for (const personId of personIds) this.unconsented.set(consentKey(personId, category), missing.has(personId));
    }
  }

  /** Reads those people, and the accounts that are credited for them, that are not known yet: a few queries for all. */
  private async findPeople(inputs: readonly BatchItemInput[]): Promise<Map<BatchItemInput, Person>> {
    const ids = new Set(inputs.flatMap(({ personId }) => personId ?? []));
    for (const known of this.people.keys()) ids.delete(known);
    const byName = inputs.filter(({ personId }) => personId === undefined);
    const wanted = byName.map(({ name = '', phone = null }) => ({ name, phone, unitId: this.batch.unitId }));
    const [found, foundByName] = await Promise.all([this.deps.people.byIds([...ids]), this.deps.people.find(wanted)]);
    const named = new Map<BatchItemInput, Person>();
    for (const [index, input] of byName.entries()) {
      const person = foundByName[index];
      if (person) named.set(input, person);
    }
    const fresh = [...found.values(), ...named.values()].filter(({ personId }) => !this.accounts.has(personId));
    for (const person of fresh) this.people.set(person.personId, person);
    const accounts = await this.deps.accounts.creditedMany(fresh, this.deps.platform.clock.now());
    for (const [personId, account] of accounts) this.accounts.set(personId, account);
    return named;
  }

  /** What an item comes to, by its day and amounts alone. */
  private async value(input: BatchItemInput): Promise<void> {
    const key = valueKey(input);
    if (!this.values.has(key)) this.values.set(key, await this.valueOf(input));
  }

  private async valueOf(input: BatchItemInput): Promise<Worth> {
    const wrong = dateProblem(this.facts, input);
    if (wrong !== null) return { valued: { problem: wrong }, category: null };
    const { ruleCode, unitPath } = this.batch;
    if (ruleCode === null) return { valued: checkCorrection(input), category: null };
    const rule = await this.deps.rules.inForce(ruleCode, input.date, unitPath);
    if (isRefusal(rule)) {
      const { refused: code, detail } = rule;
      return { valued: { problem: detail === undefined ? { code } : { code, detail } }, category: null };
    }
    const checked: CheckedItem = checkRuleItem(this.facts, input, rule.terms);
    const valued = 'problem' in checked ? checked : { ...checked, ruleVersion: rule.version };
    return { valued, category: rule.terms.category };
  }
}

function valueKey({ date, minutes, points }: BatchItemInput): string {
  return `${date} ${minutes} ${points}`;
}

function consentKey(personId: string, category: string): string {
  return `${category} ${personId}`;
}

function parse(raw: unknown): Parsed {
  const parsed = batchItemSchema.safeParse(raw);
  if (parsed.success) return { input: parsed.data };
  return { field: String(parsed.error.issues[0]?.path[0] ?? 'name'), raw };
}

/** An item that cannot be read: as much of it is kept as tells people which it is. */
function malformed(item: number, { field, raw }: { readonly field: string; readonly raw: unknown }): CheckedEntry {
  const { name, phone, date } = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  const problem = { code: 'batch_item_malformed', detail: { field } };
  return {
    entry: { item, date: textOf(date, 10), minutes: 0, points: 0, problem },
    written: { name: textOf(name, 50), phone: textOf(phone, 20) },
  };
}

function textOf(value: unknown, lengthMax: number): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, lengthMax) : '';
}

function factsOf({ unitPath, status }: Person): { unitPath: readonly string[]; isClosed: boolean } {
  return { unitPath, isClosed: status === 'closed' };
}

function placeOf({
  accountId,
  homeUnit,
  householdId,
}: AccountChoice): Pick<BatchItem, 'accountId' | 'homeUnit' | 'householdId'> {
  return { accountId, homeUnit, ...(householdId === null ? {} : { householdId }) };
}
