import type { VerifyProgress, VerifyResult } from '@red-points/server/ledger/index';
import { BAD_WORDS, type BadEntry } from '@red-points/shared/domain/verification';
import { describe, expect, it } from 'vitest';
import { createProgressBar, durationText, progressLine } from './progress.ts';
import { reportText } from './report.ts';

const at = (done: number, total: number, step = 'replay'): VerifyProgress => ({ step, done, total });

describe('progressLine', () => {
  it('says how far, how fast and how long it will take', () => {
    expect(progressLine(at(150_000, 300_000), 10_000)).toBe(
      `${'█'.repeat(15)}${'░'.repeat(15)} 50 %  150,000 / 300,000 entries  15,000/s  10 s left`,
    );
  });

  it('promises nothing in the first second, and has no end in time once all is read', () => {
    expect(progressLine(at(10, 20), 999)).toMatch(/10 \/ 20 entries$/);
    expect(progressLine(at(20, 20), 2_000)).toMatch(/ {2}10\/s$/);
    expect(progressLine(at(0, 0), 5_000)).toContain('100 %');
  });

  it('names what is compared after reading', () => {
    expect(progressLine(at(20, 20, 'records'), 2_000)).toMatch(/comparing: records$/);
  });

  it.each([
    [0, '1 s'],
    [89, '89 s'],
    [90, '2 min'],
    [7_200, '2.0 h'],
  ])('%s seconds are %s', (seconds, text) => expect(durationText(seconds)).toBe(text));
});

describe('the progress bar', () => {
  const screen = (isTTY: boolean) => {
    const written: string[] = [];
    return { isTTY, written, write: (text: string) => written.push(text) };
  };

  it('redraws one line on a terminal, and wipes out what the line before had more', () => {
    const terminal = screen(true);
    let nowMs = 0;
    const bar = createProgressBar(terminal, () => nowMs);
    nowMs = 5_000;
    bar.draw(at(1_000, 2_000));
    bar.draw(at(2_000, 2_000));
    bar.end();
    expect(terminal.written.join('')).toMatch(/^\r[^\n\r]+\r[^\n\r]+\n$/);
    expect(terminal.written[1]?.length).toBe(terminal.written[0]?.length);
  });

  it('writes a line for every tenth and every step elsewhere', () => {
    const file = screen(false);
    const bar = createProgressBar(file, () => 0);
    for (let done = 0; done <= 1_000; done += 1) bar.draw(at(done, 1_000));
    bar.draw(at(1_000, 1_000, 'records'));
    bar.end();
    expect(file.written).toHaveLength(12);
    expect(file.written.every((line) => line.endsWith('\n') && !line.includes('\r'))).toBe(true);
  });
});

describe('the report for people', () => {
  const result = (bad: readonly BadEntry[]): VerifyResult => ({ accounts: 3, transactions: 9, bad, digest: 'ab' });

  it('says that everything holds', () => expect(reportText(result([]))).toContain('✓ Everything holds.'));

  it('says of each row where and what, and each advice once', () => {
    const text = reportText(
      result([
        { account: '', seq: 0, code: 'index_missing', about: { kind: 'collection', id: 'account_key' } },
        { account: 'a', seq: 7, code: 'hash_mismatch' },
        { account: 'b', seq: 0, code: 'record_without_entry', about: { kind: 'claim', id: 'c1' } },
      ]),
    );
    expect(text).toContain('✗ 3 things do not hold.');
    expect(text).toContain('✗ collection account_key\n');
    expect(text).toContain('✗ account a, entry 7\n');
    expect(text).toContain('✗ account b, no entry, claim c1\n');
    expect(text.split(BAD_WORDS.hash_mismatch.en.todo)).toHaveLength(2);
    expect(text).toContain('- hash_mismatch, record_without_entry: ');
  });

  it('does not flood the terminal', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      account: `a${index}`,
      seq: 1,
      code: 'seq_gap' as const,
    }));
    expect(reportText(result(many))).toContain('… and 150 more');
  });
});
