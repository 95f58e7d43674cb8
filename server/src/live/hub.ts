import type { Document } from 'mongodb';

/** One event; `id` is null for events that cannot be resumed. Ids grow in the order of the changes, over all processes. */
export interface LiveEvent {
  readonly id: string | null;
  readonly topic: string;
  readonly payload: Document;
}

/** A connected client. */
export interface Listener {
  readonly topics: ReadonlySet<string>;
  readonly sessionId: string;
  send(event: LiveEvent): void;
  /** Tells that changes may have been missed. */
  gap(): void;
  end(): void;
}

/** How many events a client may have missed and still resume. */
const KEPT_EVENTS_MAX = 2_000;

/** Hands events to the clients that listen to their topic, and keeps the newest for those that come back. */
export class Hub {
  private readonly listeners = new Set<Listener>();
  private readonly kept: (LiveEvent & { id: string })[] = [];

  get size(): number {
    return this.listeners.size;
  }

  publish(event: LiveEvent): void {
    if (event.id !== null) {
      this.kept.push({ ...event, id: event.id });
      if (this.kept.length > KEPT_EVENTS_MAX) this.kept.shift();
    }
    for (const listener of this.listeners) if (listener.topics.has(event.topic)) listener.send(event);
  }

  /**
   * Adds a client. Where the events since `lastEventId` are still known it gets them first.
   * @returns whether nothing was missed
   */
  join(listener: Listener, lastEventId: string | undefined): boolean {
    this.listeners.add(listener);
    const oldest = this.kept[0];
    if (lastEventId === undefined || oldest === undefined || lastEventId < oldest.id) return false;
    return this.kept.some((event) => event.id === lastEventId) || lastEventId > oldest.id;
  }

  /** The kept events after an id, for one client. */
  since(lastEventId: string, topics: ReadonlySet<string>): LiveEvent[] {
    return this.kept.filter((event) => event.id > lastEventId && topics.has(event.topic));
  }

  leave(listener: Listener): void {
    this.listeners.delete(listener);
  }

  /** The stream of changes broke in a way that may have lost some. */
  gap(): void {
    this.kept.length = 0;
    for (const listener of this.listeners) listener.gap();
  }

  /** A session has ended: what it listens to ends with it. */
  endSession(sessionId: string): void {
    for (const listener of this.listeners) if (listener.sessionId === sessionId) listener.end();
  }

  closeAll(): void {
    for (const listener of this.listeners) listener.end();
    this.listeners.clear();
  }
}
