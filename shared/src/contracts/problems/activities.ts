import { problemRows } from './types.ts';

export const activityProblems = problemRows({});
