/** A place of a text: `{name}`, or `{name|one|many}` for a number with its noun. */
const PLACE = /\{(\w+)(?:\|([^|{}]+)\|([^|{}]+))?\}/g;
/** One of something, with or without its sign. */
const ONE = /^[+−-]?1$/;

/**
 * Fills the places of a text. `{points}` becomes the value; `{points|point is|points are}` the value and behind it what English
 * says of one or of many: `1 point is`, `12 points are`. Chinese needs no second form.
 * @param wordsOf the value of a place, as it is read
 */
export function fillPlaces(text: string, wordsOf: (name: string) => string): string {
  return text.replace(PLACE, (_place, name: string, one?: string, many?: string) => {
    const value = wordsOf(name);
    return one === undefined || many === undefined ? value : counted(value, one, many);
  });
}

/** A number with its noun: `1 point`, `12 points`, `−1 point`. */
export function counted(value: number | string, one: string, many: string): string {
  return `${value} ${ONE.test(String(value)) ? one : many}`;
}

/** The names of a text's places, sorted. */
export function placesOf(text: string): string[] {
  return [...text.matchAll(PLACE)].map(([, name = '']) => name).sort();
}
