/** What is accepted as evidence. */
export type UploadType = 'jpeg' | 'png' | 'webp' | 'pdf';

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * What an upload is by its first bytes, whatever it is called; null where it is nothing that is accepted. A PDF has to
 * begin with its mark: readers that look for it further on make files possible that are two things at once.
 */
export function sniffUpload(bytes: Buffer): UploadType | null {
  if (bytes.length < 12) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return 'png';
  if (bytes.toString('latin1', 0, 5) === '%PDF-') return 'pdf';
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  return isWebp ? 'webp' : null;
}
