import { history, type PeriodStatement, type StatementLine } from '@red-points/shared/contracts';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/index.ts';

export interface StatementPeriod {
  readonly from: string;
  readonly until: string;
}

export interface WholeStatement extends StatementPeriod {
  readonly summary: NonNullable<PeriodStatement['summary']>;
  /** Newest first. */
  readonly lines: readonly StatementLine[];
}

/** Whose statement: a person's, for staff, or an account of one's own. */
export type StatementOf = { readonly personId: string } | { readonly accountId: string | undefined };

const PAGE = 200;

/** Every line of a period, for paper. The server bounds how many there can be. */
export function useWholeStatement(of: StatementOf, period: StatementPeriod) {
  return useQuery({
    queryKey: [history.statement.id, 'whole', of, period],
    queryFn: async ({ signal }): Promise<WholeStatement> => {
      const lines: StatementLine[] = [];
      let summary: PeriodStatement['summary'] = null;
      let cursor: string | null = null;
      do {
        const page = await readPage(of, { ...period, limit: PAGE, ...(cursor === null ? {} : { cursor }) }, signal);
        summary ??= page.summary;
        lines.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      if (summary === null) throw new Error('a statement came without its sums');
      return { ...period, summary, lines };
    },
  });
}

interface PageQuery extends StatementPeriod {
  readonly limit: number;
  readonly cursor?: string;
}

function readPage(of: StatementOf, query: PageQuery, signal: AbortSignal): Promise<PeriodStatement> {
  if ('personId' in of) return call(history.statement, { params: { personId: of.personId }, query, signal });
  const account = of.accountId === undefined ? {} : { accountId: of.accountId };
  return call(history.ownStatement, { query: { ...query, ...account }, signal });
}
