import { problemRows } from './types.ts';

/** Applications to take part as a shop. */
export const shopApplicationProblems = problemRows({
  shop_application_not_found: {
    status: 404,
    zh: '没有找到这份申请。',
    en: 'This application was not found.',
  },
  shop_application_decided: {
    status: 409,
    zh: '这份申请的状态已变化，请刷新查看。',
    en: 'This application is no longer in that state. Please reload.',
  },
  shop_application_duplicate: {
    status: 409,
    zh: '同一营业执照，或同名同手机号的申请已在审核或已通过，不必重复提交。如需更改，请联系社区。',
    en: 'An application with this licence, or this name and phone, is under review or approved. Please ask the community if something has to change.',
  },
  shop_applications_too_many: {
    status: 409,
    zh: '您未办结的申请已达 {max} 份，请先处理或撤回。',
    en: 'You have {max} applications that are not finished, which is the most. Please finish or withdraw one first.',
  },
  licence_photo_not_found: {
    status: 404,
    zh: '没有找到这张执照照片，请重新上传。',
    en: 'This photo of the licence was not found. Please upload it again.',
  },
  licence_photo_unsupported: {
    status: 415,
    zh: '执照照片只接受 JPEG、PNG 或 WebP 图片。',
    en: 'Only JPEG, PNG or WebP pictures are accepted as a photo of the licence.',
  },
  licence_photos_too_many: {
    status: 429,
    zh: '已上传的执照照片太多还没有用上，请先保存申请，或明天再试。',
    en: 'Too many photos were uploaded and not used. Please save the application first, or try again tomorrow.',
  },
  licence_photo_erased: {
    status: 410,
    zh: '执照照片已过保存期限，按规定删除。',
    en: 'The photo of the licence was erased at the end of the time for which it is kept.',
  },
  shop_application_of_yours: {
    status: 403,
    zh: '申请人是您本人或您的家人，须由另一位工作人员审批。',
    en: 'You or your family applied, so somebody else has to decide.',
  },
});
