export * from './limits.ts';
export * from './periods.ts';
export * from './plan.ts';
export * from './reservation.ts';
export * from './slots.ts';
