import type { VerifyProgress, VerifyResult } from '../ledger/index.ts';

/** What the thread is given. */
export interface VerificationTask {
  readonly mongodbUri: string;
  readonly databaseName: string;
}

/** What the thread says: how far it is, now and then, and at the end the result. */
export type VerificationMessage =
  | { readonly type: 'progress'; readonly progress: VerifyProgress }
  | { readonly type: 'result'; readonly result: VerifyResult };
