/** Wrong PINs in a row after which it is locked until an officer sets a new one: five in a million are hopeless to guess by. */
export const PIN_TRIES_MAX = 5;

/** How long a PIN typed on one's own phone counts: 5 minutes. */
export const PIN_CHECK_LIFE_MS = 300_000;

/** Whether a PIN is among the first that anybody would try: equal digits, or a run up or down. */
export function isSimplePin(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, place) => Number(digit) - Number(pin[place]));
  return [0, 1, -1].some((step) => steps.every((each) => each === step));
}
