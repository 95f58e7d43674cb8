import { crc32 } from 'node:zlib';

/**
 * Makes a ZIP archive whose files stand uncompressed. The workbook library walks an archive by its local headers, which
 * need not agree with the directory that was inspected; given this archive, it sees exactly what was inspected.
 */
export function storedZip(files: ReadonlyMap<string, Buffer>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const name = Buffer.from(path, 'utf8');
    const shared = sharedHeader(content, name.length);
    const local = Buffer.concat([signature(0x04034b50), shared, name]);
    const central = Buffer.alloc(46 - 4 - 2 - shared.length);
    central.writeUInt32LE(offset, central.length - 4);
    directory.push(signature(0x02014b50), Buffer.from([20, 0]), shared, central, name);
    parts.push(local, content);
    offset += local.length + content.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directoryBytes, end]);
}

/** The 26 bytes that a local header and a directory entry have in common: version to length of the extra field. */
function sharedHeader(content: Buffer, nameLength: number): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(0x0800, 2); // names are UTF-8
  header.writeUInt32LE(crc32(content), 10);
  header.writeUInt32LE(content.length, 14);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt16LE(nameLength, 22);
  return header;
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
