import { once } from 'node:events';
import type { ExportFormat, Language } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Response } from 'express';
import type { ApiRouter } from '../../http/route.ts';
import type { Person } from '../../people/index.ts';
import { XLSX_TYPE } from '../../platform/spreadsheet.ts';
import type { OwnDataDeps } from '../deps.ts';
import { jsonParts } from './json-parts.ts';
import type { Exported } from './sections.ts';
import { workbookOf } from './workbook.ts';
import { zipParts } from './zip-parts.ts';

export interface Copy {
  readonly router: ApiRouter;
  readonly person: Person;
  /** The person themselves as a caller, and nobody beside them. */
  readonly alone: Principal;
  readonly format: ExportFormat;
  readonly language: Language;
  readonly res: Response;
}

/** Sends everything held about somebody as one file. Whoever calls it has put the act on record. */
export async function sendCopy(deps: OwnDataDeps, copy: Copy): Promise<void> {
  const { router, person, alone, format, language, res } = copy;
  const of: Exported = { deps, router, person, principal: alone, language };
  const today = businessDate(deps.clock.now());
  const name = language === 'zh' ? `我的资料-${today}` : `my-data-${today}`;
  res.set('Cache-Control', 'no-store').attachment(`${name}.${format}`);
  if (format === 'xlsx') res.type(XLSX_TYPE).send(await workbookOf(of));
  else if (format === 'json') await write(res.type('application/json; charset=utf-8'), jsonParts(of));
  else await write(res.type('application/zip'), zipParts(of));
}

/** As fast as it is taken, and no further once nobody takes it. */
async function write(res: Response, parts: AsyncIterable<string | Uint8Array>): Promise<void> {
  for await (const part of parts) {
    if (res.closed) return;
    if (!res.write(part)) await Promise.race([once(res, 'drain'), once(res, 'close')]);
  }
  res.end();
}
