import type { PluginFunc } from 'dayjs';
import { serverNowMs } from './clock.ts';

/** The part of a dayjs object that reads what it was made of. */
interface Reader {
  parse(this: unknown, made: { date: unknown }): void;
}

/**
 * `dayjs()` is now by the server's clock, whoever asks for it: pickers mark their "today" by it, on a computer whose own clock may
 * be wrong by days.
 */
export const byServerClock: PluginFunc = (_options, made) => {
  const reader = made.prototype as unknown as Reader;
  const { parse } = reader;
  reader.parse = function parseByServerClock(config) {
    parse.call(this, config.date === undefined ? { ...config, date: new Date(serverNowMs()) } : config);
  };
};
