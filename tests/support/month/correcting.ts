import {
  adjustments,
  batches,
  contests,
  mediation,
  objections,
  people,
  publicity,
  type StatementLine,
  transactions,
} from '@red-points/shared/contracts';
import { perHour } from './book.ts';
import { type Neighbour, RULES, type Town, UNIT } from './town.ts';

/** Every line of somebody's statement, newest first: as they read it themselves, or as the office does for those without a phone. */
export function statementOf(town: Pick<Town, 'officer'>, { personId, phone }: Neighbour): Promise<StatementLine[]> {
  return phone === null
    ? town.officer.all(people.statement, { params: { personId } }, ({ items }) => items)
    : phone.all(people.ownStatement, {}, ({ items }) => items);
}

/** Somebody's newest credit that stands by the book. */
async function creditOf(town: Town, neighbour: Neighbour): Promise<StatementLine | undefined> {
  const lines = await statementOf(town, neighbour);
  return lines.find(
    (line) => line.kind === 'earn' && town.book.has(`${line.sourceKind}:${line.sourceId}`) && line.ruleCode !== 'WH-01',
  );
}

/** Credits turn out to have been written down by mistake, and are reversed by somebody without a part in them. */
export async function reverseSome(town: Town, count: number): Promise<number> {
  let reversed = 0;
  for (const neighbour of town.random.sample(town.neighbours, count * 4)) {
    const credit = reversed < count ? await creditOf(town, neighbour) : undefined;
    if (credit === undefined) continue;
    await reverse(town, credit);
    reversed += 1;
  }
  return reversed;
}

/** A credit that was spent before it was found out: whoever had it owes the rest. Gives how much, 0 where nobody has spent so. */
export async function reverseSpent(town: Town): Promise<number> {
  const { book, neighbours } = town;
  const poorFirst = neighbours
    .map((neighbour) => ({ neighbour, ...book.of(neighbour.personId) }))
    .filter(({ spent, earned }) => spent > 0 && earned > 0)
    .sort((one, other) => one.available - other.available);
  for (const { neighbour, available } of poorFirst) {
    const credit = await creditOf(town, neighbour);
    if (credit === undefined || credit.points <= available) continue;
    await reverse(town, credit);
    return credit.points - available;
  }
  return 0;
}

async function reverse(town: Town, credit: StatementLine): Promise<void> {
  const { status, body } = await town.street.ask(transactions.reverse, {
    ...{ params: { entryId: credit.entryId }, body: { reason: '核查发现重复登记' } },
  });
  if (status >= 400) throw new Error(`not reversed: ${JSON.stringify(body)}`);
  town.book.strike(`${credit.sourceKind}:${credit.sourceId}`);
}

/** Why a colleague's word does not count, where another's does. */
const FOR_ANOTHER = new Set(['adjustment_not_independent', 'adjustment_needs_street']);

/** A second person's word on a correction: the secretary's, or of who had no part in what is corrected where the secretary had one. */
async function confirmByOther({ secretary, deputy, street }: Town, adjustmentId: string): Promise<void> {
  const confirm = { params: { adjustmentId } };
  for (const colleague of [secretary, deputy]) {
    const { status, body } = await colleague.ask(adjustments.confirm, confirm);
    if (status < 400) return;
    if (!FOR_ANOTHER.has(body.code ?? '')) throw new Error(`not confirmed: ${JSON.stringify(body)}`);
  }
  await street.call(adjustments.confirm, confirm);
}

/** Residents doubt an entry: half of the doubts are right and are put right by two persons, all of them are answered. */
export async function doubt(town: Town, count: number): Promise<number> {
  const { random, officer, street, book } = town;
  let answered = 0;
  for (const neighbour of random.sample(town.withPhone(), count * 4)) {
    const credit = answered < count ? await creditOf(town, neighbour) : undefined;
    if (credit === undefined) continue;
    const params = { entryId: credit.entryId };
    const body = { entryId: credit.entryId, reason: '那天做了更久' };
    const { contestId } = await neighbour.phone.call(contests.fileOwn, { body });
    const isRight = random.next() < 0.5;
    if (isRight) {
      const change = { points: random.between(1, 3), minutes: random.between(10, 60) };
      const proposed = await officer.call(adjustments.propose, { params, body: { ...change, reason: '签到记录漏记' } });
      const { adjustmentId } = proposed;
      await confirmByOther(town, adjustmentId);
      const { personId } = neighbour;
      book.write({ what: adjustmentId, kind: 'corrected', personId, day: town.today(), ...change });
    }
    const outcome = isRight ? 'corrected' : 'stands';
    await street.call(contests.answer, { params: { contestId }, body: { outcome, answer: '已核对签到记录' } });
    answered += 1;
  }
  return answered;
}

/** Neighbours object to what stands on the wall: some is not posted, some with less, most goes on. Gives how many did. */
export async function object(town: Town, count: number): Promise<number> {
  const { random, officer, street, book } = town;
  const lines = await officer.all(publicity.list, { query: { unitId: UNIT } }, ({ items }) => items);
  // What stands there from yesterday may be on its way into the ledger already.
  const shown = lines.filter(
    ({ state, windowUntil }) => state === 'in_publicity' && Date.parse(windowUntil) > town.now(),
  );
  for (const { creditId, points, minutes } of random.sample(shown, count)) {
    const { personId } = book.line(creditId);
    const objector = random.pick(town.withPhone().filter((one) => one.personId !== personId));
    const body = { creditId, reason: '那天没有看到这个活动' };
    const { objectionId } = await objector.phone.call(objections.fileOwn, { body });
    const outcome = random.pick(['upheld', 'corrected', 'dismissed'] as const);
    const less = outcome === 'corrected' && points > 1 ? { points: points - 1, minutes: minutes - 10 } : {};
    const decided = outcome === 'corrected' && points <= 1 ? 'dismissed' : outcome;
    const decision = { outcome: decided, reason: '已向组织者核实', ...less };
    await street.call(objections.decide, { params: { objectionId }, body: decision });
    if (decided === 'upheld') book.strike(creditId);
    if (decided === 'corrected') book.correct(creditId, less);
  }
  return Math.min(count, shown.length);
}

/** Cases of a month ago are visited once more. */
export async function visitCases({ officer }: Town): Promise<number> {
  const due = await officer.all(mediation.visits, { query: { unitId: UNIT } }, ({ items }) => items);
  for (const { caseId } of due) {
    await officer.call(mediation.visit, { params: { caseId }, body: { finding: 'calm', note: '双方和好' } });
  }
  return due.length;
}

/** The officer's list of a big clean-up, confirmed by somebody who has no part in it. */
export async function postList(town: Town, count: number): Promise<void> {
  const { officer, deputy, book } = town;
  const day = town.today();
  const items = town.random.sample(town.neighbours, count).map(({ personId }) => {
    return { personId, date: day, minutes: town.random.between(30, 150) };
  });
  const head = { unitId: UNIT, title: '全员大扫除', kind: 'rule' as const, ruleCode: RULES.cleaning.code };
  const filed = await officer.call(batches.file, { body: { ...head, reason: '集中登记', items } });
  if (filed.counts.accepted !== items.length) throw new Error(`not all accepted: ${JSON.stringify(filed)}`);
  await deputy.call(batches.confirm, { params: { batchId: filed.batchId } });
  for (const [index, { personId, minutes }] of items.entries()) {
    const points = perHour(RULES.cleaning.points, minutes);
    const what = `batch:${filed.batchId}:${index}`;
    book.write({ what, kind: 'earned', personId, category: RULES.cleaning.category, day, points, minutes });
  }
}
