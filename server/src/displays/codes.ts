import {
  type displays as contract,
  isRefusal,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { codeShownAt } from '@red-points/shared/domain/check-ins';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { checkInPayload, readCheckInPayload } from '@red-points/shared/domain/qr';
import type { DisplaysDeps } from './deps.ts';
import { displayViews } from './manage.ts';
import type { DisplayRecord } from './store.ts';

type CodeDeps = Pick<DisplaysDeps, 'displays' | 'qr'>;

/** A genuine code: which screen showed it, for what, in which ten seconds. Whether it still counts is not said. */
export interface OpenedCode {
  readonly display: DisplayRecord;
  /** The activity's, six bytes in hexadecimal. */
  readonly qrId: string;
  readonly step: number;
}

/** The text of the code that a screen shows in a step. */
export function codeUrlOf({ qr }: Pick<CodeDeps, 'qr'>, display: DisplayRecord, qrId: string, step: number): string {
  const payload = checkInPayload({
    qrId: Buffer.from(qrId, 'hex'),
    displayNumber: Buffer.from(display.number, 'hex'),
    step,
  });
  return qr.urlOf('check_in', payload, display.codeSecret);
}

/** Opens a scanned code with the secret of the screen that it names. */
export async function openCode(deps: CodeDeps, scanned: string): Promise<OpenedCode | Refusal> {
  const claimed = deps.qr.peek('check_in', scanned);
  const number = claimed === null ? null : Buffer.from(readCheckInPayload(claimed).displayNumber).toString('hex');
  const display = number === null ? null : await deps.displays.findOne({ number, state: { $ne: 'pairing' } });
  // Of a screen that is not known it is read all the same: another installation's code is told apart from a forged one.
  const opened = deps.qr.read('check_in', scanned, display?.codeSecret ?? '');
  switch (opened.status) {
    case 'ok':
      break;
    case 'other_installation':
      return refuse('checkin_code_other_installation');
    case 'forged':
      return refuse('checkin_code_forged');
    case 'malformed':
    case 'not_a_code':
      return refuse('checkin_code_malformed');
    default:
      return opened satisfies never;
  }
  if (display === null) return refuse('checkin_code_forged');
  const { qrId, step } = readCheckInPayload(opened.payload);
  return { display, qrId: Buffer.from(qrId).toString('hex'), step };
}

/** Where a leaked picture of a code came from. A screen that was restored since signs otherwise: its old codes read as forged. */
export async function traceCode(
  deps: DisplaysDeps,
  principal: Principal,
  scanned: string,
): Promise<ResponseOf<typeof contract.trace> | Refusal> {
  const opened = await openCode(deps, scanned);
  if (isRefusal(opened)) return opened;
  const { display, qrId, step } = opened;
  if (!permits(principal, 'displays.manage', { unitPath: display.unitPath })) return refuse('out_of_scope');
  const [[view], activity] = await Promise.all([displayViews(deps, [display]), deps.activityOfQr(qrId)]);
  if (view === undefined) throw new Error('a screen has no view');
  return {
    display: view,
    activity: activity === null ? null : { activityId: activity.activityId, title: activity.title },
    shownAt: new Date(codeShownAt(step)).toISOString(),
  };
}
