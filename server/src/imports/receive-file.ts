import { type Refusal, refuse } from '@red-points/shared/contracts';
import busboy from 'busboy';
import type { Request } from 'express';

/** A file as it came with a request. */
export interface ReceivedFile {
  fileName: string;
  bytes: Buffer;
  /** The field beside it that says which column is what; null where there is none. */
  mapping: string | null;
}

const FILE_FIELD = 'file';
const MAPPING_FIELD = 'mapping';
const MAPPING_LENGTH_MAX = 4000;
const FILE_NAME_LENGTH_MAX = 120;

/**
 * Takes the file out of a `multipart/form-data` request, and never holds more of it than the limit.
 *
 * @param bytesMax a larger file is refused with `import_file_too_large`; the rest of it is read and dropped, because a
 *   client that is still sending would not hear an earlier answer.
 */
export function receiveFile(req: Request, bytesMax: number): Promise<ReceivedFile | Refusal> {
  const parser = parserOf(req, bytesMax);
  if (parser === null) {
    return Promise.resolve(refuse('media_type_unsupported'));
  }
  return new Promise((resolve) => {
    let received: Omit<ReceivedFile, 'mapping'> | Refusal = refuse('import_file_missing');
    let mapping: string | null = null;
    parser.on('field', (field, text) => {
      if (field === MAPPING_FIELD) mapping = text;
    });
    parser.on('file', (field, stream, info) => {
      if (field !== FILE_FIELD || 'bytes' in received) {
        stream.on('error', () => undefined).resume();
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => {
        chunks.length = 0;
      });
      // A form that ends too early ends the file with an error of its own, before the parser's.
      stream.on('error', () => resolve(refuse('import_upload_broken')));
      stream.on('close', () => {
        received = stream.truncated
          ? refuse('import_file_too_large')
          : { fileName: shortName(info.filename), bytes: Buffer.concat(chunks) };
      });
    });
    parser.on('close', () => resolve('bytes' in received ? { ...received, mapping } : received));
    parser.on('error', () => resolve(refuse('import_upload_broken')));
    req.on('close', () => {
      // After a whole request this comes too late to matter: the parser has answered.
      if (!req.complete) {
        resolve(refuse('import_upload_broken'));
      }
    });
    req.pipe(parser);
  });
}

function parserOf(req: Request, bytesMax: number): busboy.Busboy | null {
  if (!/^multipart\/form-data\b/i.test(req.headers['content-type'] ?? '')) {
    return null;
  }
  try {
    return busboy({
      headers: req.headers,
      defParamCharset: 'utf8',
      limits: { fileSize: bytesMax, files: 2, fields: 10, fieldSize: MAPPING_LENGTH_MAX, parts: 12, headerPairs: 50 },
    });
  } catch {
    return null;
  }
}

/** The name without folders and control characters, as far as a list can show it. */
function shortName(fileName: string | undefined): string {
  const name = (fileName ?? '').replace(/^.*[\\/]/, '').replace(/\p{Cc}/gu, '');
  return name.trim().slice(-FILE_NAME_LENGTH_MAX) || 'ledger.xlsx';
}
