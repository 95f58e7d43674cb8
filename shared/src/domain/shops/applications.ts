/** Under which words two applications are of one shop: letters and digits alone, without case and the usual endings. */
export function shopNameKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/(有限责任公司|有限公司|个体工商户|分店|总店)$/u, '');
}

/** A licence number as it is compared: capital letters, no blanks. */
export function licenceKey(number: string): string {
  return number.normalize('NFKC').toUpperCase().replace(/\s/gu, '');
}
