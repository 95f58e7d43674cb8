const BAR_WIDTH = 30;
let drawnTenths = -1;

/**
 * Draws how much of the command's work is done on standard error: one line that grows on a terminal, a line per tenth
 * elsewhere.
 * @param what what is counted, e.g. `rows posted`
 */
export function drawProgress(done: number, total: number, what: string): void {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
  const line = `${bar} ${Math.floor(share * 100)} %  ${done} / ${total} ${what}`;
  const tenths = Math.floor(share * 10);
  if (process.stderr.isTTY) process.stderr.write(`\r${line}${share === 1 && drawnTenths !== 10 ? '\n' : ''}`);
  else if (tenths !== drawnTenths) process.stderr.write(`${line}\n`);
  drawnTenths = tenths;
}
