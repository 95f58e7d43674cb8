import { bookings } from '../en/bookings.ts';
import { claimForm } from '../en/claim-form.ts';
import { common } from '../en/common.ts';
import { desk } from '../en/desk.ts';
import { domain } from '../en/domain.ts';
import { resident } from '../en/resident.ts';
import { ruleWords } from '../en/rule-words.ts';
import { signIn } from '../en/sign-in.ts';

/** The English texts of the staff's phone pages, fetched only when somebody asks for English. */
export const english = { bookings, claimForm, common, desk, domain, resident, ruleWords, signIn };
