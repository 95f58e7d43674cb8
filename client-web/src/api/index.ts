/** What pages need to talk to the server. */
export { addressOf, type CallAnswer, type CallInput, call, download, readFile } from './call.ts';
export {
  isDecided,
  isWorthRepeating,
  messageOf,
  NetworkError,
  OutcomeUnknownError,
  ProblemError,
  type ProblemField,
} from './errors.ts';
export { type LiveEvent, useLive } from './live.ts';
export { newIdempotencyKey, useMoneyMutation } from './money.ts';
export { type ItemOf, makeQueryClient, queryKey, useChange, useList, useRead } from './query.ts';
export { type Face, renewSession, signedIn, signOut, startFace, useMe, useSession } from './session.ts';
