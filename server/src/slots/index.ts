export { createSlots, type Slots } from './slots.ts';
export { ensureSlots, type PlaceInSlot, type SlotRecord, slotsOf } from './store.ts';
