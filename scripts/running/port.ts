import { createServer } from 'node:net';

/** Why nothing can listen there, in words for people, or undefined where something can. */
export function whyNotListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(explainListenError(error, host, port)));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}

/** Turns what the system says about listening into what a person can do about it. */
export function explainListenError(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is taken: another program listens on it. Choose another one: PORT=${port + 1} npm start`;
  }
  if (error.code === 'EACCES')
    return `This user may not listen on port ${port}. Choose one above 1023: PORT=3000 npm start`;
  if (error.code === 'EADDRNOTAVAIL')
    return `This machine has no address ${host}. HOST names the address to listen on.`;
  return error.message;
}
