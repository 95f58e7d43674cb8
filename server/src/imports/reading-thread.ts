import { Worker } from 'node:worker_threads';

/** How long a thread that has nothing to do is kept: starting one costs more than reading a usual ledger. */
const IDLE_MS_MAX = 60_000;

interface IdleThread {
  worker: Worker;
  heapMegabytesMax: number;
  timer: NodeJS.Timeout;
}

let idle: IdleThread | null = null;

/** A thread to read a file with: the idle one where it has the same limit of memory, else a new one. */
export function takeThread(heapMegabytesMax: number): Worker {
  const kept = idle?.heapMegabytesMax === heapMegabytesMax ? idle : null;
  if (kept !== null) {
    idle = null;
    clearTimeout(kept.timer);
    quiet(kept.worker).ref();
    return kept.worker;
  }
  return new Worker(new URL('./workbook-worker.mjs', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytesMax },
    // Flags of the program, such as its own loaders, are not for the thread.
    execArgv: [],
  });
}

/** Keeps a thread that has answered for the next file; it never keeps the program from ending. */
export function keepThread(worker: Worker, heapMegabytesMax: number): void {
  quiet(worker);
  if (idle !== null) {
    endThread(worker);
    return;
  }
  worker.on('error', () => forget(worker)).on('exit', () => forget(worker));
  worker.unref();
  const timer = setTimeout(() => void worker.terminate(), IDLE_MS_MAX);
  timer.unref();
  idle = { worker, heapMegabytesMax, timer };
}

/** Stops a thread, whatever it is at. */
export function endThread(worker: Worker): void {
  // What it still complains of while it ends concerns nobody; unheard, it would end the program.
  void quiet(worker)
    .on('error', () => undefined)
    .terminate();
}

/** Takes off what listens to a thread. Named one by one: the thread listens to itself to know whether somebody does. */
function quiet(worker: Worker): Worker {
  return worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
}

function forget(worker: Worker): void {
  if (idle?.worker !== worker) return;
  clearTimeout(idle.timer);
  idle = null;
}
