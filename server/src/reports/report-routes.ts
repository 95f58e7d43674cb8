import { periodReports as contract, isRefusal, type PeriodReport, type Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { categoryName } from '@red-points/shared/domain/reports';
import { type ApiRouter, route } from '../http/route.ts';
import { XLSX_TYPE } from '../platform/spreadsheet.ts';
import type { ReportsDeps } from './deps.ts';
import { type PeriodReportQuery, periodReportOf } from './period-report.ts';
import { reportFileName, reportWorkbook } from './report-workbook.ts';
import { unitOfReader } from './unit-of-reader.ts';

/** Serves reports over periods, as data and as a workbook. */
export function reportRoutes(router: ApiRouter, deps: ReportsDeps): void {
  const read = async (
    query: PeriodReportQuery & { readonly unitId?: string | undefined },
    principal: Principal,
  ): Promise<PeriodReport | Refusal> => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'reports.read', query.unitId);
    if (isRefusal(unit)) return unit;
    const below = await deps.orgUnits.below(unit.id);
    const children = below.filter(({ parentId }) => parentId === unit.id);
    return periodReportOf({ rollups: deps.rollups, nowMs: deps.clock.now() }, unit, children, query);
  };
  route(router, contract.read, ({ query, principal }) => read(query, principal));
  route(router, contract.workbook, async ({ query, principal, language, res }) => {
    const report = await read(query, principal);
    if (isRefusal(report)) return report;
    const workbook = await reportWorkbook(report, language, (category) => categoryName(category, language));
    const fileName = reportFileName(report, language);
    res.set('Cache-Control', 'no-store').attachment(fileName).type(XLSX_TYPE).send(workbook);
    return undefined;
  });
}
