import type { LinedCredit } from './credit-lines.ts';

/** A sheet that gave credits, a batch or an import, as it is looked over. Opaque ids but for its title. */
export interface PostedSheet {
  readonly sheetId: string;
  readonly title: string;
  readonly unitId: string;
  readonly unitPath: readonly string[];
  readonly filedBy: string;
  readonly confirmedBy: string;
  readonly filedAt: Date;
  readonly confirmedAt: Date;
  /** When the last of it was posted. */
  readonly postedAt: Date;
}

/** What a sheet gave: items that were posted, those of them with hours, and those of whole hours. */
export interface SheetSums {
  readonly items: number;
  readonly timed: number;
  readonly round: number;
}

/** Where whoever looks over sheets has come to. */
export interface PostedPlace {
  readonly postedAt: Date;
  readonly id: string;
}

/** A noun whose sheets give credits that nobody approves one by one: two persons stand for the whole. */
export interface SheetSource {
  readonly kind: 'batch' | 'import';
  /** Ids of what was given by sheets of a unit and below whose posting ended in a period, in no order. */
  postedIds(unitId: string, period: { readonly from: Date; readonly before: Date }): AsyncIterable<string>;
  /** What was given, by these ids; those of others are missing. */
  byIds(ids: readonly string[]): Promise<LinedCredit[]>;
  /** Sheets in the order in which their posting ended, from behind a place. */
  postedAfter(after: PostedPlace, limit: number): Promise<PostedSheet[]>;
  /** What one of them gave. Reads all of it. */
  sumsOf(sheetId: string): Promise<SheetSums>;
}

/** A filter for what comes behind a place, in the order of `postedAt, _id`. */
export function behind({ postedAt, id }: PostedPlace) {
  return { $or: [{ postedAt: { $gt: postedAt } }, { postedAt, _id: { $gt: id } }] };
}
