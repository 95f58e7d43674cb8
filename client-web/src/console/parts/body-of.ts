import type { Endpoint } from '@red-points/shared/contracts';

/** The schema of an endpoint's body, for the form that sends it. */
export function bodyOf<E extends Endpoint>(endpoint: E): NonNullable<E['body']> {
  const { body } = endpoint;
  if (body === undefined) throw new Error(`${endpoint.id} takes no body.`);
  return body as NonNullable<E['body']>;
}
