import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RollupsDeps } from '@red-points/server/rollups/index';

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
    const file = fileURLToPath(new URL('./rollup-worker.ts', import.meta.url));
    const child = fork(file, [uri, String(leaseMs)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`the process ended at once: ${code}`)));
    });
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
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }
}
