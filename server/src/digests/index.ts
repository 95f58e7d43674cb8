export { digestCheck } from './digest-check.ts';
export { createDigests, DIGEST_JOB, type Digests, type DigestsDeps } from './digests.ts';
export { type MakeOptions, makeDueDigests } from './make-digests.ts';
export { DIGEST_COLLECTIONS, DigestStore, ensureDigests, OvertakenError } from './store.ts';
