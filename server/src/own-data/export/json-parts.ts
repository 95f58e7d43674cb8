import { type Exported, SECTIONS } from './sections.ts';

/** The JSON file piece by piece, written as it is read: no more than a page of a section is in memory. */
export async function* jsonParts(of: Exported): AsyncGenerator<string> {
  const { deps, person } = of;
  const head = { format: 'red-points-personal-data', version: 1, personId: person.personId };
  yield `${JSON.stringify({ ...head, exportedAt: new Date(deps.clock.now()).toISOString() }).slice(0, -1)},"sections":{`;
  for (const [at, section] of SECTIONS.entries()) {
    yield `${at === 0 ? '' : ','}${JSON.stringify(section.key)}:[`;
    let rows = 0;
    for await (const row of section.rows(of)) {
      yield `${rows === 0 ? '' : ','}${JSON.stringify(row)}`;
      rows += 1;
    }
    yield ']';
  }
  yield '}}';
}
