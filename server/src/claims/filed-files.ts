import type { ClaimsDeps } from './deps.ts';
import type { ClaimRecord, EvidenceRecord } from './store.ts';

/** A photo or paper that somebody filed, with its bytes. */
export interface FiledFile {
  readonly evidenceId: string;
  readonly claimId: string;
  readonly kind: EvidenceRecord['kind'];
  readonly bytes: Uint8Array;
}

/**
 * The photos and papers that these people uploaded themselves for their claims, newest claim first, one file in memory at a
 * time. What an office uploaded is left out: a sign-in sheet names many. What was erased at the end of its time is gone here too.
 */
export async function* filedFiles(
  { claims, evidence }: Pick<ClaimsDeps, 'claims' | 'evidence'>,
  personIds: readonly string[],
): AsyncGenerator<FiledFile> {
  const told = new Set<string>();
  const theirs = claims
    .find({ personId: { $in: [...personIds] } })
    .sort({ filedAt: -1, _id: -1 })
    .project<Pick<ClaimRecord, '_id' | 'evidenceIds'>>({ evidenceIds: 1 });
  for await (const { _id: claimId, evidenceIds } of theirs) {
    for (const evidenceId of evidenceIds) {
      if (told.has(evidenceId)) continue;
      told.add(evidenceId);
      const record = await evidence.findOne({ _id: evidenceId, uploadedFor: { $in: [...personIds] } });
      if (record === null || record.bytes === null) continue;
      yield { evidenceId, claimId, kind: record.kind, bytes: record.bytes.buffer };
    }
  }
}
