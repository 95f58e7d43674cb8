export * from './findings.ts';
export * from './redeeming.ts';
export * from './thresholds.ts';
