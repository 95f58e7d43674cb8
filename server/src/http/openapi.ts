import {
  extendZodWithOpenApi,
  OpenAPIRegistry,
  OpenApiGeneratorV31,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi';
import * as contracts from '@red-points/shared/contracts';
import { API_BASE, type Endpoint, IDEMPOTENCY_HEADER, PROBLEMS } from '@red-points/shared/contracts';
import { z } from 'zod';

extendZodWithOpenApi(z);

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'id' in value && 'method' in value && 'access' in value;
}

/** Every endpoint of every contract, by the order of their ids. */
export function allEndpoints(): Endpoint[] {
  const groups = Object.values(contracts as Record<string, unknown>);
  const endpoints = groups.flatMap((group) =>
    typeof group === 'object' && group !== null ? Object.values(group).filter(isEndpoint) : [],
  );
  return [...new Set(endpoints)].sort((a, b) => (a.id < b.id ? -1 : 1));
}

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(PROBLEMS) as [string, ...string[]]),
  requestId: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  fields: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
});

function problemsOf(endpoint: Endpoint): [number, string][] {
  const takesInput = endpoint.params || endpoint.query || endpoint.body || endpoint.idempotent;
  const rows: [number, string, unknown][] = [
    [400, 'The request is not as described', takesInput],
    [401, 'Not signed in, or the sign-in has expired', endpoint.access !== 'public' || endpoint.body],
    [403, 'Not permitted, or outside the area of the caller', endpoint.access !== 'public' || endpoint.body],
    [404, 'Not found', true],
    [409, 'Not possible in the present state', endpoint.method !== 'GET'],
    [410, 'No longer valid', endpoint.method !== 'GET'],
    [412, 'Changed by somebody else in the meantime', endpoint.method !== 'GET'],
    [413, 'Too large', endpoint.body || endpoint.raw === 'upload'],
    [415, 'This kind of content is not supported', endpoint.body || endpoint.raw === 'upload'],
    [422, 'Well-formed, but not acceptable', endpoint.method !== 'GET'],
    [423, 'Locked', endpoint.method !== 'GET'],
    [429, 'Too many requests', true],
    [500, 'A fault of the server', true],
    [503, 'Not available right now, or the outcome is not known yet', true],
  ];
  return rows.filter(([, , applies]) => Boolean(applies)).map(([status, text]) => [status, text]);
}

function successOf(endpoint: Endpoint): { status: number; response: RouteConfig['responses'][string] } {
  const status = endpoint.status ?? 200;
  if (endpoint.raw === 'stream') {
    return { status, response: { description: 'Events', content: { 'text/event-stream': { schema: z.string() } } } };
  }
  if (endpoint.raw === 'file') {
    const schema = { type: 'string', format: 'binary' } as const;
    return { status, response: { description: 'A file', content: { 'application/octet-stream': { schema } } } };
  }
  if (endpoint.response === undefined) return { status, response: { description: 'Done' } };
  return {
    status,
    response: { description: 'Done', content: { 'application/json': { schema: endpoint.response } } },
  };
}

function requestOf(endpoint: Endpoint): RouteConfig['request'] {
  const headers = endpoint.idempotent
    ? z.object({ [IDEMPOTENCY_HEADER]: z.string().min(8).max(200).describe('Made by the client before sending') })
    : undefined;
  const upload = { type: 'string', format: 'binary' } as const;
  const body =
    endpoint.raw === 'upload'
      ? { required: true, content: { 'application/octet-stream': { schema: upload } } }
      : endpoint.body && { required: true, content: { 'application/json': { schema: endpoint.body } } };
  return {
    ...(endpoint.params ? { params: endpoint.params as z.ZodObject } : {}),
    ...(endpoint.query ? { query: endpoint.query as z.ZodObject } : {}),
    ...(headers ? { headers } : {}),
    ...(body ? { body } : {}),
  };
}

function describe(registry: OpenAPIRegistry, endpoint: Endpoint, problem: z.ZodType): void {
  const { status, response } = successOf(endpoint);
  const responses: RouteConfig['responses'] = { [status]: response };
  for (const [code, description] of problemsOf(endpoint)) {
    responses[code] = { description, content: { 'application/problem+json': { schema: problem } } };
  }
  const request = requestOf(endpoint);
  registry.registerPath({
    operationId: endpoint.id,
    method: endpoint.method.toLowerCase() as RouteConfig['method'],
    path: `${API_BASE}${endpoint.path.replace(/:(\w+)/g, '{$1}')}`,
    summary: endpoint.summary,
    tags: [endpoint.id.split('.')[0] ?? 'other'],
    security: endpoint.access === 'public' ? [] : [{ session: [] }],
    ...(request === undefined ? {} : { request }),
    responses,
  });
}

let text: string | undefined;

/**
 * The OpenAPI 3.1 document of all contracts as JSON. Made when somebody first asks for it, and once: it describes what does
 * not change while the process runs, and takes longer than all else of a start.
 */
export function openApiText(): string {
  text ??= JSON.stringify(openApiDocument());
  return text;
}

function openApiDocument(): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'session', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  const problem = registry.register('Problem', problemSchema);
  for (const endpoint of allEndpoints()) describe(registry, endpoint, problem);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: '红色积分 Red Points',
      version: '1',
      description:
        'Volunteer points: earned, reviewed, redeemed. Errors are problem documents (RFC 9457) with a stable code.',
    },
    servers: [{ url: '/' }],
  });
}
