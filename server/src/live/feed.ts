import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeStream, ChangeStreamDocument, Db, Document, ResumeToken } from 'mongodb';
import { isHistoryLost } from '../platform/change-stream.ts';
import type { Logger } from '../platform/logger.ts';
import type { Hub } from './hub.ts';
import type { Change, Watcher } from './types.ts';

const OPERATIONS = ['insert', 'update', 'replace', 'delete'] as const;
const RETRY_MS_MIN = 200;
const RETRY_MS_MAX = 10_000;

/** Reads the changes of the watched collections and hands them to the hub. Goes on by itself after a failure. */
export class Feed {
  private readonly watchers = new Map<string, Watcher[]>();
  private stream: ChangeStream | null = null;
  private reading: Promise<void> | null = null;
  private readonly stopping = new AbortController();

  constructor(
    private readonly db: Db,
    private readonly logger: Logger,
    private readonly hub: Hub,
  ) {}

  add(watcher: Watcher): void {
    const known = this.watchers.get(watcher.collection) ?? [];
    this.watchers.set(watcher.collection, [...known, watcher]);
  }

  /** Resolves once changes made from now on will be told. */
  async start(): Promise<void> {
    if (this.reading !== null || this.watchers.size === 0) return;
    this.stream = this.open(undefined);
    // A stream begins when its cursor is made; asking once makes it.
    const first = await this.stream.tryNext();
    this.reading = this.read(first);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.stream?.close();
    await this.reading;
  }

  private open(resumeAfter: ResumeToken | undefined): ChangeStream {
    const pipeline = [
      { $match: { operationType: { $in: [...OPERATIONS] }, 'ns.coll': { $in: [...this.watchers.keys()] } } },
    ];
    return this.db.watch(pipeline, {
      fullDocument: 'updateLookup',
      maxAwaitTimeMS: 1_000,
      ...(resumeAfter === undefined ? {} : { resumeAfter }),
    });
  }

  private async read(first: ChangeStreamDocument | null): Promise<void> {
    let retryMs = RETRY_MS_MIN;
    let resumeAfter: ResumeToken | undefined = this.stream?.resumeToken;
    if (first !== null) this.handle(first);
    while (!this.stopping.signal.aborted) {
      try {
        this.stream ??= this.open(resumeAfter);
        const change = await this.stream.next();
        this.handle(change);
        resumeAfter = change._id;
        retryMs = RETRY_MS_MIN;
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.logger.warn({ error }, 'the stream of live changes broke off and is opened again');
        await this.stream?.close().catch(() => undefined);
        this.stream = null;
        if (isHistoryLost(error)) {
          resumeAfter = undefined;
          this.hub.gap();
        }
        await sleep(retryMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
        retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
      }
    }
  }

  private handle(raw: ChangeStreamDocument): void {
    const change = changeOf(raw);
    if (change === null) return;
    const id = (raw._id as { _data?: string })._data ?? null;
    for (const watcher of this.watchers.get(change.collection) ?? []) {
      try {
        for (const topic of watcher.topicsOf(change)) {
          this.hub.publish({ id, topic, payload: watcher.payloadOf(change, topic) });
        }
      } catch (error) {
        // One noun's mistake must not end the events of all others.
        this.logger.error({ error, collection: change.collection }, 'a change could not be told');
      }
    }
  }
}

/** A change event as watchers get it; null for events that are no change of a document. */
export function changeOf(raw: ChangeStreamDocument): Change | null {
  switch (raw.operationType) {
    case 'insert':
    case 'replace':
      return { ...common(raw), operation: raw.operationType, document: raw.fullDocument, updatedFields: null };
    case 'update':
      return {
        ...common(raw),
        operation: 'update',
        document: raw.fullDocument ?? null,
        updatedFields: raw.updateDescription.updatedFields ?? {},
      };
    case 'delete':
      return { ...common(raw), operation: 'delete', document: null, updatedFields: null };
    default:
      return null;
  }
}

function common(raw: { ns: { coll: string }; documentKey: Document }): { collection: string; id: string } {
  return { collection: raw.ns.coll, id: String(raw.documentKey._id) };
}
