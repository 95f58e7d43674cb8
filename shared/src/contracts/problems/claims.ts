import { problemRows } from './types.ts';

export const claimProblems = problemRows({});
