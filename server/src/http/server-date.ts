import type { RequestHandler } from 'express';
import type { Clock } from '../platform/clock.ts';

/**
 * The Date header by the server's own clock, by which everything runs out: clients learn from it how wrong theirs is. Node would
 * write the machine's, which is another one wherever the clock is moved.
 */
export function serverDate(clock: Clock): RequestHandler {
  let second = -1;
  let header = '';
  return (_req, res, next) => {
    const nowSecond = Math.floor(clock.now() / 1000);
    if (nowSecond !== second) {
      second = nowSecond;
      header = new Date(nowSecond * 1000).toUTCString();
    }
    res.setHeader('Date', header);
    next();
  };
}
