/** What the ledger uses of the driver beyond its public interface; see insert.ts. */
declare module 'mongodb/lib/cmap/commands.js' {
  /** Documents that are bytes already, sent beside a command rather than as a field of it. */
  export class DocumentSequence {
    constructor(field: string);
    push(document: unknown, bytes: Uint8Array): number;
  }
}
