import { displays as contract, isRefusal, type Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { SharedLimit, SharedLimitOptions } from '../http/limits.ts';
import { type ApiRouter, publicRoute, route } from '../http/route.ts';
import type { Platform } from '../platform/platform.ts';
import { createQrTokens } from '../platform/qr-tokens.ts';
import { codeUrlOf, type OpenedCode, openCode, traceCode } from './codes.ts';
import type { DisplaysDeps } from './deps.ts';
import { hallDisplay, staffDisplay } from './identify.ts';
import { chooseActivity, displayViews, listDisplays, restoreDisplay, revokeDisplay } from './manage.ts';
import { beginPairing, registerDisplay } from './pair.ts';
import { type DisplayRecord, displayCollection } from './store.ts';

export type { OpenedCode } from './codes.ts';
export type { ShowableActivity } from './deps.ts';
export { type DisplayRecord, ensureDisplays } from './store.ts';

/** Registered screens that show check-in codes. */
export interface Displays {
  /** The hall's screen that proves itself with its secret; one still being paired too. */
  hall(credentials: { readonly displayId: string; readonly secret: string }): Promise<DisplayRecord | Refusal>;
  /** The screen that a member of staff carries. */
  ofStaff(
    principal: Principal,
    unit: { readonly unitId: string; readonly unitPath: readonly string[] },
  ): Promise<DisplayRecord | Refusal>;
  codeUrl(display: DisplayRecord, qrId: string, step: number): string;
  /** Opens a scanned code; whether screen and step still count is the caller's to decide. */
  open(scanned: string): Promise<OpenedCode | Refusal>;
  /** What screens are called. */
  names(displayIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  routes(router: ApiRouter): void;
}

export interface DisplaysNeeds
  extends Pick<DisplaysDeps, 'orgUnits' | 'users' | 'audit' | 'activities' | 'activityOfQr'> {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'ids' | 'keys' | 'config'>;
  readonly sharedLimit: (options: SharedLimitOptions) => SharedLimit;
}

const PAIRING_LIMIT = { name: 'display-pairing', attemptsMax: 30, periodSeconds: 3600 };
const CODE_LIMIT = { name: 'display-code', attemptsMax: 10, periodSeconds: 600 };

export function createDisplays({ platform, sharedLimit, ...needs }: DisplaysNeeds): Displays {
  const { db, clock, ids, keys, config } = platform;
  const deps: DisplaysDeps = {
    ...needs,
    displays: displayCollection(db),
    clock,
    ids,
    keys,
    qr: createQrTokens(keys, config.publicUrl),
    pairingLimit: sharedLimit(PAIRING_LIMIT),
    codeLimit: sharedLimit(CODE_LIMIT),
  };
  return {
    hall: (credentials) => hallDisplay(deps, credentials),
    ofStaff: (principal, unit) => staffDisplay(deps, principal, unit),
    codeUrl: (display, qrId, step) => codeUrlOf(deps, display, qrId, step),
    open: (scanned) => openCode(deps, scanned),
    names: async (displayIds) => {
      if (displayIds.length === 0) return new Map();
      const found = await deps.displays.find({ _id: { $in: [...new Set(displayIds)] } }).toArray();
      return new Map((await displayViews(deps, found)).map(({ displayId, name }) => [displayId, name]));
    },
    routes: (router) => displayRoutes(router, deps),
  };
}

function displayRoutes(router: ApiRouter, deps: DisplaysDeps): void {
  const shown = async (result: DisplayRecord | Refusal) => {
    if (isRefusal(result)) return result;
    const [view] = await displayViews(deps, [result]);
    if (view === undefined) throw new Error('a screen has no view');
    return view;
  };
  publicRoute(router, contract.begin, ({ req }) => beginPairing(deps, req.ip ?? 'unknown'));
  route(router, contract.register, async ({ body, principal }) => shown(await registerDisplay(deps, principal, body)));
  route(router, contract.list, ({ query, principal }) => listDisplays(deps, principal, query));
  route(router, contract.show, async ({ params, body, principal }) =>
    shown(await chooseActivity(deps, principal, params.displayId, body.activityId)),
  );
  route(router, contract.revoke, async ({ params, body, principal }) =>
    shown(await revokeDisplay(deps, principal, params.displayId, body.reason)),
  );
  route(router, contract.restore, async ({ params, principal }) =>
    shown(await restoreDisplay(deps, principal, params.displayId)),
  );
  route(router, contract.trace, ({ body, principal }) => traceCode(deps, principal, body.code));
}
