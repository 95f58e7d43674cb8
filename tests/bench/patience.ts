/** Waits long: a machine that is busy with other work must make figures small, not end the run. */
export const PATIENT = { operationTimeoutMs: 30_000, postTimeoutMs: 120_000 } as const;
