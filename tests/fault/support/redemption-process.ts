import type { ChildProcess } from 'node:child_process';
import type { RunningConfig } from '@red-points/server/config';
import type { Principal } from '@red-points/shared/domain/permissions';
import { forkWorker, killHard } from './forked.ts';

/** One redemption that a process is to carry through: the resident starts at the poster, the shop confirms. */
export interface RedeemTask {
  readonly key: string;
  readonly poster: string;
  readonly offerId: string;
  readonly resident: Principal;
  readonly shop: Principal;
  /** A slot of the offer to be booked, instead of a redemption at the poster. */
  readonly slotId?: string;
}

/** The state it came to, or the code of its refusal; `ready` is the first message of a process. */
export type RedeemAnswer = { readonly ready: true } | { readonly key: string; readonly outcome: string };

export interface WorkerSettings {
  readonly config: RunningConfig;
  /** What its clock shows: it stands still. */
  readonly nowMs: number;
}

/** A real server process, without its HTTP part, that can be killed. */
export class RedemptionProcess {
  private constructor(private readonly child: ChildProcess) {}

  static async start(settings: WorkerSettings): Promise<RedemptionProcess> {
    const { child } = await forkWorker('./redemption-worker.ts', JSON.stringify(settings));
    return new RedemptionProcess(child);
  }

  /** Sends all tasks at once. Ends with the outcomes by key, or early when the process ended or `enough` of them are there. */
  run(tasks: readonly RedeemTask[], enough = tasks.length): Promise<Map<string, string>> {
    const outcomes = new Map<string, string>();
    if (enough === 0 || tasks.length === 0) return Promise.resolve(outcomes);
    return new Promise((resolve) => {
      const take = (answer: RedeemAnswer) => {
        if ('ready' in answer) return;
        outcomes.set(answer.key, answer.outcome);
        if (outcomes.size < enough) return;
        this.child.off('message', take);
        resolve(outcomes);
      };
      this.child.on('message', take);
      this.child.once('exit', () => resolve(outcomes));
      this.child.send(tasks);
    });
  }

  /** kill -9. */
  kill(): Promise<void> {
    return killHard(this.child);
  }
}
