import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { jsonParts } from './json-parts.ts';
import type { Exported } from './sections.ts';
import { workbookOf } from './workbook.ts';

/**
 * A zip piece by piece: the workbook, the JSON file, and the photos and papers that the person filed and that are kept still,
 * each under the id by which its claim names it. One file is in memory at a time, however many there are.
 */
export async function* zipParts(of: Exported): AsyncGenerator<Uint8Array> {
  const { deps, person } = of;
  const mtime = new Date(deps.clock.now());
  const made: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error !== null) throw error;
    made.push(part);
  });
  const add = <File extends ZipPassThrough | ZipDeflate>(file: File): File => {
    file.mtime = mtime;
    zip.add(file);
    return file;
  };
  add(new ZipPassThrough('data.xlsx')).push(new Uint8Array(await workbookOf(of)), true);
  yield* made.splice(0);
  const json = add(new ZipDeflate('data.json'));
  const encoder = new TextEncoder();
  for await (const text of jsonParts(of)) {
    json.push(encoder.encode(text));
    yield* made.splice(0);
  }
  json.push(new Uint8Array(0), true);
  for await (const { evidenceId, kind, bytes } of deps.claims.filedFiles(await deps.people.sameAs([person.personId]))) {
    // Pictures and papers are packed already.
    add(new ZipPassThrough(`files/${evidenceId}.${kind === 'picture' ? 'jpg' : 'pdf'}`)).push(bytes, true);
    yield* made.splice(0);
  }
  zip.end();
  yield* made.splice(0);
}
