import { type Settlement, settlements, WORKBOOK_LINES } from '@red-points/shared/contracts';
import { useState } from 'react';
import { download } from '../../api/index.ts';

/**
 * Saves a statement as a workbook; one of very many lines in several parts, one after the other.
 * @param onFailed told why a part could not be had
 */
export function useWorkbook({ settlementId, number, totals }: Settlement, onFailed: (error: unknown) => void) {
  const [saving, setSaving] = useState(false);
  const parts = Math.max(1, Math.ceil(totals.lines / WORKBOOK_LINES));
  const save = async (): Promise<void> => {
    setSaving(true);
    try {
      for (let part = 1; part <= parts; part += 1) {
        const name = parts === 1 ? `${number}.xlsx` : `${number}-${part}.xlsx`;
        await download(settlements.workbook, { params: { settlementId }, query: { part } }, name);
      }
    } catch (error) {
      onFailed(error);
    } finally {
      setSaving(false);
    }
  };
  return { saving, save };
}
