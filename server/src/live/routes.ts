import { live as contract, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Response } from 'express';
import { type ApiRouter, route } from '../http/route.ts';
import { ACCESS_TOKEN_MS } from '../http/session-token.ts';
import type { Hub, Listener, LiveEvent } from './hub.ts';
import type { TopicAuthorizer } from './types.ts';

const HEARTBEAT_MS = 15_000;
const TOPICS_MAX = 20;
const CLIENTS_MAX = 5_000;
/** What may wait for a client that does not read before it is cut off, in bytes. */
const UNREAD_BYTES_MAX = 256 * 1024;
const TOPIC = /^([a-z-]+):([A-Za-z0-9_.:-]{1,80})$/;

export function liveRoutes(
  router: ApiRouter,
  hub: Hub,
  authorizers: ReadonlyMap<string, TopicAuthorizer>,
  isOver: (sessionId: string) => boolean,
): void {
  route(router, contract.events, async ({ query, principal, req, res }) => {
    if (hub.size >= CLIENTS_MAX) return refuse('unavailable');
    const topics = await permitted(query.topics, principal, authorizers);
    if ('refused' in topics) return topics;
    // The session may have ended while its topics were asked for; from here on the hub is told.
    if (isOver(principal.sessionId)) return refuse('session_ended');
    connect(hub, topics, principal.sessionId, req.get('Last-Event-ID'), res);
    return undefined;
  });
}

async function permitted(
  list: string,
  principal: Principal,
  authorizers: ReadonlyMap<string, TopicAuthorizer>,
): Promise<Set<string> | Refusal> {
  const topics = new Set(list.split(','));
  if (topics.size > TOPICS_MAX) return invalidTopics();
  for (const topic of topics) {
    const [, kind = '', id = ''] = TOPIC.exec(topic) ?? [];
    const may = authorizers.get(kind);
    if (may === undefined) return invalidTopics();
    if (!(await may(principal, id))) return refuse('out_of_scope');
  }
  return topics;
}

function invalidTopics(): Refusal {
  return refuse('validation_failed', undefined, [
    { path: 'topics', code: 'invalid_format', message: 'kind:id,kind:id' },
  ]);
}

function connect(
  hub: Hub,
  topics: ReadonlySet<string>,
  sessionId: string,
  lastEventId: string | undefined,
  res: Response,
): void {
  res.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  res.flushHeaders();
  const write = (text: string) => {
    // A client that went away without a word would otherwise fill the memory.
    if (res.writableLength > UNREAD_BYTES_MAX) res.destroy();
    else res.write(text);
  };
  const listener: Listener = {
    topics,
    sessionId,
    send: (event) => write(asText(event)),
    gap: () => write('event: hello\ndata: {"resumed":false}\n\n'),
    end: () => res.end(),
  };
  const resumed = hub.join(listener, lastEventId);
  write(`retry: 2000\nevent: hello\ndata: {"resumed":${resumed}}\n\n`);
  if (resumed && lastEventId !== undefined) for (const event of hub.since(lastEventId, topics)) listener.send(event);
  const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
  // The right to listen is as old as the access token: the client connects again with a new one.
  const expiry = setTimeout(() => res.end(), ACCESS_TOKEN_MS);
  res.once('close', () => {
    clearInterval(heartbeat);
    clearTimeout(expiry);
    hub.leave(listener);
  });
}

function asText({ id, topic, payload }: LiveEvent): string {
  const data = JSON.stringify({ topic, payload });
  return `${id === null ? '' : `id: ${id}\n`}event: change\ndata: ${data}\n\n`;
}
