import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunningConfig } from '@red-points/server/config';

/** What a process is told to do: one run of a job's work without its lease, or all its jobs from now on. */
export type NoticeTask = 'expire' | 'notices' | 'start';

export type NoticeAnswer = { readonly ready: true } | { readonly task: NoticeTask; readonly failed: string | null };

export interface NoticeWorkerSettings {
  readonly config: RunningConfig;
  /** What its clock shows: it stands still. */
  readonly nowMs: number;
}

/** A real server process, without its HTTP part, that expires points and makes messages, and can be killed. */
export class NoticeProcess {
  private constructor(private readonly child: ChildProcess) {}

  static async start(settings: NoticeWorkerSettings): Promise<NoticeProcess> {
    const file = fileURLToPath(new URL('./notice-worker.ts', import.meta.url));
    const child = fork(file, [JSON.stringify(settings)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`the process ended at once: ${code}`)));
    });
    return new NoticeProcess(child);
  }

  /** Resolves when it is done, or the process has ended. */
  run(task: NoticeTask): Promise<void> {
    return new Promise((resolve, reject) => {
      const take = (answer: NoticeAnswer) => {
        if ('ready' in answer || answer.task !== task) return;
        this.child.off('message', take);
        if (answer.failed === null) resolve();
        else reject(new Error(answer.failed));
      };
      this.child.on('message', take);
      this.child.once('exit', () => resolve());
      this.child.send(task);
    });
  }

  /** kill -9. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }
}
