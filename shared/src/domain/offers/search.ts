const GRAMS_MAX = 200;

/** A text as it is searched: one kind of width, lower case, without spaces and signs. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, '');
}

/**
 * The single characters and pairs of neighbours of a text: an index of them finds words inside Chinese text, which has no
 * spaces, without reading every text.
 */
export function gramsOf(...texts: readonly string[]): string[] {
  const grams = new Set<string>();
  for (const text of texts) {
    const characters = [...plain(text)];
    for (const [index, character] of characters.entries()) {
      grams.add(character);
      if (index > 0) grams.add(`${characters[index - 1]}${character}`);
    }
  }
  return [...grams].slice(0, GRAMS_MAX);
}

/** What a text has to contain to answer a search: its pairs, or the one character; empty for a search of nothing. */
export function gramsWanted(search: string): string[] {
  const characters = [...plain(search)];
  if (characters.length <= 1) return characters;
  return [...new Set(characters.slice(1).map((character, index) => `${characters[index]}${character}`))];
}
