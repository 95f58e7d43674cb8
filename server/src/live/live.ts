import type { Db, Document } from 'mongodb';
import type { ApiRouter } from '../http/route.ts';
import type { Logger } from '../platform/logger.ts';
import { Feed } from './feed.ts';
import { Hub } from './hub.ts';
import { liveRoutes } from './routes.ts';
import type { TopicAuthorizer, Watcher } from './types.ts';

export interface Live {
  /** Adds a collection to what is told. Before `start`. A collection may be watched more than once. */
  watch(watcher: Watcher): void;
  /** Says who may listen to the topics of a kind, e.g. `shop`. Kinds that nobody vouches for are refused. */
  authorize(kind: string, may: TopicAuthorizer): void;
  /** Tells this process's clients something that is in no collection. */
  tell(topic: string, payload: Document): void;
  /** Ends the connections of a session that is over. */
  endSession(sessionId: string): void;
  /** Where sign-in says which sessions are over: asked once more when a connection stands. Once. */
  provideEndedSessions(isOver: (sessionId: string) => boolean): void;
  /** Opens the one change stream of this process. */
  start(): Promise<void>;
  /** Ends the stream and every client's connection. */
  close(): Promise<void>;
  /** Clients connected now. */
  readonly clientCount: number;
  routes(router: ApiRouter): void;
}

/** Live events: one change stream per process feeds all of its clients, so any process can serve any client. */
export function createLive(deps: { db: Db; logger: Logger }): Live {
  const hub = new Hub();
  const feed = new Feed(deps.db, deps.logger, hub);
  let isOver: (sessionId: string) => boolean = () => false;
  const authorizers = new Map<string, TopicAuthorizer>();
  return {
    watch: (watcher) => feed.add(watcher),
    authorize: (kind, may) => {
      if (authorizers.has(kind)) throw new Error(`topics of kind ${kind} are authorised already`);
      authorizers.set(kind, may);
    },
    tell: (topic, payload) => hub.publish({ id: null, topic, payload }),
    endSession: (sessionId) => hub.endSession(sessionId),
    provideEndedSessions: (given) => {
      isOver = given;
    },
    start: () => feed.start(),
    close: async () => {
      await feed.stop();
      hub.closeAll();
    },
    get clientCount() {
      return hub.size;
    },
    routes: (router) => liveRoutes(router, hub, authorizers, (sessionId) => isOver(sessionId)),
  };
}
