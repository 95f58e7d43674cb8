import { Counter, Histogram } from 'prom-client';
import type { Ledger, PairOutcome, PostOutcome } from './ledger/index.ts';
import type { Metrics } from './platform/metrics.ts';

/** The ledger with figures for Prometheus: what came of each posting and how long it took. */
export function countPostings(ledger: Ledger, metrics: Metrics): Ledger {
  const outcomes = new Counter({
    name: 'red_points_ledger_postings_total',
    help: 'Commands to the ledger by what came of them; outcome_unknown and ledger_busy are failures',
    labelNames: ['outcome'],
    registers: [metrics.registry],
  });
  const seconds = new Histogram({
    name: 'red_points_ledger_posting_seconds',
    help: 'Time from a command to its majority-committed entry or refusal',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [metrics.registry],
  });
  // Made once: looking a label up costs more than counting.
  const [posted, repeated, refused] = ['posted', 'repeated', 'refused'].map((outcome) => outcomes.labels(outcome));
  const counted = async <Outcome extends PostOutcome | PairOutcome>(posting: Promise<Outcome>): Promise<Outcome> => {
    const startedAtMs = performance.now();
    try {
      const outcome = await posting;
      if (outcome.status === 'refused') refused?.inc();
      else if (outcome.repeated) repeated?.inc();
      else posted?.inc();
      return outcome;
    } catch (error) {
      outcomes.inc({ outcome: codeOf(error) });
      throw error;
    } finally {
      seconds.observe((performance.now() - startedAtMs) / 1000);
    }
  };
  return {
    ...ledger,
    post: (command) => counted(ledger.post(command)),
    postPair: (command) => counted(ledger.postPair(command)),
  };
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'outcome_unknown' || code === 'ledger_busy' ? code : 'failed';
}
