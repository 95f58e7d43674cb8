/** Whether tests that have a long form are to run it: `npm run test:long`. */
export const isLong = process.env.LONG === '1';
