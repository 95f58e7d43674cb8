const BAR_WIDTH = 30;
let drawnTenths = -1;

/** Draws how many rows are posted on standard error: one line that grows on a terminal, a line per tenth elsewhere. */
export function drawProgress(posted: number, accepted: number): void {
  const share = accepted === 0 ? 1 : Math.min(1, posted / accepted);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
  const line = `${bar} ${Math.floor(share * 100)} %  ${posted} / ${accepted} rows posted`;
  const tenths = Math.floor(share * 10);
  if (process.stderr.isTTY) process.stderr.write(`\r${line}${share === 1 && drawnTenths !== 10 ? '\n' : ''}`);
  else if (tenths !== drawnTenths) process.stderr.write(`${line}\n`);
  drawnTenths = tenths;
}
