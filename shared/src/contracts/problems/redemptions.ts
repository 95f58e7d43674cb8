import { problemRows } from './types.ts';

export const redemptionProblems = problemRows({});
