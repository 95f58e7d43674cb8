/** What the bench uses of autocannon 9, which brings no types. */
declare module 'autocannon' {
  export interface AutocannonRequest {
    method: string;
    headers: Record<string, string>;
    body?: string;
    setupRequest?: (request: AutocannonRequest) => AutocannonRequest;
  }
  interface AutocannonOptions {
    url: string;
    connections: number;
    duration: number;
    requests: AutocannonRequest[];
  }
  interface AutocannonResult {
    '2xx': number;
    non2xx: number;
    errors: number;
    /** Seconds. */
    duration: number;
  }
  export default function autocannon(options: AutocannonOptions): Promise<AutocannonResult>;
}
