import type { ExpireCommand, LedgerCommand } from '@red-points/shared/domain/ledger';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type Ask, altered, askArbitrary, commandOf, PROCESSES, repeated } from './asks.ts';
import { type Model, pictureOfAnswer, pictureOfOutcome, type Real } from './history.ts';

type Step = fc.AsyncCommand<Model, Real>;

interface Request {
  readonly account: number;
  readonly process: number;
  readonly command: LedgerCommand;
}

/** A step of a history: does the same to model and ledger, then compares everything. */
function step(name: string, details: unknown, run: (model: Model, real: Real) => Promise<void>): Step {
  return {
    check: () => true,
    run: async (model, real) => {
      await run(model, real);
      await real.expectAgreement();
    },
    toString: () => `${name}(${JSON.stringify(details)})`,
  };
}

/** One request after the other: the ledger gives exactly the model's answer. */
async function request(model: Model, real: Real, { account, process, command }: Request): Promise<void> {
  model.requests.push({ account, command });
  const expected = model.account(account).answer(command, model.clock(process));
  model.meet(expected);
  expect(pictureOfOutcome(await real.post(process, command))).toEqual(pictureOfAnswer(expected));
}

function requestOf(model: Model, real: Real, ask: Ask): Request {
  const { account, process } = ask;
  const id = real.ids[account] ?? '';
  const command = commandOf(ask, model.account(account), id, model.newKey(), model.clock(process));
  return { account, process, command };
}

const asking = askArbitrary.map((ask) =>
  step('ask', ask, (model, real) => request(model, real, requestOf(model, real, ask))),
);

/** Some earlier request comes again, whatever happened since: unchanged, or with other content. */
const repeating = fc
  .record({ pick: fc.nat(10_000), process: fc.nat(PROCESSES - 1), changed: fc.boolean() })
  .map((given) =>
    step('repeat', given, async (model, real) => {
      const earlier = model.requests[given.pick % Math.max(1, model.requests.length)];
      if (earlier === undefined) return;
      const command = given.changed ? altered(earlier.command, given.pick) : repeated(earlier.command);
      await request(model, real, { account: earlier.account, process: given.process, command });
    }),
  );

const askWithEcho = fc.record({ ask: askArbitrary, echo: fc.constantFrom('no', 'no', 'no', 'same', 'changed') });

/** Many requests at once to both processes, some of them twice. Whatever order the ledger makes of them must explain all. */
const together = fc.array(askWithEcho, { minLength: 2, maxLength: 8 }).map((asks) =>
  step('together', asks, async (model, real) => {
    const requests: Request[] = [];
    for (const { ask, echo } of asks) {
      const original = requestOf(model, real, ask);
      requests.push(original);
      const { command } = original;
      const process = ask.pick % PROCESSES;
      if (echo === 'same') requests.push({ ...original, process, command: repeated(command) });
      if (echo === 'changed') requests.push({ ...original, process, command: altered(command, ask.pick) });
    }
    await requestAtOnce(model, real, requests);
  }),
);

/** More of one kind on one account at once than fit one by one: chains, and more holds than an account may have. */
const burst = fc
  .record({ ask: askArbitrary, kind: fc.constantFrom('earn', 'spend', 'hold'), count: fc.nat(24) })
  .map((given) =>
    step('burst', given, async (model, real) => {
      const { ask, kind, count } = given;
      const asks = Array.from({ length: count }, (_, index): Ask => {
        return { ...ask, kind: kind as Ask['kind'], points: 1, pick: 1, process: index % 5 === 0 ? 1 : 0 };
      });
      await requestAtOnce(
        model,
        real,
        asks.map((one) => requestOf(model, real, one)),
      );
    }),
  );

async function requestAtOnce(model: Model, real: Real, requests: readonly Request[]): Promise<void> {
  for (const { account, command } of requests) model.requests.push({ account, command });
  const outcomes = await Promise.all(requests.map(({ process, command }) => real.post(process, command)));
  const all = requests.map((one, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error('no outcome');
    return { ...one, outcome, picture: pictureOfOutcome(outcome) };
  });
  // Accounts before, between and after the entries that were made.
  const stages = model.accounts.map((account) => [account.clone()]);
  const unplaced = new Set(all.filter(({ outcome }) => outcome.status === 'posted' && !outcome.repeated));
  while (unplaced.size > 0) {
    const next = [...unplaced].find(
      ({ outcome, account }) =>
        outcome.status === 'posted' && outcome.entry.seq === model.account(account).entries.length + 1,
    );
    if (next === undefined)
      throw new Error(`no order explains ${JSON.stringify([...unplaced].map((one) => one.picture))}`);
    unplaced.delete(next);
    const account = model.account(next.account);
    expect(next.picture).toEqual(pictureOfAnswer(account.answer(next.command, model.clock(next.process))));
    stages[next.account]?.push(account.clone());
  }
  for (const { account, process, command, outcome, picture } of all) {
    if (outcome.status === 'posted' && !outcome.repeated) continue;
    const answers = (stages[account] ?? []).map((stage) =>
      pictureOfAnswer(stage.clone().answer(command, model.clock(process))),
    );
    expect(answers, `the answer to ${JSON.stringify(command)} at some time`).toContainEqual(picture);
  }
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Time passes, or somebody sets a clock back. */
const time = fc
  .record({
    process: fc.nat(PROCESSES - 1),
    passesMs: fc.constantFrom(1_000, HOUR_MS, DAY_MS, 20 * DAY_MS, 200 * DAY_MS, -HOUR_MS, -3 * DAY_MS, -100 * DAY_MS),
  })
  .map((given) =>
    step('time', given, async (model) => {
      model.clocks[given.process] = model.clock(given.process) + given.passesMs;
    }),
  );

const restarting = fc
  .nat(PROCESSES - 1)
  .map((process) => step('restart', process, (_model, real) => real.restart(process)));

/** The expiry job, by one process or by both at once; both then have the same clock, as jobs need. */
const expiring = fc.constantFrom<readonly number[]>([0], [1], [0, 1], [0, 0, 1]).map((processes) =>
  step('expire', processes, async (model, real) => {
    if (processes.length > 1) model.clocks.fill(Math.max(...model.clocks));
    const nowMs = model.clock(processes[0] ?? 0);
    const expected = model.accounts.map((account, index) => {
      const due = account.bag.due(nowMs);
      if (due.length === 0) return 0;
      const command = expiryOf(real.ids[index] ?? '', account.entries.length, Math.max(...due));
      const answer = account.answer(command, nowMs);
      return answer.status === 'posted' ? 0 - answer.entry.points : 0;
    });
    const taken = await Promise.all(processes.map((process) => real.expire(process)));
    expect(sumOf(taken)).toBe(sumOf(expected));
  }),
);

/** What the job asks for: its key names the newest entry, so that two runs ask for the same. */
function expiryOf(account: string, seq: number, effectiveAtMs: number): ExpireCommand {
  return {
    kind: 'expire',
    account,
    key: `expiry:${seq}`,
    counterparty: { kind: 'expiry', id: 'jinxiu' },
    source: { kind: 'expiry', id: `${account}:${seq}` },
    actors: [{ part: 'job', id: 'ledger-expiry' }],
    issuerUnit: 'jinxiu',
    homeUnit: 'jinxiu-g1',
    effectiveAtMs,
  };
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

/** Steps of histories, in the shares in which they come. */
export const historySteps: fc.Arbitrary<Step>[] = [
  ...Array.from({ length: 10 }, () => asking),
  ...Array.from({ length: 3 }, () => together),
  ...Array.from({ length: 2 }, () => repeating),
  ...Array.from({ length: 2 }, () => time),
  burst,
  expiring,
  restarting,
];
