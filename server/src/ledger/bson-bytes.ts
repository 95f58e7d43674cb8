const DOUBLE = 0x01;
const STRING = 0x02;
const DOCUMENT = 0x03;
const ARRAY = 0x04;
const BINARY = 0x05;
const BOOLEAN = 0x08;
const NULL = 0x0a;
const INT32 = 0x10;

const ASCII_MAX = 0x7f;

/**
 * Writes BSON straight into bytes that are used again and again, for documents whose shape is known: the driver's own
 * serialiser asks every value what it is. Whole numbers are int32 where they fit and double elsewhere, as the driver has it.
 */
export class BsonBytes {
  private bytes = Buffer.allocUnsafeSlow(65_536);
  private at = 0;

  /**
   * Runs `write` from an empty start.
   * @returns a copy of what it wrote
   */
  make<T>(write: (into: BsonBytes, value: T) => void, value: T): Buffer {
    this.at = 0;
    write(this, value);
    // What does not fit is counted and not kept: it is written once more where there is room.
    if (this.at > this.bytes.length) {
      this.bytes = Buffer.allocUnsafeSlow(this.at * 2);
      return this.make(write, value);
    }
    return Buffer.from(this.bytes.subarray(0, this.at));
  }

  /** Begins a document of its own. @returns what `close` needs */
  begin(): number {
    const start = this.at;
    this.at += 4;
    return start;
  }

  document(name: string): number {
    this.key(DOCUMENT, name);
    return this.begin();
  }

  array(name: string): number {
    this.key(ARRAY, name);
    return this.begin();
  }

  /** Ends the document or array that began at `start`. */
  close(start: number): void {
    this.bytes[this.at++] = 0;
    this.int32(start, this.at - start);
  }

  null(name: string): void {
    this.key(NULL, name);
  }

  boolean(name: string, value: boolean): void {
    this.key(BOOLEAN, name);
    this.bytes[this.at++] = value ? 1 : 0;
  }

  number(name: string, value: number): void {
    if (typeof value !== 'number') throw new TypeError(`${name} is a number`);
    if ((value | 0) === value) {
      this.key(INT32, name);
      this.int32(this.at, value);
      this.at += 4;
    } else {
      this.key(DOUBLE, name);
      if (this.at + 8 <= this.bytes.length) this.bytes.writeDoubleLE(value, this.at);
      this.at += 8;
    }
  }

  string(name: string, value: string): void {
    if (typeof value !== 'string') throw new TypeError(`${name} is a text`);
    this.key(STRING, name);
    const start = this.at;
    this.at += 4;
    this.text(value);
    this.bytes[this.at++] = 0;
    this.int32(start, this.at - start - 4);
  }

  /** Bytes given as hexadecimal digits. */
  hex(name: string, digits: string): void {
    this.key(BINARY, name);
    const count = digits.length / 2;
    this.int32(this.at, count);
    this.at += 4;
    this.bytes[this.at++] = 0;
    for (let index = 0; index < count; index += 1) {
      const high = nibble(digits.charCodeAt(index * 2));
      this.bytes[this.at + index] = (high << 4) | nibble(digits.charCodeAt(index * 2 + 1));
    }
    this.at += count;
  }

  private key(type: number, name: string): void {
    this.bytes[this.at++] = type;
    this.text(name);
    this.bytes[this.at++] = 0;
  }

  private text(value: string): void {
    const { bytes, at } = this;
    const { length } = value;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > ASCII_MAX) {
        this.encoded(value);
        return;
      }
      bytes[at + index] = code;
    }
    this.at = at + length;
  }

  private encoded(value: string): void {
    const length = Buffer.byteLength(value);
    if (this.at + length <= this.bytes.length) this.bytes.write(value, this.at);
    this.at += length;
  }

  private int32(at: number, value: number): void {
    const { bytes } = this;
    bytes[at] = value;
    bytes[at + 1] = value >> 8;
    bytes[at + 2] = value >> 16;
    bytes[at + 3] = value >> 24;
  }
}

/** What a digit of 0–9 a–f stands for. */
function nibble(code: number): number {
  return (code & 0xf) + (code >> 6) * 9;
}
