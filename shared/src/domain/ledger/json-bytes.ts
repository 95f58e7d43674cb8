const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const OPEN = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const SPACE = 0x20;
const TILDE = 0x7e;

const INT32_MAX = 0x7f_ff_ff_ff;
/** A whole number above int32 is written as two, which integer arithmetic can divide. */
const LOW_DIGITS = 9;
const LOW_BASE = 10 ** LOW_DIGITS;

/** What every runtime has, server and browser; this folder knows neither's types. */
interface TextCoding {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new () => { decode(bytes: Uint8Array): string };
}
const runtime = globalThis as unknown as TextCoding;
const encoder = new runtime.TextEncoder();
const decoder = new runtime.TextDecoder();

/**
 * Writes JSON as `JSON.stringify` does, straight into bytes that are used again and again: the ledger hashes every entry it
 * writes, and neither a tree of arrays nor a text in between is wanted. What is not of the expected type goes through
 * `JSON.stringify` itself, so that no changed entry reads like another.
 */
export class JsonBytes {
  private bytes = new Uint8Array(4_096);
  private at = 0;
  /** Nothing stands before the next value in its array. */
  private first = true;

  /**
   * Runs `write` from an empty start.
   * @returns the bytes it wrote, valid until the next call
   */
  make<T>(write: (into: JsonBytes, value: T) => void, value: T): Uint8Array {
    this.at = 0;
    this.first = true;
    write(this, value);
    // What does not fit is counted and not kept: it is written once more where there is room.
    if (this.at > this.bytes.length) {
      this.bytes = new Uint8Array(this.at * 2);
      return this.make(write, value);
    }
    return this.bytes.subarray(0, this.at);
  }

  /** Begins an array. */
  open(): void {
    this.separate();
    this.bytes[this.at++] = OPEN;
    this.first = true;
  }

  /** Ends an array. */
  close(): void {
    this.bytes[this.at++] = CLOSE;
    this.first = false;
  }

  null(): void {
    this.separate();
    this.letters('null');
  }

  boolean(value: boolean): void {
    if (typeof value === 'boolean') {
      this.separate();
      this.letters(value ? 'true' : 'false');
    } else {
      this.other(value);
    }
  }

  /** A text; null where it is null or absent. */
  text(value: string | null | undefined): void {
    if (typeof value === 'string') {
      this.separate();
      if (!this.plain(value)) this.encoded(JSON.stringify(value));
    } else {
      this.other(value);
    }
  }

  /** A number; null where it is null or absent. */
  number(value: number | null | undefined): void {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
      this.other(value);
      return;
    }
    this.separate();
    let positive = value;
    if (value < 0) {
      this.bytes[this.at++] = MINUS;
      positive = 0 - value;
    }
    if (positive > INT32_MAX) {
      const high = Math.floor(positive / LOW_BASE);
      this.digits(high, digitsOf(high));
      this.digits(positive - high * LOW_BASE, LOW_DIGITS);
    } else {
      this.digits(positive, digitsOf(positive));
    }
  }

  /** Any value that was expected to be another. */
  private other(value: unknown): void {
    if (value === null || value === undefined) {
      this.null();
    } else {
      this.separate();
      this.encoded(JSON.stringify(value));
    }
  }

  /** Writes a text that needs no escapes; false, and nothing written, where it does. */
  private plain(value: string): boolean {
    const { bytes, at } = this;
    const { length } = value;
    bytes[at] = QUOTE;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code < SPACE || code > TILDE || code === QUOTE || code === BACKSLASH) return false;
      bytes[at + 1 + index] = code;
    }
    bytes[at + 1 + length] = QUOTE;
    this.at = at + length + 2;
    return true;
  }

  private encoded(text: string): void {
    const encoded = encoder.encode(text);
    if (this.at + encoded.length <= this.bytes.length) this.bytes.set(encoded, this.at);
    this.at += encoded.length;
  }

  private letters(text: string): void {
    for (let index = 0; index < text.length; index += 1) this.bytes[this.at + index] = text.charCodeAt(index);
    this.at += text.length;
  }

  /** The last `count` digits of a whole number up to int32. */
  private digits(value: number, count: number): void {
    const { bytes, at } = this;
    let rest = value;
    for (let index = at + count - 1; index >= at; index -= 1) {
      const tenth = (rest / 10) | 0;
      bytes[index] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    this.at = at + count;
  }

  private separate(): void {
    if (this.first) this.first = false;
    else this.bytes[this.at++] = COMMA;
  }
}

/** As text. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

function digitsOf(value: number): number {
  let count = 1;
  for (let bound = 10; count < 10 && value >= bound; bound *= 10) count += 1;
  return count;
}
