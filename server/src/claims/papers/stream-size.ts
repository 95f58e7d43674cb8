import { constants, inflateSync } from 'node:zlib';

/** How many bytes a deflated stream unpacks to; null where more than `bytesMax`; its own length where it is none. */
export function inflatedSize(contents: Uint8Array, bytesMax: number): number | null {
  try {
    const finishFlush = constants.Z_SYNC_FLUSH;
    return inflateSync(contents, { maxOutputLength: bytesMax, finishFlush }).length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return null;
    return contents.length;
  }
}

/** How many times its length a stream can become at most, by the filter that unpacks it. */
export function ratioMaxOf(filter: string): number {
  switch (filter) {
    case 'FlateDecode':
      return 1032;
    case 'LZWDecode':
      return 1370;
    case 'RunLengthDecode':
      return 64;
    // Pictures of one bit and of the newer JPEG kind are bounded by their sides.
    default:
      return 1;
  }
}
