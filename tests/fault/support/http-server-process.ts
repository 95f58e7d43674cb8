import type { ChildProcess } from 'node:child_process';
import type { RunningConfig } from '@red-points/server/config';
import { forkWorker, killHard } from './forked.ts';

/** A whole server process that can be killed and replaced; its clients ask wherever the newest one listens. */
export class HttpServerProcess {
  private child: ChildProcess | null = null;
  private address = '';

  constructor(private readonly config: RunningConfig) {}

  /** Where it listens, or listened last. */
  get url(): string {
    return this.address;
  }

  async start(): Promise<void> {
    const { child, ready } = await forkWorker<{ url: string }>('./http-server-worker.ts', JSON.stringify(this.config));
    this.child = child;
    this.address = ready.url;
  }

  /** kill -9. */
  async kill(): Promise<void> {
    if (this.child !== null) await killHard(this.child);
    this.child = null;
  }
}
