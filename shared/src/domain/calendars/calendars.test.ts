import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarFile } from './index.ts';

const event = {
  uid: 'a1@red-points',
  version: 3,
  title: '河道清理',
  place: '锦绣河边',
  description: '',
  url: 'https://example.test/activities/a1',
  startsAtMs: Date.parse('2026-11-28T01:30:00Z'),
  endsAtMs: Date.parse('2026-11-28T03:30:00Z'),
  status: 'CONFIRMED',
} as const;

describe('a calendar file', () => {
  it('has what a phone needs, in UTC, with marks escaped', () => {
    const file = calendarFile('我的活动', [{ ...event, title: '清理; 河道, 东\\岸\n第二行' }], event.startsAtMs);
    expect(file).toContain('DTSTART:20261128T013000Z\r\nDTEND:20261128T033000Z\r\n');
    expect(file).toContain('SUMMARY:清理\\; 河道\\, 东\\\\岸\\n第二行\r\n');
    expect(file).toContain('SEQUENCE:3\r\n');
    expect(file.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true);
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
  });

  it('no line is longer than 75 octets, and unfolded every line is whole again', () => {
    const letters = fc.constantFrom('a', '河', '😀', ',', '\\', '\n', '\r', ' ');
    const titles = fc.array(letters, { maxLength: 200 }).map((each) => each.join(''));
    fc.assert(
      fc.property(titles, (title) => {
        const file = calendarFile('x', [{ ...event, title, description: title }], 0);
        const longest = Math.max(...file.split('\r\n').map((line) => Buffer.byteLength(line)));
        expect(longest).toBeLessThanOrEqual(75);
        const lines = file.replaceAll('\r\n ', '').split('\r\n');
        expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
        expect(lines.filter((line) => line.startsWith('SUMMARY:'))).toHaveLength(1);
      }),
    );
  });
});
