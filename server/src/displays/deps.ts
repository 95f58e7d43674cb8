import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { SharedLimit } from '../http/limits.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { QrTokens } from '../platform/qr-tokens.ts';
import type { DisplayCollection } from './store.ts';

/** What a screen can be told to show. */
export interface ShowableActivity {
  readonly activityId: string;
  readonly title: string;
  readonly unitPath: readonly string[];
}

export interface DisplaysDeps {
  readonly displays: DisplayCollection;
  readonly clock: Platform['clock'];
  readonly ids: Platform['ids'];
  readonly keys: Platform['keys'];
  readonly qr: QrTokens;
  readonly orgUnits: Pick<OrgUnits, 'names' | 'pathOf'>;
  readonly users: Pick<Users, 'names'>;
  readonly audit: Pick<Audit, 'record'>;
  /** Screens that one caller may begin to pair. */
  readonly pairingLimit: SharedLimit;
  /** Pairing codes that one member of staff may try: eight digits can be guessed. */
  readonly codeLimit: SharedLimit;
  /** Titles and units of activities. */
  activities(activityIds: readonly string[]): Promise<ReadonlyMap<string, ShowableActivity>>;
  activityOfQr(qrId: string): Promise<ShowableActivity | null>;
}
