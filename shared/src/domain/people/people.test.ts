import { describe, expect, it } from 'vitest';
import { ageBandOf, isBirthDatePossible, maskAddress, maskAmongFamily, maskName, maskPhone } from './index.ts';

describe('masking', () => {
  it.each([
    ['陈秀英', '陈*'],
    ['欧阳明', '欧阳*'],
    ['东方', '东*'],
    ['𠮷田', '𠮷*'],
    ['Anna', 'A*'],
    ['  ', '*'],
  ])('shows of the name %s only %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it.each([
    ['陈秀英', '陈*英'],
    ['陈明', '陈*'],
    ['欧阳明月', '欧阳*月'],
    ['欧阳明', '欧阳*'],
    ['𠮷田英', '𠮷*英'],
    ['Anna', 'A*'],
    ['  ', '*'],
  ])('shows of the name %s only %s to those who share an account', (name, masked) => {
    expect(maskAmongFamily(name)).toBe(masked);
  });

  it('shows the first three and last four digits of a phone', () => {
    expect(maskPhone('13800001234')).toBe('138****1234');
    expect(maskPhone('1234')).toBe('****');
  });

  it.each([
    ['榆荫路 12 号 3 单元 402', '榆荫路 12 号***'],
    ['锦绣花园8栋1502室', '锦绣花园8栋***'],
    ['望江里5号楼', '望江里5号楼'],
    ['河边那家', '***'],
  ])('shows of the address %s only %s', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });
});

describe('ages', () => {
  it('change on the birthday', () => {
    expect(ageBandOf('2012-11-24', '2026-11-23')).toBe('under14');
    expect(ageBandOf('2012-11-23', '2026-11-23')).toBe('from14to17');
    expect(ageBandOf('2008-11-23', '2026-11-23')).toBe('adult');
    expect(ageBandOf(null, '2026-11-23')).toBe('unknown');
  });

  it('cannot be negative or beyond 130', () => {
    expect(isBirthDatePossible('2026-11-24', '2026-11-23')).toBe(false);
    expect(isBirthDatePossible('1890-01-01', '2026-11-23')).toBe(false);
    expect(isBirthDatePossible('2026-11-23', '2026-11-23')).toBe(true);
  });
});
