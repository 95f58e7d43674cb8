import { type ExportFormat, isRefusal, type Language, type Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Response } from 'express';
import type { SharedLimit } from '../../http/limits.ts';
import type { ApiRouter } from '../../http/route.ts';
import type { OwnDataDeps } from '../deps.ts';
import { subjectOf } from '../subject.ts';
import { sendCopy } from './send-copy.ts';

export interface ExportAsked {
  readonly personId?: string | undefined;
  readonly format: ExportFormat;
}

export interface ExportCall {
  readonly principal: Principal;
  readonly asked: ExportAsked;
  readonly language: Language;
  readonly res: Response;
}

/**
 * Hands out everything held about somebody. The act is on record before the first byte; each section is read page by page.
 * What is handed out is what the person may read on their own phone, so that it says nothing of anybody else.
 */
export async function exportData(
  deps: OwnDataDeps,
  limit: SharedLimit,
  router: ApiRouter,
  { principal, asked, language, res }: ExportCall,
): Promise<Refusal | undefined> {
  const subject = await subjectOf(deps, principal, asked.personId);
  if (isRefusal(subject)) return subject;
  const { person } = subject;
  const limited = await limit.take(`${principal.userId}:${person.personId}`);
  if (limited !== null) return limited;
  const { format } = asked;
  await deps.audit.record({
    principal,
    action: 'own_data.export',
    subject: { kind: 'person', id: person.personId },
    unitId: person.unitId,
    detail: { format },
  });
  // Nobody beside them: a guardian's own lists are not the child's.
  const alone: Principal = { ...principal, personIds: [person.personId], actingPersonId: person.personId };
  await sendCopy(deps, { router, person, alone, format, language, res });
  return undefined;
}
