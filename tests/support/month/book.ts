/** What somebody was told has been granted, spent or given: the story's own book, kept from the outside. */
export interface BookLine {
  readonly personId: string;
  /** What it came from: a review item, an order, a donation. */
  readonly what: string;
  readonly kind: 'earned' | 'spent' | 'donated' | 'corrected';
  readonly category: string | null;
  /** Business date on which it took effect. */
  readonly day: string;
  /** Signed: earned above zero, spent and donated below. */
  readonly points: number;
  readonly minutes: number;
  readonly fen: number;
  /** A cap holds for it: of all lines with the same name together, no more points than this. */
  readonly cap: { readonly name: string; readonly pointsMax: number } | null;
}

/** Sums of a person or of all of them. */
export interface BookSums {
  readonly available: number;
  readonly earned: number;
  readonly spent: number;
  readonly donated: number;
  readonly corrected: number;
  readonly minutes: number;
  readonly items: number;
  readonly fen: number;
}

/**
 * Points by the arithmetic of the scheme's paper, and by nothing of the product: what residents would add up at the kitchen table.
 */
export class Book {
  private readonly lines = new Map<string, BookLine>();

  write(line: Omit<BookLine, 'minutes' | 'fen' | 'category' | 'cap'> & Partial<BookLine>): void {
    if (this.lines.has(line.what)) throw new Error(`${line.what} is in the book already`);
    this.lines.set(line.what, { minutes: 0, fen: 0, category: null, cap: null, ...line });
  }

  /** A credit that was undone counts as if it had never been. */
  strike(what: string): void {
    if (!this.lines.delete(what)) throw new Error(`${what} is not in the book`);
  }

  /** Less than was written at first, or more. */
  correct(what: string, change: Partial<Pick<BookLine, 'points' | 'minutes' | 'fen'>>): void {
    const line = this.line(what);
    this.lines.set(what, { ...line, ...change });
  }

  line(what: string): BookLine {
    const line = this.lines.get(what);
    if (line === undefined) throw new Error(`${what} is not in the book`);
    return line;
  }

  has(what: string): boolean {
    return this.lines.has(what);
  }

  of(personId: string): BookSums {
    return sums([...this.lines.values()].filter((line) => line.personId === personId));
  }

  /** Another book with what stands here of everybody but some. */
  without(people: readonly { readonly personId: string }[]): Book {
    const left = new Set(people.map(({ personId }) => personId));
    const rest = new Book();
    for (const line of this.lines.values()) if (!left.has(line.personId)) rest.write(line);
    return rest;
  }

  get total(): BookSums {
    return sums([...this.lines.values()]);
  }

  byCategory(category: string): Pick<BookSums, 'items' | 'earned' | 'minutes'> {
    return sums([...this.lines.values()].filter((line) => line.category === category));
  }

  earners(): number {
    return new Set([...this.lines.values()].flatMap(({ kind, personId }) => (kind === 'earned' ? [personId] : [])))
      .size;
  }
}

function sums(lines: readonly BookLine[]): BookSums {
  const total = (kind: BookLine['kind']) =>
    lines.reduce((sum, line) => (line.kind === kind && line.cap === null ? sum + line.points : sum), 0);
  const capped = new Map<string, { points: number; pointsMax: number }>();
  for (const { cap, points, personId } of lines) {
    if (cap === null) continue;
    const name = `${personId} ${cap.name}`;
    capped.set(name, { points: (capped.get(name)?.points ?? 0) + points, pointsMax: cap.pointsMax });
  }
  const earned =
    total('earned') + [...capped.values()].reduce((sum, { points, pointsMax }) => sum + Math.min(points, pointsMax), 0);
  const spent = -total('spent');
  const donated = -total('donated');
  const corrected = total('corrected');
  return {
    available: earned - spent - donated + corrected,
    ...{ earned, spent, donated, corrected },
    minutes: lines.reduce((sum, { minutes }) => sum + minutes, 0),
    items: lines.filter(({ kind }) => kind === 'earned').length,
    fen: lines.reduce((sum, { fen }) => sum + fen, 0),
  };
}

/** So many points per hour, rounded half up once. */
export const perHour = (points: number, minutes: number): number => Math.floor((points * minutes) / 60 + 0.5);
