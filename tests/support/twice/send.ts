import type { Endpoint } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { MongoClient } from 'mongodb';
import type { CallInput, SignedInUser, TestApp } from '../app.ts';
import { principalOf } from '../earning.ts';
import { lasting } from '../households.ts';
import { callerOf, credit, principalOf as residentPrincipal, type Resident as SignedInResident } from '../redeeming.ts';

/** A request that is ready to be sent: its records are there, and nobody has sent it. */
export interface Ready {
  readonly by: Pick<SignedInUser, 'userId' | 'call'>;
  readonly input: CallInput;
  /** Waits until what the request began in the background is done. */
  readonly ended?: () => Promise<unknown>;
  /** Fields of the answer that tell how far that has come. */
  readonly goesOn?: readonly string[];
}

/** Whoever redeems or is credited, as far as a request needs it. */
export type Resident = Pick<SignedInResident, 'userId' | 'personId' | 'accountId' | 'phone' | 'call'>;

/** Makes what a request needs, anew each time. */
export type Case = () => Promise<Ready>;

/** What a request was answered. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/**
 * How two equal requests meet. `level`: each has read before the first of them writes. `behind`: the second has read, and
 * writes first when the first is answered. A number: the second is held before this question to the database, counted from
 * 1, until the first is answered. All are as unlucky as it gets, and the same in every run.
 */
export type Meeting = 'level' | 'behind' | number;

/** What the driver sends to the database with a write in it. */
const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'findAndModify', 'bulkWrite']);
/** A request that waits longer for the other is let go: the meeting is looser then, and no test fails by it. */
const PATIENCE_MS = 3_000;

type Side = 'first' | 'second';
type Question = { readonly commandName: string };
type Server = { readonly topology: { readonly client: MongoClient } };

/** Lets the requests of two apps on one database meet. */
export class Gate {
  readonly #reached = { first: signal(), second: signal() };
  readonly #ended = { first: signal(), second: signal() };
  readonly #held = new Set<Side>();
  readonly #asked = { first: 0, second: 0 };

  constructor(
    readonly apps: Readonly<Record<Side, TestApp>>,
    readonly meeting: Meeting,
  ) {}

  /** Sends both at once; returns their answers, and how often the second asked the database. */
  async run<T>(work: Readonly<Record<Side, () => Promise<T>>>): Promise<{ both: readonly [T, T]; asked: number }> {
    const sent = async (side: Side): Promise<T> => {
      try {
        return await work[side]();
      } finally {
        this.#ended[side].give();
      }
    };
    beforeQuestion = (client, question) => this.#beforeQuestion(client, question);
    try {
      const both = await Promise.all([sent('first'), sent('second')]);
      return { both, asked: this.#asked.second };
    } finally {
      beforeQuestion = null;
    }
  }

  async #beforeQuestion(client: MongoClient, { commandName }: Question): Promise<void> {
    const side = (['first', 'second'] as const).find((each) => this.apps[each].database.db.client === client);
    if (side === undefined) return;
    this.#asked[side] += 1;
    if (this.#held.has(side) || !this.#isWhere(side, commandName)) return;
    this.#held.add(side);
    this.#reached[side].give();
    const other = side === 'first' ? 'second' : 'first';
    const together = this.meeting === 'level' || side === 'first';
    await patiently([this.#ended[other].given, ...(together ? [this.#reached[other].given] : [])]);
  }

  /** Whether a side waits here for the other one. */
  #isWhere(side: Side, commandName: string): boolean {
    if (typeof this.meeting !== 'number') return WRITES.has(commandName);
    return side === 'first' ? this.#asked.first === 1 : this.#asked.second === this.meeting;
  }
}

async function patiently(waits: readonly Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([...waits, late]);
  clearTimeout(timer);
}

function signal() {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

let beforeQuestion: ((client: MongoClient, question: Question) => Promise<void>) | null = null;
let watched = false;

/** Has a gate hear of every question that goes to the database. All of the driver's go through one place. */
export function watchQuestions(app: TestApp): void {
  if (watched) return;
  watched = true;
  const { topology } = app.database.db.client as unknown as { topology: { s: { servers: Map<string, object> } } };
  const [server] = topology.s.servers.values();
  if (server === undefined) throw new Error('the driver knows no server');
  const driver = Object.getPrototypeOf(server) as {
    command: (this: Server, question: Question, ...rest: unknown[]) => Promise<unknown>;
  };
  const { command } = driver;
  driver.command = async function (question, ...rest) {
    await beforeQuestion?.(this.topology.client, question);
    return command.call(this, question, ...rest);
  };
}

const principals = new Map<string, Principal>();

/** The same sign-in with a token that never gets old, in whatever app it is sent to. */
export function kept<User extends SignedInUser>(app: TestApp, user: User): User {
  principals.set(user.userId, principalOf(app, user));
  return lasting(app, user);
}

/** A verified resident with points, who needs no code by phone: those are few for so many people of one address. */
export async function residentOf(app: TestApp, points = 0): Promise<Resident> {
  const entered = await app.enterResident();
  if (points > 0) await credit(app, entered.accountId, points);
  const principal = residentPrincipal(entered);
  principals.set(principal.userId, principal);
  const { call } = callerOf(app, principal);
  return { ...entered, userId: principal.userId, call };
}

function principalBehind(app: TestApp, by: Ready['by']): Principal {
  const known = principals.get(by.userId);
  if (known !== undefined) return known;
  if (!('token' in by)) throw new Error('nobody knows who sends this');
  return principalOf(app, by as SignedInUser);
}

/** Sends a request to one of the apps, by a token as fresh as the clock. */
export async function send(app: TestApp, endpoint: Endpoint, { by, input, goesOn = [] }: Ready): Promise<Reply> {
  const token = app.context.tokens.issue(principalBehind(app, by)).accessToken;
  const { status, body } = await app.call(endpoint, { ...input, token });
  const told = Object.entries(body as object).filter(([name]) => !goesOn.includes(name));
  return { status, body: Object.fromEntries(told) };
}

/** How many documents lie in every collection, and how much is in those whose numbers move without one. */
export async function countAll(app: TestApp): Promise<ReadonlyMap<string, number>> {
  const { db } = app.database;
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  const counted = await Promise.all(
    names
      .filter((name) => !name.startsWith('system.'))
      .map(async (name) => [name, await db.collection(name).estimatedDocumentCount()] as const),
  );
  const summed = await Promise.all(
    NUMBERS.map(async ([name, field]) => {
      const [sum] = await db
        .collection(name)
        .aggregate<{ sum: number }>([{ $group: { _id: null, sum: { $sum: `$${field}` } } }])
        .toArray();
      return [`${name}.${field}`, sum?.sum ?? 0] as const;
    }),
  );
  return new Map([...counted, ...summed]);
}

/** What belongs to processes and to the time of day, not to a request. */
const NOT_OF_A_REQUEST =
  /_lanes$|^(budget_reservations|velocity_counters|settlement_funding$|rate_limits|job|notifications|rollup)/;
const NUMBERS = [
  ['offers', 'stock'],
  ['budgets', 'taken'],
  ['settlement_funding', 'settledFen'],
  ['redemptions', 'refundedPoints'],
] as const;

/** What came by something, collection by collection. */
export function growth(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Readonly<Record<string, number>> {
  const grown = [...after].map(([name, count]) => [name, count - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(grown.filter(([name, count]) => count !== 0 && !NOT_OF_A_REQUEST.test(name)));
}
