/** Operations per second, medians over the rounds; the last two are bytes and megabytes. */
export interface BenchFigures {
  /** Ordered `insertMany` of full entries made beforehand, two batches of 256 in flight: what bounds the ledger. */
  readonly rawInsertMany: number;
  readonly ledgerAppend: number;
  readonly ledgerAppend1000: number;
  readonly hotAccountAppend: number;
  /** Both processes together. */
  readonly twoProcessesShared: number;
  readonly twoProcessesApart: number;
  /** Entries per second of one batch of 10,000 over HTTP: filed, confirmed by another person, and posted. */
  readonly bulkRoute: number;
  /** One `insertMany` of 2,000 full entries, what bounds the next two. */
  readonly insertMany2000: number;
  /** Participants per second of an approved activity of 2,000, posted when its publicity is over by a server that knows nothing yet. */
  readonly activitySettle: number;
  /** The same by a server that has posted to these accounts before. */
  readonly activitySettleWarm: number;
  /** How often in a second eight journaled inserts, one after the other, are done: what bounds the next. */
  readonly eightInserts: number;
  /** The same of a redemption at a counter, from the scan to success on both screens, people's own time apart. */
  readonly scanToSuccess: number;
  readonly httpPosting: number;
  readonly httpBalance: number;
  readonly emptyRoute: number;
  readonly mediciSafeSpend: number;
  readonly bytesPerEntry: number;
  readonly serverMegabytes: number;
}

export type FigureName = keyof BenchFigures;

/** What a figure, or the ratio of two, has to reach. */
interface Target {
  readonly what: string;
  readonly figure: FigureName;
  readonly over?: FigureName;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly aim?: number;
}

const TARGETS: readonly Target[] = [
  { what: '256 in flight ÷ raw', figure: 'ledgerAppend', over: 'rawInsertMany', atLeast: 0.5, aim: 0.7 },
  { what: '1,000 in flight ÷ raw', figure: 'ledgerAppend1000', over: 'rawInsertMany', atLeast: 0.75, aim: 0.9 },
  { what: '256 in flight ÷ medici', figure: 'ledgerAppend', over: 'mediciSafeSpend', atLeast: 35 },
  { what: 'one hot account ÷ raw', figure: 'hotAccountAppend', over: 'rawInsertMany', atLeast: 0.7 },
  { what: 'two processes, shared ÷ one', figure: 'twoProcessesShared', over: 'ledgerAppend', atLeast: 0.6, aim: 1 },
  { what: 'two processes, apart ÷ one', figure: 'twoProcessesApart', over: 'ledgerAppend', atLeast: 1.2 },
  { what: 'HTTP posting ÷ empty route', figure: 'httpPosting', over: 'emptyRoute', atLeast: 0.4, aim: 0.6 },
  { what: 'HTTP balance ÷ empty route', figure: 'httpBalance', over: 'emptyRoute', atLeast: 0.4 },
  { what: 'bulk route ÷ append', figure: 'bulkRoute', over: 'ledgerAppend', atLeast: 0.6 },
  { what: 'activity of 2,000 ÷ raw', figure: 'activitySettle', over: 'insertMany2000', atLeast: 1 / 5 },
  { what: 'the same, accounts known ÷ raw', figure: 'activitySettleWarm', over: 'insertMany2000', atLeast: 1 / 3 },
  { what: 'scan to success ÷ 8 inserts', figure: 'scanToSuccess', over: 'eightInserts', atLeast: 1 },
  { what: 'bytes per entry', figure: 'bytesPerEntry', atMost: 250 },
  { what: 'megabytes of a server', figure: 'serverMegabytes', atMost: 300 },
];

/** One line per target that can be told from the figures, with what was missed marked. */
export function targetLines(figures: Partial<BenchFigures>): { lines: string[]; missed: string[] } {
  const lines: string[] = [];
  const missed: string[] = [];
  for (const { what, figure, over, atLeast, atMost, aim } of TARGETS) {
    const upper = figures[figure];
    const lower = over === undefined ? 1 : figures[over];
    if (upper === undefined || lower === undefined) continue;
    const value = upper / lower;
    const reached = value >= (atLeast ?? Number.NEGATIVE_INFINITY) && value <= (atMost ?? Number.POSITIVE_INFINITY);
    if (!reached) missed.push(what);
    const wanted = atLeast === undefined ? `at most ${atMost}` : `at least ${Number(atLeast.toFixed(3))}`;
    const shown = over === undefined ? value.toFixed(0) : value.toFixed(2);
    const aimed = aim === undefined ? '' : `, aim ${aim}`;
    lines.push(`${what.padEnd(30)} ${shown.padStart(8)}  ${(wanted + aimed).padEnd(24)}${reached ? '' : '  MISSED'}`);
  }
  return { lines, missed };
}
