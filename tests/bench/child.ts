import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process of the bench that does one thing after another for its parent. */
export interface Child<Request, Answer> {
  ask(request: Request): Promise<Answer>;
  /** Resolves when it is gone. */
  stop(): Promise<void>;
}

type Reply<Answer> = { readonly answer: Answer } | { readonly error: string };

/**
 * Starts a file of this folder as a process of its own, as servers and load generators are in production: what is
 * measured shares neither event loop nor heap with what measures it.
 */
export function startChild<Request extends object, Answer>(
  file: string,
  args: readonly string[] = [],
): Child<Request, Answer> {
  const path = fileURLToPath(new URL(`./${file}.ts`, import.meta.url));
  const child = fork(path, [...args], { execArgv: ['--import', 'tsx'] });
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    ask: (request) =>
      new Promise<Answer>((resolve, reject) => {
        const onReply = (reply: Reply<Answer>): void => {
          if ('error' in reply) reject(new Error(`${file}: ${reply.error}`));
          else resolve(reply.answer);
        };
        child.once('message', onReply);
        child.send(request);
        void gone.then((code) => reject(new Error(`${file} ended with ${code}`)));
      }),
    stop: async () => {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

/** The child's side: answers one request of the parent after another, and ends when the parent lets go. */
export function answerParent<Request, Answer>(answer: (request: Request) => Promise<Answer>): void {
  process.on('message', (request) => {
    answer(request as Request).then(
      (given) => process.send?.({ answer: given }),
      (error: unknown) =>
        process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.once('disconnect', () => process.exit(0));
}

/** The most memory that this process has had, in megabytes. */
export function memoryMegabytes(): number {
  return process.resourceUsage().maxRSS / 1_024;
}
