import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

/** Reads QR codes. Loaded only when somebody scans: the decoder is a megabyte. */
export interface CodeReader {
  read(image: HTMLVideoElement | ImageBitmap): Promise<string | undefined>;
}

let ready: Promise<CodeReader> | undefined;

/** Prepares the decoder from our own host; a failed load can be tried again. */
export function loadCodeReader(): Promise<CodeReader> {
  ready ??= prepare().catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  return ready;
}

async function prepare(): Promise<CodeReader> {
  await prepareZXingModule({
    overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasmUrl : prefix + path) },
    fireImmediately: true,
  });
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  return {
    read: async (image) => (await detector.detect(image)).find((code) => code.rawValue !== '')?.rawValue,
  };
}
