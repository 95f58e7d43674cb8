import { hash } from 'node:crypto';
import type { Sha256 } from '@red-points/shared/domain/ledger';

/** SHA-256 of the runtime, as the shared domain wants it. */
export const sha256: Sha256 = (data) => hash('sha256', data, 'buffer');
