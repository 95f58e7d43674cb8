/** MongoDB's wire protocol as far as a proxy has to know it: where messages end, what they ask, whom they answer. */

const HEADER_BYTES = 16;
const OP_MSG = 2013;

/** Cuts a stream of bytes into whole messages, whatever pieces they arrive in. */
export class MessageStream {
  private rest: Buffer = Buffer.alloc(0);

  /** @returns the messages that are complete now */
  take(chunk: Buffer): Buffer[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const messages: Buffer[] = [];
    while (this.rest.length >= HEADER_BYTES) {
      const length = this.rest.readInt32LE(0);
      if (length < HEADER_BYTES) throw new RangeError(`a message of ${length} bytes cannot be`);
      if (this.rest.length < length) break;
      messages.push(this.rest.subarray(0, length));
      this.rest = this.rest.subarray(length);
    }
    return messages;
  }
}

export function requestIdOf(message: Buffer): number {
  return message.readInt32LE(4);
}

/** The request that a reply answers. */
export function answeredIdOf(message: Buffer): number {
  return message.readInt32LE(8);
}

/** What a request asks for. */
export interface AskedCommand {
  /** `insert`, `aggregate`, `commitTransaction` … */
  readonly name: string;
  /** Whether it is part of a transaction: sent twice, it would be another statement of it. */
  readonly inTransaction: boolean;
}

/** Null for messages that are not commands in the way of today's drivers, such as their greeting. */
export function commandOf(message: Buffer): AskedCommand | null {
  if (message.readInt32LE(12) !== OP_MSG) return null;
  // After the header four bytes of flags, one that says "one document follows", and the document's length and first type.
  const nameAt = HEADER_BYTES + 4 + 1 + 4 + 1;
  if (message[HEADER_BYTES + 4] !== 0) return null;
  const name = message.toString('latin1', nameAt, message.indexOf(0, nameAt));
  return { name, inTransaction: message.includes('txnNumber\0', nameAt, 'latin1') };
}
