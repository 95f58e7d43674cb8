import type { LinedCredit } from '../credits/index.ts';
import type { SpotChecksDeps } from './deps.ts';

type Sources = Pick<SpotChecksDeps, 'credits' | 'sheets'>;

/** Ids of all that was given in a unit and below in a period: approved one by one, or by a sheet that two persons stand for. */
export async function* givenIds(
  { credits, sheets }: Sources,
  unitId: string,
  period: { readonly from: Date; readonly before: Date },
): AsyncGenerator<string> {
  yield* credits.postedIds(unitId, period);
  for (const sheet of sheets) yield* sheet.postedIds(unitId, period);
}

/** What was given, by these ids, wherever it came from; unknown ones are missing. */
export async function givenByIds({ credits, sheets }: Sources, ids: readonly string[]): Promise<LinedCredit[]> {
  return (await Promise.all([credits.byIds(ids), ...sheets.map((sheet) => sheet.byIds(ids))])).flat();
}
