export { decideBooking, decideDispute, decideDue, nextDueMs } from './decide.ts';
export * from './slots.ts';
export * from './types.ts';
