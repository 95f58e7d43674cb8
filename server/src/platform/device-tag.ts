import type { Keys } from './keys.ts';

/** A phone's name for itself is kept as a keyed hash: enough to see that many people used one. */
export function deviceTagOf(keys: Pick<Keys, 'mac'>, device: string): string {
  return keys.mac('device', device).toString('base64url');
}
