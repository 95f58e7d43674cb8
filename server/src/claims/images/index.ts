export { stripJpeg } from './jpeg.ts';
export { type CheckedPicture, checkPicture, PICTURE_PIXELS_MAX } from './picture.ts';
