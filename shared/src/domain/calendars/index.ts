/** One event of a calendar file, instants in milliseconds. */
export interface CalendarEvent {
  /** The same for the same event in every file, so that a phone keeps one of it. */
  readonly uid: string;
  /** Grows with every change. */
  readonly version: number;
  readonly title: string;
  readonly place: string;
  readonly description: string;
  readonly url: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED';
}

/** RFC 5545: lines of at most 75 octets. */
const LINE_OCTETS = 75;

/** A calendar file (iCalendar, RFC 5545) of some events. Times are written in UTC, which every phone shows as its own. */
export function calendarFile(name: string, events: readonly CalendarEvent[], nowMs: number): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Red Points//Activities//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    'X-PUBLISHED-TTL:PT1H',
    ...events.flatMap((event) => eventLines(event, nowMs)),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

function eventLines(event: CalendarEvent, nowMs: number): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(event.uid)}`,
    `SEQUENCE:${event.version}`,
    `DTSTAMP:${stamp(nowMs)}`,
    `DTSTART:${stamp(event.startsAtMs)}`,
    `DTEND:${stamp(event.endsAtMs)}`,
    `SUMMARY:${escaped(event.title)}`,
    `LOCATION:${escaped(event.place)}`,
    `DESCRIPTION:${escaped(event.description)}`,
    `URL:${event.url}`,
    `STATUS:${event.status}`,
    'END:VEVENT',
  ];
}

/** `20261128T013000Z` */
function stamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n');
}

/** Long lines go on after a line break and a space, and never within a character. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > LINE_OCTETS) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += character;
    octets += size;
  }
  parts.push(part);
  return parts.join('\r\n');
}

/** How many octets a character takes in UTF-8. */
function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
