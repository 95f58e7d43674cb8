import { problemRows } from './types.ts';

export const ruleProblems = problemRows({});
