import type { ExpireCommand } from '@red-points/shared/domain/ledger';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type Ask, altered, askArbitrary, commandOf, otherOf, PROCESSES, pairCommandOf, repeated } from './asks.ts';
import { at, entriesOf, type Model, pictureOfAnswer, pictureOfOutcome, type Real, type Request } from './history.ts';
import { Scene, sceneArbitrary } from './history-scenes.ts';
import type { Answer, PlainAccount } from './plain-account.ts';

type Step = fc.AsyncCommand<Model, Real>;

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
async function ask(model: Model, real: Real, request: Request): Promise<void> {
  model.requests.push(request);
  const expected = model.answer(request);
  model.meet(expected);
  expect(pictureOfOutcome(await real.ask(request))).toEqual(pictureOfAnswer(expected));
}

function requestOf(model: Model, real: Real, asked: Ask): Request {
  const { account, process } = asked;
  const other = otherOf(asked);
  const [from, to] = [at(real.ids, account), at(real.ids, other)];
  const key = model.newKey();
  const nowMs = model.clock(process);
  const pair = pairCommandOf(asked, model.account(account), { from, to }, key, nowMs);
  if (pair !== null) return { account, other, process, command: pair };
  return { account, process, command: commandOf(asked, model.account(account), from, key, nowMs) };
}

/** The same request through a process, the command changed in a way. */
function again(request: Request, process: number, change: <T extends Request['command']>(command: T) => T): Request {
  // The two forms of a request are told apart by `other`, which stays as it was.
  return { ...request, process, command: change(request.command) } as Request;
}

const asking = askArbitrary.map((asked) =>
  step('ask', asked, (model, real) => ask(model, real, requestOf(model, real, asked))),
);

/** Some earlier request comes again, whatever happened since: unchanged, or with other content. */
const repeating = fc
  .record({ pick: fc.nat(10_000), process: fc.nat(PROCESSES - 1), changed: fc.boolean() })
  .map((given) =>
    step('repeat', given, async (model, real) => {
      const earlier = model.requests[given.pick % Math.max(1, model.requests.length)];
      if (earlier === undefined) return;
      const { pick, process, changed } = given;
      await ask(model, real, again(earlier, process, changed ? (command) => altered(command, pick) : repeated));
    }),
  );

const askWithEcho = fc.record({ ask: askArbitrary, echo: fc.constantFrom('no', 'no', 'no', 'same', 'changed') });

/** Many requests at once to both processes, some of them twice. Whatever order the ledger makes of them must explain all. */
const together = fc.array(askWithEcho, { minLength: 2, maxLength: 8 }).map((asks) =>
  step('together', asks, async (model, real) => {
    const requests: Request[] = [];
    for (const { ask: asked, echo } of asks) {
      const original = requestOf(model, real, asked);
      requests.push(original);
      const process = asked.pick % PROCESSES;
      if (echo === 'same') requests.push(again(original, process, repeated));
      if (echo === 'changed') requests.push(again(original, process, (command) => altered(command, asked.pick)));
    }
    await askAtOnce(model, real, requests);
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
      await askAtOnce(
        model,
        real,
        asks.map((one) => requestOf(model, real, one)),
      );
    }),
  );

async function askAtOnce(model: Model, real: Real, requests: readonly Request[]): Promise<void> {
  model.requests.push(...requests);
  const outcomes = await Promise.all(requests.map((request) => real.ask(request)));
  const all = requests.map((request, index) => ({ request, outcome: at(outcomes, index) }));
  const isNew = ({ outcome }: (typeof all)[number]) => outcome.status === 'posted' && !outcome.repeated;
  // Accounts before, between and after the entries that were made.
  const stages = model.accounts.map((account) => [account.clone()]);
  const unplaced = new Set(all.filter(isNew));
  while (unplaced.size > 0) {
    const next = [...unplaced].find(({ request, outcome }) =>
      placesOf(request).every((account, half) => {
        return at(entriesOf(outcome), half).seq === model.account(account).entries.length + 1;
      }),
    );
    if (next === undefined) {
      throw new Error(
        `no order explains ${JSON.stringify([...unplaced].map(({ outcome }) => pictureOfOutcome(outcome)))}`,
      );
    }
    unplaced.delete(next);
    const answer = model.answer(next.request);
    model.meet(answer);
    expect(pictureOfOutcome(next.outcome)).toEqual(pictureOfAnswer(answer));
    for (const account of placesOf(next.request)) at(stages, account).push(model.account(account).clone());
  }
  for (const one of all) if (!isNew(one)) expectAtSomeStage(model, stages, one.request, pictureOfOutcome(one.outcome));
}

function placesOf({ account, other }: Request): number[] {
  return other === undefined ? [account] : [account, other];
}

/** An answer that made no entry must have been right at some time. */
function expectAtSomeStage(
  model: Model,
  stages: readonly (readonly PlainAccount[])[],
  request: Request,
  picture: object,
): void {
  const answers: Answer[] = [];
  for (const account of at(stages, request.account)) {
    for (const other of request.other === undefined ? [account] : at(stages, request.other)) {
      const accounts = model.accounts.map((now, index) => {
        if (index === request.account) return account.clone();
        return index === request.other ? other.clone() : now;
      });
      answers.push(model.answer(request, accounts));
    }
  }
  expect(answers.map(pictureOfAnswer), `the answer to ${JSON.stringify(request)} at some time`).toContainEqual(picture);
}

const scene = sceneArbitrary.map((given) =>
  step('scene', given, (model, real) => new Scene(model, real, given, ask).play(given.scene)),
);

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
      return answer.status === 'posted' ? 0 - at(answer.entries, 0).points : 0;
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
  scene,
  expiring,
  restarting,
];
