import type { ChildProcess } from 'node:child_process';
import type { RunningConfig } from '@red-points/server/config';
import { forkWorker, killHard } from './forked.ts';

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
    const { child } = await forkWorker('./notice-worker.ts', JSON.stringify(settings));
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
    await killHard(this.child);
  }
}
