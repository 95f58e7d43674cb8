const TAG = /<(?:\w+:)?(row|v|is)[\s>]/g;
/** Longer than any tag that is looked for, so that one cut in two by the end of a chunk is found in the next. */
const OVERLAP = 64;

/** Counts the rows with content in the XML of a sheet that arrives in pieces. */
export function rowCounter(): { add(chunk: Buffer): number } {
  let rows = 0;
  let rowIsCounted = true;
  let tail = '';
  return {
    add(chunk) {
      const text = tail + chunk.toString('latin1');
      let end = 0;
      for (const match of text.matchAll(TAG)) {
        end = match.index + match[0].length;
        if (match[1] === 'row') {
          rowIsCounted = false;
        } else if (!rowIsCounted) {
          rowIsCounted = true;
          rows += 1;
        }
      }
      // What was matched must not be matched again with the next chunk.
      tail = text.slice(Math.max(end, text.length - OVERLAP));
      return rows;
    },
  };
}
