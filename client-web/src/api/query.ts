import type { Endpoint } from '@red-points/shared/contracts';
import {
  QueryClient,
  type QueryKey,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { type CallAnswer, type CallInput, call } from './call.ts';
import { NetworkError, ProblemError } from './errors.ts';

/** One client per face. A refused request is not repeated: the server meant it. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) =>
          count < 2 && (error instanceof NetworkError || (error instanceof ProblemError && error.status >= 502)),
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}

/** `['people.list', input]`: invalidate a whole noun with `['people.list']`. */
export function queryKey<E extends Endpoint>(endpoint: E, input?: CallInput<E>): QueryKey {
  return input === undefined ? [endpoint.id] : [endpoint.id, input];
}

export interface ReadOptions {
  enabled?: boolean;
  /** Ask again by itself, in milliseconds. */
  everyMs?: number | false;
  staleMs?: number;
}

/** Reads one endpoint. */
export function useRead<E extends Endpoint>(endpoint: E, input: CallInput<E>, options: ReadOptions = {}) {
  return useQuery({
    queryKey: queryKey(endpoint, input),
    queryFn: ({ signal }) => call(endpoint, { ...input, signal }) as Promise<NonNullable<CallAnswer<E>>>,
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
  });
}

interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** The item type of a list endpoint. */
export type ItemOf<E extends Endpoint> = CallAnswer<E> extends Page<infer Item> ? Item : never;

/** Reads a list endpoint page after page by its cursor; `items` are those read so far. */
export function useList<E extends Endpoint>(endpoint: E, input: CallInput<E>, options: ReadOptions = {}) {
  type Answer = NonNullable<CallAnswer<E>>;
  const query = useInfiniteQuery({
    queryKey: [endpoint.id, 'pages', input],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => {
      const paged = {
        ...input,
        query: { ...(input.query as object | undefined), ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      };
      return call(endpoint, paged as CallInput<E> & { signal: AbortSignal }) as Promise<Answer>;
    },
    getNextPageParam: (last) => (last as unknown as Page<unknown>).nextCursor ?? undefined,
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
  });
  const pages = (query.data?.pages ?? []) as Answer[];
  const items = pages.flatMap((page) => (page as unknown as Page<ItemOf<E>>).items);
  return { ...query, items, first: pages[0] };
}

/**
 * Calls a changing endpoint that moves no points. `changes` names the endpoints whose answers are stale afterwards.
 */
export function useChange<E extends Endpoint>(
  endpoint: E,
  options: { changes?: readonly Endpoint[]; onDone?: (answer: CallAnswer<E>) => void } = {},
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: CallInput<E> & { file?: Blob; form?: FormData }) => call(endpoint, input),
    onSuccess: async (answer) => {
      options.onDone?.(answer);
      await Promise.all((options.changes ?? []).map((changed) => client.invalidateQueries({ queryKey: [changed.id] })));
    },
  });
}
