export * from './findings.ts';
export * from './redeeming.ts';
export * from './sheets.ts';
export * from './thresholds.ts';
