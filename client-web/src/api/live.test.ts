import { describe, expect, it } from 'vitest';
import { type LiveEvent, readEventStream } from './live.ts';

/** A stream that delivers its text in the given pieces. */
function streamOf(pieces: readonly string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
}

async function eventsOf(pieces: readonly string[]): Promise<{ events: LiveEvent[]; deliveries: number }> {
  const events: LiveEvent[] = [];
  let deliveries = 0;
  await readEventStream(
    streamOf(pieces),
    (event) => events.push(event),
    () => {
      deliveries += 1;
    },
  );
  return { events, deliveries };
}

describe('a live stream', () => {
  it('gives each event once however the bytes are cut', async () => {
    const text = 'event: changed\ndata: {"topic":"shop:1"}\n\n: still here\n\ndata: {"topic":"shop:2"}\n\n';
    for (let size = 1; size <= text.length; size += 7) {
      const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
      const { events } = await eventsOf(pieces);
      expect(events).toEqual([
        { type: 'changed', data: { topic: 'shop:1' } },
        { type: 'message', data: { topic: 'shop:2' } },
      ]);
    }
  });

  it('counts comments as signs of life, not as events', async () => {
    const { events, deliveries } = await eventsOf([': still here\n\n', ': still here\n\n']);
    expect(events).toEqual([]);
    expect(deliveries).toBe(2);
  });

  it('takes Windows line ends and data that is no JSON', async () => {
    const { events } = await eventsOf(['event: note\r\ndata: plain\r\ndata: text\r\n\r\n']);
    expect(events).toEqual([{ type: 'note', data: 'plain\ntext' }]);
  });
});
