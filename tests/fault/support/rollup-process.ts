import type { ChildProcess } from 'node:child_process';
import type { RollupsDeps } from '@red-points/server/rollups/index';
import { forkWorker, killHard } from './forked.ts';

/** Units of these tests lie below each other by their names: `a`, `a-b`, `a-b-c`. Every account is a person's. */
export const testPorts: RollupsDeps = {
  audit: { record: async () => undefined },
  unitPath: async (unitId) => pathOfUnit(unitId),
  subjectKinds: async () => new Map(),
};

export function pathOfUnit(unitId: string): string[] {
  const parts = unitId.split('-');
  return parts.map((_part, index) => parts.slice(0, index + 1).join('-'));
}

/** A real process that follows the ledger and can be killed or paused at any moment. */
export class RollupProcess {
  private constructor(private readonly child: ChildProcess) {}

  static async start(uri: string, leaseMs: number): Promise<RollupProcess> {
    const { child } = await forkWorker('./rollup-worker.ts', uri, String(leaseMs));
    return new RollupProcess(child);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  pause(): void {
    this.child.kill('SIGSTOP');
  }

  goOn(): void {
    this.child.kill('SIGCONT');
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await killHard(this.child);
  }
}
