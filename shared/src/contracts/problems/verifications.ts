import { problemRows } from './types.ts';

export const verificationProblems = problemRows({
  verification_not_found: {
    status: 404,
    zh: '没有这次核验。请回到列表重新打开。',
    en: 'There is no such verification. Please open it again from the list.',
  },
  verification_not_finished: {
    status: 409,
    zh: '这次核验还没有结果，完成后才能下载。',
    en: 'This verification has no result yet. Please download it once it is finished.',
  },
});
