import { API_BASE, type Endpoint, IDEMPOTENCY_HEADER, type RedemptionTold } from '@red-points/shared/contracts';
import { freshId } from './commands.ts';

/** A live event that does not come is a fault, not a slow one. */
const EVENT_WITHIN_MS = 10_000;

export interface Sent {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** A request as a phone makes it. Throws where it is refused. */
export async function sendTo(
  origin: string,
  endpoint: Endpoint,
  token: string,
  { params = {}, body }: Sent,
): Promise<Record<string, unknown>> {
  const path = endpoint.path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(params[name] ?? ''));
  const answer = await fetch(`${origin}${API_BASE}${path}`, {
    method: endpoint.method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(endpoint.idempotent === true ? { [IDEMPOTENCY_HEADER]: freshId() } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${endpoint.id}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

/** A resident's phone that shows the code and listens. */
export interface Listening {
  readonly token: string;
  /** Resolves with the next success that it is told of. */
  success(): Promise<RedemptionTold>;
}

export async function listen(origin: string, personId: string, token: string): Promise<Listening> {
  const topics = encodeURIComponent(`resident:${personId}`);
  const headers = { authorization: `Bearer ${token}` };
  const stream = await fetch(`${origin}${API_BASE}/events?topics=${topics}`, { headers });
  if (!stream.ok || stream.body === null) throw new Error(`the phone may not listen: ${stream.status}`);
  let waiting: ((told: RedemptionTold) => void) | null = null;
  const read = async (body: ReadableStream<Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder();
    let text = '';
    for await (const part of body) {
      const events = (text + decoder.decode(part, { stream: true })).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1] ?? '{}';
        const { payload } = JSON.parse(data) as { payload?: { told?: RedemptionTold } };
        if (payload?.told?.state === 'success') waiting?.(payload.told);
      }
    }
  };
  read(stream.body).catch(() => undefined);
  return {
    token,
    success: () =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('no live event came')), EVENT_WITHIN_MS);
        waiting = (told) => {
          clearTimeout(late);
          resolve(told);
        };
      }),
  };
}
