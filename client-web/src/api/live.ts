import { API_BASE } from '@red-points/shared/contracts';
import { useEffect, useRef, useState } from 'react';
import { accessToken, renewSession, useSession } from './session.ts';

/** One event of the live stream. */
export interface LiveEvent {
  type: string;
  data: unknown;
}

export interface LiveOptions {
  onEvent: (event: LiveEvent) => void;
  /** Called when events may have been missed: after a reconnect, when the page comes back, and while polling. */
  onCatchUp: () => void;
  /** How often `onCatchUp` is called while the stream is down, in milliseconds. */
  pollMs?: number;
  enabled?: boolean;
}

const RECONNECT_MS = [500, 1000, 2000, 5000, 10_000];
/** The server sends a comment at least this often; longer silence means a dead connection. */
const SILENCE_MAX_MS = 45_000;

/** Splits a server-sent event stream into events. */
export async function readEventStream(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onEvent: (event: LiveEvent) => void,
  onBytes: () => void,
): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onBytes();
    buffer += value.replaceAll('\r\n', '\n');
    let end = buffer.indexOf('\n\n');
    while (end >= 0) {
      const event = parseEvent(buffer.slice(0, end));
      if (event !== undefined) onEvent(event);
      buffer = buffer.slice(end + 2);
      end = buffer.indexOf('\n\n');
    }
  }
}

function parseEvent(block: string): LiveEvent | undefined {
  let type = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) type = line.slice(6).trim();
    if (line.startsWith('data:')) data.push(line.slice(5).trimStart());
  }
  if (data.length === 0) return undefined;
  const text = data.join('\n');
  try {
    return { type, data: JSON.parse(text) as unknown };
  } catch {
    return { type, data: text };
  }
}

/**
 * Keeps a live stream of events open with the session's bearer token (which `EventSource` cannot send).
 * It reconnects by itself, closes while the page is hidden and catches up when it is back.
 * `path` is below the API base; returns whether the stream is open now.
 */
export function useLive(path: string, options: LiveOptions): boolean {
  const [open, setOpen] = useState(false);
  const signedIn = useSession().kind === 'signed_in';
  const current = useRef(options);
  current.current = options;
  const enabled = options.enabled !== false && signedIn;
  useEffect(() => {
    if (!enabled) return;
    return keepOpen(path, current, setOpen);
  }, [path, enabled]);
  useEffect(() => {
    if (!enabled || open) return;
    const timer = window.setInterval(() => {
      if (!document.hidden) current.current.onCatchUp();
    }, options.pollMs ?? 4000);
    return () => window.clearInterval(timer);
  }, [enabled, open, options.pollMs]);
  return open;
}

function keepOpen(path: string, options: { current: LiveOptions }, setOpen: (open: boolean) => void): () => void {
  let stopped = false;
  let attempt = 0;
  let connection: AbortController | undefined;
  let timer: number | undefined;

  const connect = async (): Promise<void> => {
    const abort = new AbortController();
    connection = abort;
    let silence = window.setTimeout(() => abort.abort(), SILENCE_MAX_MS);
    try {
      const token = accessToken();
      const response = await fetch(`${API_BASE}${path}`, {
        headers: { accept: 'text/event-stream', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
        credentials: 'same-origin',
        signal: abort.signal,
      });
      if (response.status === 401) await renewSession();
      if (response.ok && response.body !== null) {
        setOpen(true);
        if (attempt > 0) options.current.onCatchUp();
        attempt = 0;
        await readEventStream(
          response.body,
          (event) => options.current.onEvent(event),
          () => {
            window.clearTimeout(silence);
            silence = window.setTimeout(() => abort.abort(), SILENCE_MAX_MS);
          },
        );
      }
    } catch {
      // Cut off or closed on purpose: the loop below decides whether to connect again.
    }
    window.clearTimeout(silence);
    if (connection !== abort) return;
    setOpen(false);
    if (stopped || document.hidden) return;
    timer = window.setTimeout(() => void connect(), RECONNECT_MS[Math.min(attempt, RECONNECT_MS.length - 1)]);
    attempt += 1;
  };

  const onVisibility = (): void => {
    window.clearTimeout(timer);
    connection?.abort();
    connection = undefined;
    setOpen(false);
    if (document.hidden) return;
    attempt = Math.max(attempt, 1);
    options.current.onCatchUp();
    void connect();
  };

  document.addEventListener('visibilitychange', onVisibility);
  void connect();
  return () => {
    stopped = true;
    window.clearTimeout(timer);
    connection?.abort();
    connection = undefined;
    document.removeEventListener('visibilitychange', onVisibility);
  };
}
