// What a holder is told who does something wrong in the guide: beside the field or where they acted, with nothing typed lost.
import { meet } from './refusals.mjs';
import { GUIDE_ROWS } from './refusal-rows.mjs';

meet(GUIDE_ROWS);
