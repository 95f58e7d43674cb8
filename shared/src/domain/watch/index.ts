export * from './findings.ts';
export * from './thresholds.ts';
