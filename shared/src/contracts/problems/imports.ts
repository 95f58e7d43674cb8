import { problemRows } from './types.ts';

export const importProblems = problemRows({});
