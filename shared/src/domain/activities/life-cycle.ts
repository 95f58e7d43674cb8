/** The states of an activity. The contract names the same ones. */
export type ActivityState =
  | 'draft'
  | 'submitted'
  | 'returned'
  | 'rejected'
  | 'approved'
  | 'open'
  | 'under_way'
  | 'ended'
  | 'settled'
  | 'cancelled';

export const ACTIVITY_STEPS = [
  'change',
  'submit',
  'approve',
  'approve_ahead',
  'return',
  'reject',
  'open',
  'start',
  'end',
  'settle',
  'cancel',
] as const;
export type ActivityStep = (typeof ACTIVITY_STEPS)[number];

/**
 * The life of an activity, whole: what is not in this table cannot happen.
 * Approval opens an activity for sign-up; one whose sign-up begins later is `approved` until then.
 */
const LIFE: Readonly<Record<ActivityState, Partial<Record<ActivityStep, ActivityState>>>> = {
  draft: { change: 'draft', submit: 'submitted', cancel: 'cancelled' },
  submitted: {
    approve: 'open',
    approve_ahead: 'approved',
    return: 'returned',
    reject: 'rejected',
    cancel: 'cancelled',
  },
  returned: { change: 'returned', submit: 'submitted', cancel: 'cancelled' },
  rejected: {},
  approved: { open: 'open', start: 'under_way', cancel: 'cancelled' },
  open: { start: 'under_way', cancel: 'cancelled' },
  under_way: { end: 'ended', cancel: 'cancelled' },
  ended: { settle: 'settled' },
  settled: {},
  cancelled: {},
};

/** The state after a step, or null where the step cannot be taken from there. */
export function stateAfter(state: ActivityState, step: ActivityStep): ActivityState | null {
  return LIFE[state][step] ?? null;
}

/** The states from which a step can be taken: what a conditional write asks for. */
export function statesBefore(step: ActivityStep): ActivityState[] {
  return (Object.keys(LIFE) as ActivityState[]).filter((state) => LIFE[state][step] !== undefined);
}
