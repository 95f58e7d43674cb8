import { problemRows } from './types.ts';

export const merchantProblems = problemRows({});
