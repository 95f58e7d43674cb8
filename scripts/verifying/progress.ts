import type { VerifyProgress } from '@red-points/server/ledger/index';

const BAR_WIDTH = 30;
/** Before this much time no rate is worth saying. */
const RATE_AFTER_MS = 1_000;

/** One line of progress: how far, how fast, and how long it will take. */
export function progressLine({ step, done, total }: VerifyProgress, elapsedMs: number): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
  const line = `${bar} ${Math.floor(share * 100)} %  ${numberText(done)} / ${numberText(total)} entries`;
  if (step !== 'replay') return `${line}  comparing: ${step}`;
  if (elapsedMs < RATE_AFTER_MS || done === 0) return line;
  const perSecond = (done / elapsedMs) * 1_000;
  const left = total > done ? `  ${durationText((total - done) / perSecond)} left` : '';
  return `${line}  ${numberText(Math.round(perSecond))}/s${left}`;
}

/** Seconds as people say them. */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}

interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Draws progress on standard error: one line that changes on a terminal; elsewhere a line per tenth and per step. */
export function createProgressBar(
  screen: Screen,
  now: () => number,
): { draw(progress: VerifyProgress): void; end(): void } {
  const startedMs = now();
  let drawn = '';
  let mark = '';
  return {
    draw: (progress) => {
      const line = progressLine(progress, now() - startedMs);
      if (screen.isTTY) {
        // What the line before it had more is wiped out.
        screen.write(`\r${line.padEnd(drawn.length)}`);
        drawn = line;
        return;
      }
      const tenths = progress.total === 0 ? 10 : Math.floor((progress.done / progress.total) * 10);
      const reached = `${progress.step} ${tenths}`;
      if (reached !== mark) screen.write(`${line}\n`);
      mark = reached;
    },
    end: () => {
      if (drawn !== '') screen.write('\n');
      drawn = '';
    },
  };
}

function numberText(whole: number): string {
  return whole.toLocaleString('en-US');
}
