/** The family names of two characters that are in use; everybody else's is the first character. */
const COMPOUND_SURNAMES = new Set([
  '欧阳',
  '上官',
  '司马',
  '诸葛',
  '司徒',
  '夏侯',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '东方',
  '南宫',
  '端木',
  '长孙',
  '宇文',
]);

/** `陈*`: the family name and no more. Names in Latin letters keep their first letter. */
export function maskName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') return '*';
  const start = trimmed.slice(0, 2);
  if (trimmed.length > 2 && COMPOUND_SURNAMES.has(start)) return `${start}*`;
  return `${[...trimmed][0] ?? ''}*`;
}

/**
 * `陈*英`: what people who share an account read of each other. Families share the family name, so that its last
 * character tells them apart; names of two characters stay `陈*`.
 */
export function maskAmongFamily(name: string): string {
  const trimmed = name.trim();
  const masked = maskName(trimmed);
  const known = [...masked].length - 1;
  const characters = [...trimmed];
  // Latin letters say too much at the end of a name.
  if (characters.length < known + 2 || /[a-z]/i.test(trimmed)) return masked;
  return `${masked}${characters.at(-1)}`;
}

/** `138****1234` */
export function maskPhone(phone: string): string {
  return phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

/** The building without the room: what follows the last 栋, 幢, 楼, 号, 弄 or 院 is left out. */
export function maskAddress(address: string): string {
  const building = /^.*?(?:\d+\s*(?:栋|幢|号楼|楼|号院|号|弄|院)|[栋幢])/.exec(address.trim())?.[0];
  if (building !== undefined) return building === address.trim() ? building : `${building}***`;
  return '***';
}

/** The name of a household or an organisation is no personal name: organisations show theirs, households like a person. */
export function displayedName(kind: 'person' | 'household' | 'organisation', name: string): string {
  return kind === 'organisation' ? name : maskName(name);
}
