/** What a rule wants to be shown: photos, papers (sign-in sheet, case record, other documents), or somebody's word. */
export const EVIDENCE_KINDS = ['photo', 'sign_in_sheet', 'case_record', 'document', 'witness'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export interface EvidenceNeed {
  readonly kind: EvidenceKind;
  /** Pieces of it, one or more. */
  readonly countMin: number;
}

/** What was handed in: pictures of any sort, and papers as files. */
export interface EvidenceGiven {
  readonly photos: number;
  readonly documents: number;
}

/**
 * Pieces that are still missing: photos must be pictures, papers may be a file or a picture of it; a witness is named in
 * words and needs no file. Nothing of what was handed in counts twice.
 */
export function evidenceShort(needs: readonly EvidenceNeed[], { photos, documents }: EvidenceGiven): number {
  const wanted = { photos: 0, papers: 0 };
  for (const { kind, countMin } of needs) {
    if (kind === 'photo') wanted.photos += countMin;
    else if (kind !== 'witness') wanted.papers += countMin;
  }
  const photosShort = Math.max(0, wanted.photos - photos);
  const photosLeft = Math.max(0, photos - wanted.photos);
  return photosShort + Math.max(0, wanted.papers - documents - photosLeft);
}
