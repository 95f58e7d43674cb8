import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * Reads what a command was given. Ids are random text and may begin with a dash: what stands behind an option that takes
 * a value is its value, unless it names another option of the command.
 */
export function readOptions<Config extends ParseArgsConfig>(
  config: Config,
  words: readonly string[] = process.argv.slice(2),
): ReturnType<typeof parseArgs<Config>> {
  return parseArgs<Config>({ ...config, args: withValues(config.options ?? {}, words) });
}

function withValues(options: NonNullable<ParseArgsConfig['options']>, words: readonly string[]): string[] {
  const optionOf = (word: string) => (word.startsWith('--') ? options[word.slice(2).split('=')[0] ?? ''] : undefined);
  const read: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [word = '', next] = words.slice(at, at + 2);
    const takesNext = !word.includes('=') && optionOf(word)?.type === 'string';
    if (takesNext && next?.startsWith('-') && optionOf(next) === undefined) {
      read.push(`${word}=${next}`);
      at += 1;
    } else read.push(word);
  }
  return read;
}
